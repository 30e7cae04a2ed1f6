using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>What is special about posts when changes of them are undone: what readers see of them, whose they are, and their slugs.</summary>
public sealed class RevertPostsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task What_readers_saw_before_the_changes_they_see_again()
    {
        var id = await server.PublishAsync("Approved");
        await AsAsync("r-public", "updatePost", new { id, expectedVersion = 1, body = "Not approved", status = "PUBLISHED" });
        Assert.Equal("Not approved", await SeenAsync(id));
        await RevertAsync(new { requestId = new { eq = "r-public" } });
        Assert.Equal("Text", await SeenAsync(id));

        await AsAsync("r-hidden", "unpublishPost", new { id, expectedVersion = 3 });
        Assert.Null(await SeenAsync(id));
        await RevertAsync(new { requestId = new { eq = "r-hidden" } });
        Assert.Equal("Text", await SeenAsync(id));

        var draft = (await server.CreateAsync("Published by mistake")).Id();
        await AsAsync("r-mistake", "publishPost", new { id = draft, expectedVersion = 1 });
        await RevertAsync(new { requestId = new { eq = "r-mistake" } });
        Assert.Null(await SeenAsync(draft));
        await AsAsync("r-schedule", "publishPost", new { id = draft, expectedVersion = 3, publishAt = DateTimeOffset.UtcNow.AddDays(1) });
        await RevertAsync(new { requestId = new { eq = "r-schedule" } });
        Assert.Equal(JsonValueKind.Null, (await server.FindAsync(draft, "publishAt")).GetProperty("publishAt").ValueKind);

        // an unpublished edit of others' was published along: their words stay, and readers cannot be given what they saw
        await AsAsync("later", "updatePost", new { id, expectedVersion = 5, title = "Edited since" }, TestServer.Grace);
        await AsAsync("r-along", "updatePost", new { id, expectedVersion = 6, body = "Also", status = "PUBLISHED" });
        var error = (await server.MutateAsync("revertChanges", new { where = new { requestId = new { eq = "r-along" } } })).GetProperty("errors")[0];
        Assert.Equal(("RevertConflictError", id), (error.Type(), error.Text("recordId")));

        async Task<string?> SeenAsync(string post)
            => await server.FindAsync(post, "body", TestServer.Guest) is { ValueKind: JsonValueKind.Object } seen ? seen.Text("body") : null;
    }

    [Fact]
    public async Task Posts_that_were_handed_over_go_back_also_from_the_trash()
    {
        var from = (await server.DoAsync("createUser", new { handle = "returning", displayName = "x", role = "AUTHOR" })).Id();
        var live = (await server.CreateAsync("Goes and comes", user: "acme/returning")).Id();
        var trashed = await server.CreateTrashedAsync("Goes and comes in the trash", user: "acme/returning");
        var handed = await server.MutateAsync("transferPosts", new { fromUserId = from, toUserId = ApiCalls.Id("User", TestDatabase.Grace) });
        Assert.Equal(2, (await RevertAsync(new { requestId = new { eq = handed.Text("requestId") } })).GetProperty("outcomes").GetArrayLength());
        Assert.Equal("returning", (await server.FindAsync(live, "author { handle }")).GetProperty("author").Text("handle"));
        Assert.Equal("returning", (await server.FindInTrashAsync(trashed.Id(), "author { handle }")).GetProperty("author").Text("handle"));
    }

    [Fact]
    public async Task A_slug_that_was_taken_meanwhile_is_told_and_slugs_that_were_exchanged_go_back()
    {
        var first = (await server.CreateAsync("First", "exchanged-a")).Id();
        var second = (await server.CreateAsync("Second", "exchanged-b")).Id();
        await AsAsync("r-slugs", "updatePost", new { id = first, expectedVersion = 1, slug = "exchanged-t" });
        await AsAsync("r-slugs", "updatePost", new { id = second, expectedVersion = 1, slug = "exchanged-a" });
        await RevertAsync(new { requestId = new { eq = "r-slugs" } });
        Assert.Equal(("exchanged-a", "exchanged-b"), ((await server.FindAsync(first, "slug")).Text("slug"), (await server.FindAsync(second, "slug")).Text("slug")));

        await AsAsync("r-taken", "deletePost", new { id = first, expectedVersion = 3 });
        await server.CreateAsync("Third", "exchanged-a");
        var error = (await server.MutateAsync("revertChanges", new { where = new { requestId = new { eq = "r-taken" } } })).GetProperty("errors")[0];
        Assert.Equal(("RevertConflictError", first, "slug"), (error.Type(), error.Text("recordId"), error.GetProperty("conflicts")[0].Text("field")));
    }

    private async Task<JsonElement> RevertAsync(object where)
    {
        var payload = await server.MutateAsync("revertChanges", new { where });
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.GetRawText());
        return payload;
    }

    /// <summary>A mutation that must succeed, of a request with an id.</summary>
    private async Task<JsonElement> AsAsync(string requestId, string mutation, object input, string user = TestServer.Ada)
    {
        var answer = await server.TryAsync(mutation, input, user, ("X-Request-Id", requestId));
        Assert.True(answer.Data.GetProperty(mutation).GetProperty("errors").ValueKind == JsonValueKind.Null, answer.Body);
        return answer.Data;
    }
}
