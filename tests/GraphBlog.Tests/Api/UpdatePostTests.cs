using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

public sealed class UpdatePostTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Fields_that_are_left_out_stay_as_they_are()
    {
        var post = await server.DoAsync(
            "createPost", new { title = "Before", slug = "stays", body = "Body", status = "PUBLISHED", tags = new[] { "a" } });
        var updated = await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, title = "After" }, TestServer.Grace);
        Snapshot.Match(Normalised.Text(updated));
        Assert.Equal(post.Text("publishedAt"), updated.Text("publishedAt"));
    }

    [Theory]
    [InlineData("title", "\"New\"")]
    [InlineData("slug", "\"new-slug\"")]
    [InlineData("body", "\"\"")]
    [InlineData("status", "\"ARCHIVED\"")]
    [InlineData("tags", "[]")]
    public async Task Each_field_can_be_changed_alone_and_the_log_says_so(string field, string value)
    {
        var post = await server.DoAsync("createPost", new { title = "Old", body = "Old", tags = new[] { "old" } });
        var input = new Dictionary<string, object> { ["id"] = post.Id(), ["expectedVersion"] = 1, [field] = JsonElement.Parse(value) };
        var updated = await server.DoAsync("updatePost", input);
        Assert.Equal(value, updated.GetProperty(field).GetRawText());
        Assert.Equal(2, updated.Version());

        var newest = (await server.HistoryAsync(post.Id(), "changes { field before after }"))[0];
        var change = Assert.Single(newest.GetProperty("changes").EnumerateArray());
        Assert.Equal(field, change.Text("field"));
        Assert.Equal(post.GetProperty(field).GetRawText(), change.GetProperty("before").GetRawText());
        Assert.Equal(value, change.GetProperty("after").GetRawText());
    }

    [Fact]
    public async Task A_field_that_is_null_is_refused_by_its_name()
    {
        var post = await server.CreateAsync("Not null");
        var errors = await server.FailWithoutTraceAsync("updatePost", new
        {
            id = post.Id(),
            expectedVersion = 1,
            title = (string?)null,
            slug = (string?)null,
            body = (string?)null,
            status = (string?)null,
            tags = (string[]?)null,
        });
        Snapshot.Match(Normalised.Text(errors));
    }

    [Fact]
    public async Task Several_wrong_fields_are_several_errors()
    {
        var post = await server.CreateAsync("Several");
        var errors = await server.FailWithoutTraceAsync("updatePost", new
        {
            id = post.Id(),
            expectedVersion = 1,
            title = "",
            slug = "-",
            tags = Enumerable.Range(1, 21).Select(n => $"{n}"),
            status = "PUBLISHED",
        });
        Snapshot.Match(Normalised.Text(errors));
    }

    [Fact]
    public async Task A_change_of_nothing_makes_no_version_and_no_entry()
    {
        var post = await server.DoAsync("createPost", new { title = "Same", body = "Same", tags = new[] { "same" } });
        var before = await server.ChangesAsync();

        var same = await server.DoAsync("updatePost", new
        {
            id = post.Id(),
            expectedVersion = 1,
            title = "Same",
            body = "Same",
            slug = "same",
            status = "DRAFT",
            tags = new[] { "same" },
        }, TestServer.Grace);
        Assert.Equal(1, same.Version());
        Assert.Equal("ada", same.GetProperty("updatedBy").Text("handle"));

        var empty = await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1 }, TestServer.Grace);
        Assert.Equal(same.GetRawText(), empty.GetRawText());
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task A_change_of_nothing_at_an_old_version_is_a_conflict_all_the_same()
    {
        var post = await server.CreateAsync("Moved on");
        await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, title = "Moved on indeed" });

        var error = Assert.Single(await server.FailWithoutTraceAsync("updatePost", new { id = post.Id(), expectedVersion = 1 }));
        Assert.Equal("ConcurrencyError", error.Type());
        Assert.True(error.GetProperty("mergeable").GetBoolean());
    }

    [Fact]
    public async Task A_slug_that_is_taken_is_an_error_whose_suggestion_is_free_to_use()
    {
        await server.CreateAsync("Owner of the slug", "wanted");
        var post = await server.CreateAsync("Late");
        var errors = await server.FailWithoutTraceAsync(
            "updatePost", new { id = post.Id(), expectedVersion = 1, slug = "wanted", title = "Later" });
        Snapshot.Match(Normalised.Text(errors));

        var suggestion = Assert.Single(errors).Text("suggestion");
        var updated = await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, slug = suggestion, title = "Later" });
        Assert.Equal((suggestion, "Later"), (updated.Text("slug"), updated.Text("title")));
    }

    [Fact]
    public async Task A_post_that_does_not_exist_is_not_found()
        => Snapshot.Match(Normalised.Text(await server.FailWithoutTraceAsync(
            "updatePost", new { id = ApiCalls.PostId(4_000_000), expectedVersion = 1, title = "Nothing" })));

    [Fact]
    public async Task A_post_is_published_once_and_keeps_the_time()
    {
        var post = await server.CreateAsync("Published once");
        var published = await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 1, status = "PUBLISHED" });
        Assert.NotNull(published.Text("publishedAt"));
        await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 2, status = "ARCHIVED" });
        var again = await server.DoAsync("updatePost", new { id = post.Id(), expectedVersion = 3, status = "PUBLISHED" });
        Assert.Equal(published.Text("publishedAt"), again.Text("publishedAt"));
    }

    [Fact]
    public async Task Each_mutation_of_a_request_is_a_transaction_of_its_own()
    {
        var post = await server.CreateAsync("One of three");
        var answer = await server.QueryAsync("""
            mutation($id: ID!) {
              first: updatePost(input: { id: $id, expectedVersion: 1, title: "First" }) { post { version title } errors { __typename } }
              stale: updatePost(input: { id: $id, expectedVersion: 1, title: "Stale" }) { post { version title } errors { __typename } }
              third: updatePost(input: { id: $id, expectedVersion: 2, title: "Third" }) { post { version title } errors { __typename } }
            }
            """, new { id = post.Id() });
        Assert.Equal("""{"post":{"version":2,"title":"First"},"errors":null}""", answer.GetProperty("first").GetRawText());
        Assert.Equal("""{"post":null,"errors":[{"__typename":"ConcurrencyError"}]}""", answer.GetProperty("stale").GetRawText());
        Assert.Equal("""{"post":{"version":3,"title":"Third"},"errors":null}""", answer.GetProperty("third").GetRawText());
    }

    [Fact]
    public async Task The_answer_shows_the_version_just_written_with_its_people_and_its_history()
    {
        var post = await server.CreateAsync("Fresh");
        var payload = (await server.QueryAsync("""
            mutation($id: ID!) {
              updatePost(input: { id: $id, expectedVersion: 1, title: "Fresher" }) {
                post { version title author { handle } updatedBy { handle }
                  auditHistory(first: 1) { totalCount nodes { version changedBy { handle } } } }
              }
            }
            """, new { id = post.Id() }, TestServer.Grace)).GetProperty("updatePost").GetProperty("post");
        Assert.Equal(
            """{"version":2,"title":"Fresher","author":{"handle":"ada"},"updatedBy":{"handle":"grace"},"""
            + """ "auditHistory":{"totalCount":2,"nodes":[{"version":2,"changedBy":{"handle":"grace"}}]}}""".TrimStart(),
            payload.GetRawText());
    }
}
