using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

/// <summary>Of a conflict no more is read than is asked for, however much happened since.</summary>
public sealed class AskedConflictTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Numbers = "__typename ... on Error { message } ... on ConcurrencyError { expectedVersion currentVersion inTrash }";

    [Theory]
    [InlineData("updatePost", "title: \"Stale\"")]
    [InlineData("deletePost", "")]
    [InlineData("revertPost", "toVersion: 1")]
    [InlineData("restorePost", "")]
    [InlineData("purgePost", "")]
    [InlineData("updateComment", "body: \"Stale\"")]
    [InlineData("deleteComment", "")]
    [InlineData("updateUser", "displayName: \"Stale\"")]
    public async Task Version_numbers_alone_are_one_statement_that_reads_no_text_and_no_history(string mutation, string change)
    {
        var id = await ChangedAsync(mutation);
        var sent = await server.StatementsOfAsync(Stale(mutation, id, change, Numbers));
        Assert.Equal(mutation == "revertPost" ? 3 : 1, sent.Count);      // which looks for the version to bring back before it writes
        var read = sent[^1].Split(";\n");
        Assert.Equal(["select set_config", "SELECT"], [read[0][..17], read[^1][..6]]);
        Assert.Equal(2, read.Length);
        Assert.DoesNotContain("audit_log", sent[^1]);
        Assert.DoesNotContain("body", sent[^1]);
    }

    [Fact]
    public async Task What_is_asked_of_a_post_decides_what_is_read_in_one_round_trip()
    {
        var id = await ChangedAsync("updatePost");
        string[] asked =
        [
            "currentVersion", "current { __typename ... on Post { slug author { handle } } }", "changesSince(first: 5) { version changedBy { handle } }",
            "changesSince { changes { field } }", "mergeable", "mergeable current { id } changesSince { newData }",
        ];
        var read = new List<string>();
        foreach (var fields in asked)
        {
            var sent = await server.StatementsOfAsync(Stale("updatePost", id, "title: \"Stale\"", $"... on ConcurrencyError {{ {fields} }}"));
            read.Add($"{fields}\n\n{Assert.Single(sent)}");
        }

        Snapshot.Match(string.Join("\n\n======== and ========\n\n", read).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_changes_are_a_page_and_the_history_has_the_rest()
    {
        var id = await EditedAsync("Often", 120, version => $"Text {version}");
        var error = await FailAsync(id, "title: \"Stale\"", """
            a: changesSince(first: 3) { version } b: changesSince { version } c: changesSince(first: 1000) { version } none: changesSince(first: 0) { version }
            currentVersion mergeable
            """);
        Assert.Equal([2, 3, 4], Versions(error, "a"));
        Assert.Equal(Enumerable.Range(2, 100), Versions(error, "b"));
        Assert.Equal(Enumerable.Range(2, 100), Versions(error, "c"));
        Assert.Empty(Versions(error, "none"));
        Assert.Equal((121, true), (error.GetProperty("currentVersion").GetInt32(), error.GetProperty("mergeable").GetBoolean()));

        var rest = await server.FindAsync(id, "auditHistory(last: 100, where: { version: { gt: 101 } }) { nodes { version } }");
        Assert.Equal(Enumerable.Range(102, 20).Reverse(), rest.GetProperty("auditHistory").GetProperty("nodes").EnumerateArray().Select(node => node.Version()));
    }

    [Fact]
    public async Task Large_texts_are_folded_to_the_first_and_the_last_and_told_up_to_4_MiB()
    {
        var id = await EditedAsync("Large", 8, version => new string((char)('a' + version), 1_000_000));
        var error = await FailAsync(id, "body: \"Mine\", tags: [\"mine\"]", """
            currentVersion mergeable conflicts { field base theirs yours changedBy { handle } } changesSince { version changes { field before after } }
            """);
        Assert.Equal([2, 3], Versions(error, "changesSince"));      // one megabyte and two; another two are too many
        var conflict = Assert.Single(error.GetProperty("conflicts").EnumerateArray());
        Assert.Equal(("body", "Text", "Mine", "ada"), (conflict.Text("field"), conflict.Text("base"), conflict.Text("yours"), conflict.GetProperty("changedBy").Text("handle")));
        Assert.Equal(new string('j', 1_000_000), conflict.Text("theirs"));
        Assert.False(error.GetProperty("mergeable").GetBoolean());

        var merged = await server.DoAsync("updatePost", new { id, expectedVersion = 1, tags = new[] { "mine" }, onConflict = "MERGE" });
        Assert.Equal(10, merged.Version());
    }

    [Fact]
    public async Task An_entry_that_is_larger_than_all_may_be_is_told_alone()
    {
        var id = await EditedAsync("Huge", 3, version => new string((char)('a' + version), 1_048_576));
        var error = Assert.Single((await server.QueryAsync(
            $$"""
            mutation { deletePost(input: { id: "{{id}}", expectedVersion: 2 }) { errors { ... on ConcurrencyError {
              changesSince { version oldData newData } inTrash mergeable conflicts { field } } } } }
            """)).GetProperty("deletePost").GetProperty("errors").EnumerateArray());
        Assert.Equal([3], Versions(error, "changesSince"));
        Assert.Empty(error.GetProperty("conflicts").EnumerateArray());
        Assert.True(error.GetProperty("mergeable").GetBoolean());
    }

    private static IEnumerable<int> Versions(JsonElement error, string list) => error.GetProperty(list).EnumerateArray().Select(entry => entry.Version());

    private static string Stale(string mutation, string id, string change, string errors)
        => $$"""mutation { {{mutation}}(input: { id: "{{id}}", expectedVersion: 1, {{change}} }) { errors { {{errors}} } } }""";

    private async Task<JsonElement> FailAsync(string id, string change, string fields)
        => Assert.Single((await server.QueryAsync(Stale("updatePost", id, change, $"... on ConcurrencyError {{ {fields} }}")))
            .GetProperty("updatePost").GetProperty("errors").EnumerateArray());

    /// <summary>The id of a record that the mutation is about, and that has changed since version 1.</summary>
    private async Task<string> ChangedAsync(string mutation)
    {
        var (change, id, input) = mutation.EndsWith("Comment")
            ? ("updateComment", (await server.CommentAsync(await server.PublishAsync("Commented"))).Id(), "body")
            : mutation.EndsWith("User")
            ? ("updateUser", (await server.DoAsync("createUser", new { handle = "novice", displayName = "Novice", role = "AUTHOR" })).Id(), "displayName")
            : ("updatePost", (await server.CreateAsync($"To be changed by {mutation}")).Id(), "title");
        await server.DoAsync(change, new Dictionary<string, object> { ["id"] = id, ["expectedVersion"] = 1, [input] = "Newer" });
        return id;
    }

    /// <summary>The id of a post whose body was changed so many times.</summary>
    private async Task<string> EditedAsync(string title, int times, Func<int, string> body)
    {
        var id = (await server.CreateAsync(title)).Id();
        for (var version = 1; version <= times; version++)
        {
            await server.QueryAsync(
                "mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { version } } }",
                new { input = new { id, expectedVersion = version, body = body(version + 1) } });
        }

        return id;
    }
}
