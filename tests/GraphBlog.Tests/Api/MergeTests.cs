using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Changes that do not touch each other are put on top of each other; none is ever dropped silently.</summary>
public sealed class MergeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Five_editors_each_with_a_field_of_their_own_all_succeed_in_each_of_200_rounds()
    {
        var id = (await server.CreateAsync("Merged")).Id();
        var version = 1;
        for (var round = 0; round < 200; round++)
        {
            var expectedVersion = version;
            object[] edits =
            [
                new { id, expectedVersion, onConflict = "MERGE", title = $"Title {round}" },
                new { id, expectedVersion, onConflict = "MERGE", body = $"Body {round}" },
                new { id, expectedVersion, onConflict = "MERGE", slug = $"slug-{round}" },
                new { id, expectedVersion, onConflict = "MERGE", status = round % 2 == 0 ? "PUBLISHED" : "ARCHIVED" },
                new { id, expectedVersion, onConflict = "MERGE", tags = new[] { $"{round}" } },
            ];
            var answers = await Task.WhenAll(edits.Select(edit => server.DoAsync("updatePost", edit)));
            Assert.Equal(Enumerable.Range(version + 1, 5), answers.Select(answer => answer.Version()).Order());
            version += 5;
            var post = await server.FindAsync(id, "title body slug status tags version");
            Assert.Equal(
                $$"""{"title":"Title {{round}}","body":"Body {{round}}","slug":"slug-{{round}}","status":"{{(round % 2 == 0 ? "PUBLISHED" : "ARCHIVED")}}","tags":["{{round}}"],"version":{{version}}}""",
                post.GetRawText());
        }
    }

    [Fact]
    public async Task Of_64_editors_merging_into_one_field_one_succeeds_and_63_learn_base_theirs_and_yours()
    {
        var id = (await server.CreateAsync("Contended")).Id();
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(
            n => server.MutateAsync("updatePost", new { id, expectedVersion = 1, onConflict = "MERGE", body = $"Body of {n}" })));
        var winner = Assert.Single(answers, answer => answer.GetProperty("errors").ValueKind == JsonValueKind.Null).GetProperty("post").Text("body");
        var losers = answers.Where(answer => answer.GetProperty("errors").ValueKind == JsonValueKind.Array)
            .Select(answer => Assert.Single(answer.GetProperty("errors").EnumerateArray())).ToList();
        Assert.Equal(63, losers.Count);
        Assert.All(losers, error =>
        {
            var conflict = Assert.Single(error.GetProperty("conflicts").EnumerateArray());
            Assert.Equal(("body", "Text", winner), (conflict.Text("field"), conflict.Text("base"), conflict.Text("theirs")));
            Assert.StartsWith("Body of ", conflict.Text("yours"));
            Assert.False(error.GetProperty("mergeable").GetBoolean());
        });
        Assert.Equal(63, losers.Select(error => error.GetProperty("conflicts")[0].Text("yours")).Distinct().Count());
        Assert.Equal(2, (await server.FindAsync(id, "version")).Version());
    }

    [Fact]
    public async Task The_same_value_on_both_sides_and_a_field_put_back_are_no_conflict()
    {
        var id = (await server.CreateAsync("Agreed")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Agreed upon", body = "Away" });
        await server.DoAsync("updatePost", new { id, expectedVersion = 2, body = "Text" });
        var merged = await server.DoAsync("updatePost", new { id, expectedVersion = 1, onConflict = "MERGE", title = "Agreed upon", body = "Mine" });
        Assert.Equal(("Agreed upon", "Mine", 4), (merged.Text("title"), merged.Text("body"), merged.Version()));
    }

    [Fact]
    public async Task A_conflict_in_one_field_refuses_the_whole_change()
    {
        var id = (await server.CreateAsync("Whole")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Theirs" });
        var error = Assert.Single(await server.FailWithoutTraceAsync(
            "updatePost", new { id, expectedVersion = 1, onConflict = "MERGE", title = "Mine", body = "Mine" }));
        Assert.Equal("title", Assert.Single(error.GetProperty("conflicts").EnumerateArray()).Text("field"));
        Assert.Equal("Text", (await server.FindAsync(id, "body")).Text("body"));
    }

    [Theory]
    [InlineData("REJECT")]
    [InlineData(null)]
    public async Task Without_merge_any_change_since_is_a_conflict_that_says_whether_it_could_be_merged(string? onConflict)
    {
        var id = (await server.CreateAsync("Rejected")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Theirs" });
        var error = Assert.Single(await server.FailWithoutTraceAsync("updatePost", new { id, expectedVersion = 1, onConflict, body = "Mine" }));
        Assert.True(error.GetProperty("mergeable").GetBoolean());
    }

    [Fact]
    public async Task What_cannot_be_merged_is_refused()
    {
        var id = (await server.CreateAsync("Future")).Id();
        var future = Assert.Single(await server.FailWithoutTraceAsync("updatePost", new { id, expectedVersion = 2, onConflict = "MERGE", title = "x" }));
        Assert.False(future.GetProperty("mergeable").GetBoolean());
        await server.DoAsync("deletePost", new { id, expectedVersion = 1 });
        var trashed = Assert.Single(await server.FailWithoutTraceAsync("updatePost", new { id, expectedVersion = 1, onConflict = "MERGE", title = "x" }));
        Assert.True(trashed.GetProperty("inTrash").GetBoolean());
        Assert.Equal("PostNotFoundError", Assert.Single(await server.FailWithoutTraceAsync(
            "updatePost", new { id = ApiCalls.PostId(999_999), expectedVersion = 1, onConflict = "MERGE", title = "x" })).Type());
    }

    [Fact]
    public async Task Where_the_log_lacks_an_entry_nothing_is_merged_over_what_may_have_changed()
    {
        var created = await server.CreateAsync("Gap");
        var id = created.Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Theirs" });
        await server.DoAsync("updatePost", new { id, expectedVersion = 2, body = "Theirs" });
        await server.Database.ForgeAsync($"delete from {TestDatabase.EntriesOf(created.Key())} and version = 2");
        var error = Assert.Single(await server.FailWithoutTraceAsync(
            "updatePost", new { id, expectedVersion = 1, onConflict = "MERGE", title = "Mine", tags = Array.Empty<string>() }));
        var conflict = Assert.Single(error.GetProperty("conflicts").EnumerateArray());
        Assert.Equal(("title", "", "Theirs"), (conflict.Text("field"), $"{conflict.GetProperty("base")}", conflict.Text("theirs")));
    }
}
