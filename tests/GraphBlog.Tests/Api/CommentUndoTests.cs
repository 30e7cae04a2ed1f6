using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A comment comes back as a post does: from the trash, and to what it said.</summary>
public sealed class CommentUndoTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_deleted_comment_is_found_by_its_id_and_comes_back_as_it_was()
    {
        var post = await server.PublishAsync("With a deleted comment");
        var id = (await server.CommentAsync(post, "Kept", TestServer.Linus)).Id();
        await server.DoAsync("deleteComment", new { id, expectedVersion = 1 }, TestServer.Linus);
        var deleted = await server.FindCommentAsync(
            id, "version deletedAt auditHistory { nodes { action } } revision(version: 1) { body deletedAt changedBy { handle } entry { action } }", TestServer.Linus);
        Assert.Equal(2, deleted.Version());
        Assert.NotNull(deleted.Text("deletedAt"));
        Assert.Equal(["TRASH", "CREATE"], deleted.GetProperty("auditHistory").GetProperty("nodes").EnumerateArray().Select(entry => entry.Text("action")));
        Assert.Equal(
            """{"body":"Kept","deletedAt":null,"changedBy":{"handle":"linus"},"entry":{"action":"CREATE"}}""", deleted.GetProperty("revision").GetRawText());

        var back = await server.DoAsync("restoreComment", new { id, expectedVersion = 2 }, TestServer.Linus);
        Assert.Equal(("Kept", 3, "linus"), (back.Text("body"), back.Version(), back.GetProperty("author").Text("handle")));
        Assert.Equal(1, (await server.FindAsync(post, "comments { totalCount }", TestServer.Guest)).GetProperty("comments").GetProperty("totalCount").GetInt32());
        Assert.Equal(JsonValueKind.Null, (await server.FindCommentAsync(id, "deletedAt")).GetProperty("deletedAt").ValueKind);
    }

    [Fact]
    public async Task A_comment_is_reverted_to_what_it_said_and_the_log_says_to_which_version()
    {
        var id = await EditedAsync();
        var back = await server.DoAsync("revertComment", new { id, expectedVersion = 2, toVersion = 1 }, TestServer.Linus);
        Assert.Equal(("One", 3), (back.Text("body"), back.Version()));
        var found = await server.FindCommentAsync(
            id, "diff(from: 2) { field before after } auditHistory(first: 1) { nodes { action revertsTo changedBy { handle } } }", TestServer.Linus);
        Assert.Equal("""[{"field":"body","before":"Two","after":"One"}]""", found.GetProperty("diff").GetRawText());
        Assert.Equal(
            """{"action":"UPDATE","revertsTo":1,"changedBy":{"handle":"linus"}}""", found.GetProperty("auditHistory").GetProperty("nodes")[0].GetRawText());

        var stale = Assert.Single(await server.FailWithoutTraceAsync("revertComment", new { id, expectedVersion = 2, toVersion = 1 }));
        Assert.Equal(("ConcurrencyError", 3), (stale.Type(), stale.GetProperty("currentVersion").GetInt32()));
        var never = Assert.Single(await server.FailWithoutTraceAsync("revertComment", new { id, expectedVersion = 3, toVersion = 9 }));
        Assert.Equal(("RevisionNotFoundError", 9), (never.Type(), never.Version()));
    }

    [Fact]
    public async Task Whoever_may_not_write_a_comment_neither_restores_nor_reverts_it()
    {
        var (deleted, edited) = (await EditedAsync(TestServer.Grace), await EditedAsync(TestServer.Grace));
        await server.DoAsync("deleteComment", new { id = deleted, expectedVersion = 2 }, TestServer.Grace);
        var before = await server.ChangesAsync();
        Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync("restoreComment", new { id = deleted, expectedVersion = 3 }, TestServer.Guest)).Code);
        Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync("revertComment", new { id = edited, expectedVersion = 2, toVersion = 1 }, TestServer.Guest)).Code);
        Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync("revertComment", new { id = edited, expectedVersion = 2, toVersion = 1 }, TestServer.Linus)).Code);
        foreach (var user in new[] { TestServer.Linus, TestServer.Margaret })
        {
            var unseen = Assert.Single(await server.FailAsync("restoreComment", new { id = deleted, expectedVersion = 3 }, user));
            Assert.Equal("CommentNotFoundError", unseen.Type());
        }

        Assert.Equal("CommentNotFoundError", Assert.Single(await server.FailAsync("restoreComment", new { id = edited, expectedVersion = 2 })).Type());
        Assert.Equal(before, await server.ChangesAsync());
        Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.PostAsync(
            "query($id: ID!) { node(id: $id) { ... on Comment { revision(version: 1) { body } diff(from: 1) { field } } } }", new { id = edited }, TestServer.Guest)).Code);
    }

    [Fact]
    public async Task A_key_makes_restoring_and_reverting_harmless_to_repeat()
    {
        var id = await EditedAsync();
        await server.DoAsync("deleteComment", new { id, expectedVersion = 2 });
        foreach (var (mutation, input) in new (string, object)[]
        {
            ("restoreComment", new { id, expectedVersion = 3, idempotencyKey = "restore a comment" }),
            ("revertComment", new { id, expectedVersion = 4, toVersion = 1, idempotencyKey = "revert a comment" }),
        })
        {
            var first = await server.DoAsync(mutation, input);
            var before = await server.ChangesAsync();
            Assert.Equal(first.GetRawText(), (await server.DoAsync(mutation, input)).GetRawText());
            Assert.Equal(before, await server.ChangesAsync());
        }
    }

    [Fact]
    public async Task A_comment_of_a_post_in_the_trash_does_not_come_back_before_its_post()
    {
        var post = await server.PublishAsync("Trashed with a deleted comment");
        var id = (await server.CommentAsync(post)).Id();
        await server.DoAsync("deleteComment", new { id, expectedVersion = 1 });
        await server.DoAsync("deletePost", new { id = post, expectedVersion = 1 });
        Assert.Equal("CommentNotFoundError", Assert.Single(await server.FailWithoutTraceAsync("restoreComment", new { id, expectedVersion = 2 })).Type());
        await server.DoAsync("restorePost", new { id = post, expectedVersion = 2 });
        Assert.Equal(3, (await server.DoAsync("restoreComment", new { id, expectedVersion = 2 })).Version());
    }

    private async Task<string> EditedAsync(string user = TestServer.Linus)
    {
        var id = (await server.CommentAsync(await server.PublishAsync("Edited comment"), "One", user)).Id();
        await server.DoAsync("updateComment", new { id, expectedVersion = 1, body = "Two" }, user);
        return id;
    }
}
