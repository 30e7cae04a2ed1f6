using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

public sealed class CommentTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_comment_is_the_viewers_and_stands_under_its_post_oldest_first()
    {
        var post = await server.PublishAsync("Commented");
        var first = await server.CommentAsync(post, "First", TestServer.Linus);
        var second = await server.CommentAsync(post, "Second", TestServer.Grace);
        Assert.Equal(("First", 1, "linus"), (first.Text("body"), first.Version(), first.GetProperty("author").Text("handle")));
        Assert.Equal(post, first.GetProperty("post").Id());

        var found = await server.FindAsync(post, "comments { totalCount nodes { id body author { handle } } }", TestServer.Guest);
        Assert.Equal(2, found.GetProperty("comments").GetProperty("totalCount").GetInt32());
        Assert.Equal(
            [(first.Id(), "First", "linus"), (second.Id(), "Second", "grace")],
            found.GetProperty("comments").GetProperty("nodes").EnumerateArray()
                .Select(comment => (comment.Id(), comment.Text("body"), comment.GetProperty("author").Text("handle"))));
        var page = (await server.FindAsync(post, "comments(last: 1) { nodes { body } pageInfo { hasPreviousPage } }")).GetProperty("comments");
        Assert.Equal("""{"nodes":[{"body":"Second"}],"pageInfo":{"hasPreviousPage":true}}""", page.GetRawText());
    }

    [Fact]
    public async Task A_comment_is_a_node_with_its_post_and_its_history()
    {
        var post = await server.PublishAsync("With history");
        var id = (await server.CommentAsync(post, "Before")).Id();
        await server.DoAsync("updateComment", new { id, expectedVersion = 1, body = "After" }, TestServer.Grace);
        Snapshot.Match(Normalised.Text(await server.FindCommentAsync(
            id,
            """
            id body version createdAt updatedAt author { handle } post { id title author { handle } }
            auditHistory { totalCount nodes { recordType recordId action version changedBy { handle } changes { field before after } } }
            """)));
    }

    [Fact]
    public async Task A_comment_is_changed_at_the_version_read_and_a_change_of_nothing_makes_none()
    {
        var id = (await server.CommentAsync(await server.PublishAsync("Changed"))).Id();
        Assert.Equal(2, (await server.DoAsync("updateComment", new { id, expectedVersion = 1, body = "Better" })).Version());
        Assert.Equal(2, (await server.DoAsync("updateComment", new { id, expectedVersion = 2, body = "Better" })).Version());
        Assert.Equal(id, (await server.DoAsync("deleteComment", new { id, expectedVersion = 2 })).GetString());
    }

    [Fact]
    public async Task A_stale_change_learns_base_theirs_and_yours()
    {
        var id = (await server.CommentAsync(await server.PublishAsync("Contested"), "Base", TestServer.Linus)).Id();
        await server.DoAsync("updateComment", new { id, expectedVersion = 1, body = "Theirs" }, TestServer.Grace);
        var errors = await server.FailWithoutTraceAsync("updateComment", new { id, expectedVersion = 1, body = "Mine" }, TestServer.Linus);
        Snapshot.Match(Normalised.Text(errors));

        var same = Assert.Single(await server.FailWithoutTraceAsync("updateComment", new { id, expectedVersion = 1, body = "Theirs" }));
        Assert.Empty(same.GetProperty("conflicts").EnumerateArray());
        var deletion = Assert.Single(await server.FailWithoutTraceAsync("deleteComment", new { id, expectedVersion = 1 }));
        Assert.Equal(("ConcurrencyError", 2), (deletion.Type(), deletion.GetProperty("currentVersion").GetInt32()));
    }

    [Fact]
    public async Task A_deleted_comment_is_gone_but_for_those_who_may_write_it()
    {
        var post = await server.PublishAsync("Deleted from");
        var id = (await server.CommentAsync(post, user: TestServer.Linus)).Id();
        await server.DoAsync("deleteComment", new { id, expectedVersion = 1 }, TestServer.Linus);
        foreach (var (user, isFound) in new[] { (TestServer.Guest, false), (TestServer.Linus, true), (TestServer.Grace, true), (TestServer.Margaret, false) })
        {
            var found = await server.FindCommentAsync(id, "deletedAt", user);
            Assert.Equal(isFound, found.ValueKind == JsonValueKind.Object && found.GetProperty("deletedAt").ValueKind == JsonValueKind.String);
        }

        Assert.Equal(0, (await server.FindAsync(post, "comments { totalCount }")).GetProperty("comments").GetProperty("totalCount").GetInt32());

        foreach (var user in new[] { TestServer.Linus, TestServer.Grace })
        {
            var error = Assert.Single(await server.FailWithoutTraceAsync("updateComment", new { id, expectedVersion = 1, body = "Late" }, user));
            Assert.Equal(("ConcurrencyError", 2), (error.Type(), error.GetProperty("currentVersion").GetInt32()));
            Assert.True(error.GetProperty("inTrash").GetBoolean());
            Assert.Equal(JsonValueKind.Null, error.GetProperty("current").ValueKind);
            Assert.Equal("CommentNotFoundError", Assert.Single(
                await server.FailWithoutTraceAsync("updateComment", new { id, expectedVersion = 2, body = "Late" }, user)).Type());
        }

        var others = (await server.CommentAsync(post, user: TestServer.Ada)).Id();
        await server.DoAsync("deleteComment", new { id = others, expectedVersion = 1 });
        var unseen = Assert.Single(await server.FailWithoutTraceAsync("updateComment", new { id = others, expectedVersion = 2, body = "Late" }, TestServer.Linus));
        Assert.Equal("CommentNotFoundError", unseen.Type());
    }

    [Fact]
    public async Task What_does_not_exist_is_not_found()
    {
        var post = Assert.Single(await server.FailWithoutTraceAsync("addComment", new { postId = ApiCalls.PostId(4_000_000), body = "To nobody" }));
        Assert.Equal(("PostNotFoundError", ApiCalls.PostId(4_000_000)), (post.Type(), post.PostId()));
        var id = ApiCalls.Id("Comment", 4_000_000);
        var update = Assert.Single(await server.FailWithoutTraceAsync("updateComment", new { id, expectedVersion = 1, body = "x" }));
        var deletion = Assert.Single(await server.FailWithoutTraceAsync("deleteComment", new { id, expectedVersion = 1 }));
        Assert.All([update, deletion], error => Assert.Equal(("CommentNotFoundError", id), (error.Type(), error.Text("commentId"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    [InlineData("nul\0")]
    public async Task A_text_that_is_none_is_refused_by_its_name(string body) => await AssertRefusedAsync(body);

    [Fact]
    public async Task A_comment_has_10000_characters_at_most_however_many_bytes_they_take()
    {
        var body = string.Concat(Enumerable.Repeat("\ud83d\ude00", 10_000));
        Assert.Equal(body, (await server.CommentAsync(await server.PublishAsync("Long"), body)).Text("body"));
        await AssertRefusedAsync(body + "x");
    }

    [Fact]
    public async Task Readers_write_none_authors_their_own_and_editors_everybodys()
    {
        var postId = await server.PublishAsync("Ruled");
        var id = (await server.CommentAsync(postId, user: TestServer.Grace)).Id();
        var before = await server.ChangesAsync();
        foreach (var (mutation, input) in new (string, object)[]
        {
            ("addComment", new { postId, body = "x" }), ("updateComment", new { id, expectedVersion = 1, body = "x" }), ("deleteComment", new { id, expectedVersion = 1 }),
        })
        {
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync(mutation, input, TestServer.Guest)).Code);
            if (mutation != "addComment")
            {
                Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync(mutation, input, TestServer.Linus)).Code);
            }
        }

        Assert.Equal(before, await server.ChangesAsync());
        id = (await server.CommentAsync(postId, user: TestServer.Linus)).Id();
        Assert.Equal(2, (await server.DoAsync("updateComment", new { id, expectedVersion = 1, body = "Mine" }, TestServer.Linus)).Version());
        Assert.Equal(3, (await server.DoAsync("updateComment", new { id, expectedVersion = 2, body = "Edited" }, TestServer.Grace)).Version());
        await server.DoAsync("deleteComment", new { id, expectedVersion = 3 }, TestServer.Ada);
    }

    [Fact]
    public async Task Of_clients_that_race_for_one_comment_every_acknowledged_change_is_one_version()
    {
        var id = (await server.CommentAsync(await server.PublishAsync("Raced for"))).Id();
        var payloads = await Task.WhenAll(Enumerable.Range(0, 16).Select(async client =>
            await server.MutateAsync("updateComment", new { id, expectedVersion = 1, body = $"Client {client}" }, client % 2 == 0 ? TestServer.Ada : TestServer.Grace)));
        var won = Assert.Single(payloads, payload => payload.GetProperty("comment").ValueKind == JsonValueKind.Object).GetProperty("comment");
        Assert.Equal(2, won.Version());
        Assert.All(
            payloads.Where(payload => payload.GetProperty("comment").ValueKind == JsonValueKind.Null),
            payload => Assert.Equal("ConcurrencyError", Assert.Single(payload.GetProperty("errors").EnumerateArray()).Type()));
        var found = await server.FindCommentAsync(id, "version body auditHistory { totalCount }");
        Assert.Equal((2, won.Text("body")), (found.Version(), found.Text("body")));
        Assert.Equal(2, found.GetProperty("auditHistory").GetProperty("totalCount").GetInt32());
    }

    private async Task AssertRefusedAsync(string body)
    {
        var postId = await server.PublishAsync("Worded");
        var id = (await server.CommentAsync(postId)).Id();
        var added = Assert.Single(await server.FailWithoutTraceAsync("addComment", new { postId, body }));
        var updated = Assert.Single(await server.FailWithoutTraceAsync("updateComment", new { id, expectedVersion = 1, body }));
        Assert.All([added, updated], error => Assert.Equal(("ValidationError", "body"), (error.Type(), error.Text("field"))));
    }
}
