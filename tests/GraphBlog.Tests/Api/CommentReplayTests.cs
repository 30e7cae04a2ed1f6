using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A mutation of comments or people that is sent again under its key answers what it answered first, and writes nothing.</summary>
public sealed class CommentReplayTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData(TestServer.Linus)]
    [InlineData(TestServer.Grace)]
    public async Task Adding_changing_and_deleting_are_answered_as_they_were_first(string user)
    {
        var postId = await server.PublishAsync("Retried");
        var added = await TwiceAsync("addComment", new { postId, body = "Once", idempotencyKey = "add" }, user);
        var id = added.GetProperty("comment").Id();
        var changed = await TwiceAsync("updateComment", new { id, expectedVersion = 1, body = "Changed", idempotencyKey = "update" }, user);
        Assert.Equal(2, changed.GetProperty("comment").Version());
        await TwiceAsync("updateComment", new { id, expectedVersion = 2, body = "Changed", idempotencyKey = "update nothing" }, user);

        // what came after does not change what was answered
        await server.DoAsync("updateComment", new { id, expectedVersion = 2, body = "Later" }, TestServer.Ada);
        await AgainAsync("addComment", new { postId, body = "Once", idempotencyKey = "add" }, user, added);
        await AgainAsync("updateComment", new { id, expectedVersion = 1, body = "Changed", idempotencyKey = "update" }, user, changed);
        await TwiceAsync("deleteComment", new { id, expectedVersion = 3, idempotencyKey = "delete" }, user);
        await AgainAsync("addComment", new { postId, body = "Once", idempotencyKey = "add" }, user, added);
    }

    [Fact]
    public async Task A_key_that_was_used_for_something_else_is_an_error()
    {
        var postId = await server.PublishAsync("Mismatched");
        var id = (await server.DoAsync("addComment", new { postId, body = "Once", idempotencyKey = "mine" })).Id();
        foreach (var (mutation, input) in new (string, object)[]
        {
            ("addComment", new { postId, body = "Other", idempotencyKey = "mine" }),
            ("updateComment", new { id, expectedVersion = 1, body = "Once", idempotencyKey = "mine" }),
            ("deleteComment", new { id, expectedVersion = 1, idempotencyKey = "mine" }),
            ("createUser", new { handle = "somebody", displayName = "Somebody", role = "READER", idempotencyKey = "mine" }),
            ("updateUser", new { id = ApiCalls.Id("User", TestDatabase.Linus), expectedVersion = 1, idempotencyKey = "mine" }),
        })
        {
            var error = Assert.Single(await server.FailWithoutTraceAsync(mutation, input));
            Assert.Equal("IdempotencyMismatchError", error.Type());
        }
    }

    [Fact]
    public async Task A_comment_that_went_out_of_sight_is_no_longer_told_of()
    {
        var postId = await server.PublishAsync("Gone");
        var input = new { postId, body = "Once", idempotencyKey = "out of sight" };
        await server.DoAsync("addComment", input, TestServer.Linus);
        await server.DoAsync("deletePost", new { id = postId, expectedVersion = 1 });
        var again = await server.MutateAsync("addComment", input, TestServer.Linus);
        Assert.Equal("""{"comment":null,"errors":null}""", again.GetRawText());
    }

    [Fact]
    public async Task People_are_answered_as_they_were_first_be_it_to_a_reader()
    {
        var create = new { handle = "retried", displayName = "Retried", role = "READER", idempotencyKey = "create user" };
        var created = await TwiceAsync("createUser", create, TestServer.Ada);
        var id = created.GetProperty("user").Id();
        var rename = new { id, expectedVersion = 1, displayName = "Renamed", idempotencyKey = "rename" };
        var renamed = await TwiceAsync("updateUser", rename, "acme/retried");
        await TwiceAsync("updateUser", new { id, expectedVersion = 2, idempotencyKey = "rename nothing" }, "acme/retried");
        await server.DoAsync("updateUser", new { id, expectedVersion = 2, role = "AUTHOR" });
        await AgainAsync("createUser", create, TestServer.Ada, created);
        await AgainAsync("updateUser", rename, "acme/retried", renamed);
    }

    private async Task<JsonElement> TwiceAsync(string mutation, object input, string user)
    {
        var first = await server.MutateAsync(mutation, input, user);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("errors").ValueKind);
        await AgainAsync(mutation, input, user, first);
        return first;
    }

    private async Task AgainAsync(string mutation, object input, string user, JsonElement first)
    {
        var before = await server.ChangesAsync();
        Assert.Equal(first.GetRawText(), (await server.MutateAsync(mutation, input, user)).GetRawText());
        Assert.Equal(before, await server.ChangesAsync());
    }
}
