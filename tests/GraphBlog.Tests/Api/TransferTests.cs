using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Posts go from one person to another all at once, and by no other way.</summary>
public sealed class TransferTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string s_linus = Person(TestDatabase.Linus), s_grace = Person(TestDatabase.Grace);

    [Fact]
    public async Task All_posts_of_a_person_become_another_ones_also_in_the_trash_with_one_version_each()
    {
        var from = await AddAsync("leaving");
        var (live, draft) = (await server.PublishAsync("Handed over", "acme/leaving"), (await server.CreateAsync("A draft", user: "acme/leaving")).Id());
        var trashed = await server.CreateTrashedAsync("In the trash", user: "acme/leaving");
        var trashedAt = await DeletedAtAsync(trashed.Id());
        await server.DoAsync("deactivateUser", new { id = from, expectedVersion = 1 });
        var payload = await server.MutateAsync("transferPosts", new { fromUserId = from, toUserId = s_linus, idempotencyKey = "hand over" });
        Assert.Equal(3, payload.GetProperty("count").GetInt32());

        foreach (var id in new[] { live, draft })
        {
            var post = await server.FindAsync(id, "version author { handle } auditHistory(first: 1) { nodes { action requestId changes { field before after } } }");
            Assert.Equal((2, "linus"), (post.Version(), post.GetProperty("author").Text("handle")));
            Assert.Equal(
                $$"""{"action":"UPDATE","requestId":"{{payload.Text("requestId")}}","changes":[{"field":"author","before":"{{from}}","after":"{{s_linus}}"}]}""",
                post.GetProperty("auditHistory").GetProperty("nodes")[0].GetRawText());
        }

        var moved = await server.FindInTrashAsync(trashed.Id(), "version author { handle } deletedBy { handle }");
        Assert.Equal((3, "linus", "leaving"), (moved.Version(), moved.GetProperty("author").Text("handle"), moved.GetProperty("deletedBy").Text("handle")));
        Assert.Equal(trashedAt, await DeletedAtAsync(trashed.Id()));      // it is kept no longer for it

        var before = await server.ChangesAsync();
        Assert.Equal(payload.GetRawText(), (await server.MutateAsync(
            "transferPosts", new { fromUserId = from, toUserId = s_linus, idempotencyKey = "hand over" })).GetRawText());
        Assert.Equal(before, await server.ChangesAsync());
        await server.DoAsync("restorePost", new { id = trashed.Id(), expectedVersion = 3 }, TestServer.Linus);
        await server.DoAsync("updatePost", new { id = draft, expectedVersion = 2, title = "Mine now" }, TestServer.Linus);
    }

    [Fact]
    public async Task Nobody_but_an_administrator_hands_posts_over_and_only_to_people_who_are_there()
    {
        await server.PublishAsync("Stays", TestServer.Linus);
        var gone = await AddAsync("gone-already");
        await server.DoAsync("deactivateUser", new { id = gone, expectedVersion = 1 });
        var before = await server.ChangesAsync();
        foreach (var user in new[] { TestServer.Guest, TestServer.Linus, TestServer.Grace })
        {
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync("transferPosts", new { fromUserId = s_linus, toUserId = s_grace }, user)).Code);
        }

        foreach (var (from, to, error) in new[]
        {
            (s_linus, gone, "ValidationError"), (s_linus, s_linus, "ValidationError"), (s_linus, Person(4_000_000), "UserNotFoundError"),
            (Person(4_000_000), s_linus, "UserNotFoundError"), (Person(TestDatabase.Margaret), s_linus, "UserNotFoundError"),
        })
        {
            var errors = (await server.MutateAsync("transferPosts", new { fromUserId = from, toUserId = to })).GetProperty("errors");
            Assert.Equal(error, errors[0].Type());
        }

        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task The_database_lets_no_author_and_no_editor_give_or_take_a_post()
    {
        var id = (await server.CreateAsync("Held in SQL", user: TestServer.Linus)).Key();
        foreach (var (user, role, author, refusal) in new[]
        {
            (TestDatabase.Linus, "AUTHOR", TestDatabase.Grace, "42501"), (TestDatabase.Grace, "EDITOR", TestDatabase.Grace, "42501"),
            (TestDatabase.Guest, "READER", TestDatabase.Guest, null), (TestDatabase.Ada, "ADMIN", TestDatabase.Margaret, "23503"), (TestDatabase.Ada, "ADMIN", TestDatabase.Grace, null),
        })
        {
            await using var session = await server.Database.EnterAsync(TestDatabase.Acme, user);
            await session.ExecuteAsync($"select set_config('app.current_role', '{role}', true)");
            Assert.Equal(refusal, await session.RefusalAsync($"update blog.posts_all set author_id = {author} where id = {id}"));
        }

        await using var trash = await server.Database.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
        await trash.ExecuteAsync($"update blog.posts_all set deleted_at = now() where id = {id}");
        Assert.Equal("GB004", await trash.RefusalAsync($"update blog.posts_all set author_id = 2, title = 'x' where id = {id}"));
        Assert.Null(await trash.RefusalAsync($"update blog.posts_all set author_id = 2 where id = {id}"));
    }

    [Fact]
    public async Task However_many_they_are_it_is_the_same_statements()
    {
        var id = await AddAsync("productive");
        var few = await StatementsAsync();
        for (var i = 0; i < 5; i++)
        {
            await server.CreateAsync($"One of five {i}", user: "acme/productive");
        }

        Assert.Equal(few, await StatementsAsync());

        async Task<IReadOnlyList<string>> StatementsAsync()
        {
            server.Statements.Clear();
            await server.MutateAsync("transferPosts", new { fromUserId = id, toUserId = s_grace });
            return [.. server.Statements.Sent];
        }
    }

    private static string Person(long id) => ApiCalls.Id("User", id);

    private async Task<string> AddAsync(string handle)
        => (await server.DoAsync("createUser", new { handle, displayName = handle, role = "AUTHOR" })).Id();

    private async Task<string?> DeletedAtAsync(string id) => (await server.FindInTrashAsync(id, "deletedAt")).Text("deletedAt");
}
