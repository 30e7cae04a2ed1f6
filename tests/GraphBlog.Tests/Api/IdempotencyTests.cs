using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A mutation that is sent twice under one key happens once.</summary>
public sealed class IdempotencyTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Of_32_clients_retrying_50_keys_at_random_50_effects_are_left()
    {
        var before = await server.ChangesAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async client =>
        {
            var random = new Random(client);
            var ids = new List<(int Key, string Id)>();
            foreach (var key in Enumerable.Range(0, 50).OrderBy(_ => random.Next()).SelectMany(key => Enumerable.Repeat(key, random.Next(1, 3))))
            {
                ids.Add((key, (await server.DoAsync("createPost", new { title = $"Key {key}", body = "Text", idempotencyKey = $"create-{key}" })).Id()));
            }

            return ids;
        }));
        var created = answers.SelectMany(ids => ids).Distinct().ToList();
        Assert.Equal(50, created.Count);
        Assert.Equal(50, created.Select(pair => pair.Id).Distinct().Count());
        Assert.Equal(before + 50, await server.ChangesAsync());
    }

    [Fact]
    public async Task A_retry_is_answered_as_the_first_was_whatever_happened_since()
    {
        var key = new { create = "c", update = "u", delete = "d", restore = "r", revert = "v", purge = "p" };
        var create = new { title = "Retried", body = "Text", tags = new[] { "a" }, idempotencyKey = key.create };
        var created = await server.DoAsync("createPost", create);
        var id = created.Id();
        var update = new { id, expectedVersion = 1, title = "Changed", status = "PUBLISHED", idempotencyKey = key.update };
        var updated = await server.DoAsync("updatePost", update, TestServer.Grace);
        var revert = new { id, expectedVersion = 2, toVersion = 1, fields = new[] { "title" }, idempotencyKey = key.revert };
        var reverted = await server.DoAsync("revertPost", revert);
        var delete = new { id, expectedVersion = 3, idempotencyKey = key.delete };
        var deleted = await server.DoAsync("deletePost", delete);
        var restore = new { id, expectedVersion = 4, slug = "retried-elsewhere", idempotencyKey = key.restore };
        var restored = await server.DoAsync("restorePost", restore);
        await server.DoAsync("updatePost", new { id, expectedVersion = 5, body = "Later" });

        var changes = await server.ChangesAsync();
        await SameAsync(created, "createPost", create);
        await SameAsync(updated, "updatePost", update, TestServer.Grace);
        await SameAsync(reverted, "revertPost", revert);
        await SameAsync(deleted, "deletePost", delete);
        await SameAsync(restored, "restorePost", restore);
        Assert.Equal(changes, await server.ChangesAsync());

        await server.DoAsync("deletePost", new { id, expectedVersion = 6 });
        await SameAsync(created, "createPost", create);      // in the trash or not
        var purge = new { id, expectedVersion = 7, idempotencyKey = key.purge };
        Assert.Equal(id, (await server.DoAsync("purgePost", purge)).GetString());
        Assert.Equal(id, (await server.DoAsync("purgePost", purge)).GetString());

        async Task SameAsync(JsonElement first, string field, object input, string user = TestServer.Ada)
            => Assert.Equal(first.GetRawText(), (await server.DoAsync(field, input, user)).GetRawText());
    }

    [Fact]
    public async Task Another_input_under_the_same_key_is_a_mistake_and_another_user_has_keys_of_their_own()
    {
        await server.DoAsync("createPost", new { title = "First", body = "Text", idempotencyKey = "mine" });
        var error = Assert.Single(await server.FailWithoutTraceAsync("createPost", new { title = "Second", body = "Text", idempotencyKey = "mine" }));
        Assert.Equal(("IdempotencyMismatchError", "mine"), (error.Type(), error.Text("idempotencyKey")));
        var explicitNull = Assert.Single(await server.FailWithoutTraceAsync(
            "createPost", new { title = "First", slug = "other", body = "Text", idempotencyKey = "mine" }));
        Assert.Equal("IdempotencyMismatchError", explicitNull.Type());
        var grace = await server.DoAsync("createPost", new { title = "Second", body = "Text", idempotencyKey = "mine" }, TestServer.Grace);
        var globex = await server.DoAsync("createPost", new { title = "Second", body = "Text", idempotencyKey = "mine" }, TestServer.Margaret);
        Assert.NotEqual(grace.Id(), globex.Id());
    }

    [Fact]
    public async Task The_same_key_for_another_mutation_is_a_mistake()
    {
        var id = (await server.CreateAsync("Shared key")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "x", idempotencyKey = "shared" });
        Assert.Equal("IdempotencyMismatchError", Assert.Single(await server.FailWithoutTraceAsync(
            "deletePost", new { id, expectedVersion = 2, idempotencyKey = "shared" })).Type());
    }

    [Fact]
    public async Task What_failed_used_no_key()
    {
        var id = (await server.CreateAsync("Failing")).Id();
        Assert.Equal("ConcurrencyError", Assert.Single(await server.FailWithoutTraceAsync(
            "updatePost", new { id, expectedVersion = 9, title = "x", idempotencyKey = "failing" })).Type());
        Assert.Equal("PostNotFoundError", Assert.Single(await server.FailWithoutTraceAsync(
            "purgePost", new { id, expectedVersion = 1, idempotencyKey = "failing" })).Type());
        Assert.Equal(2, (await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "x", idempotencyKey = "failing" })).Version());
    }

    [Fact]
    public async Task A_change_of_nothing_is_answered_again_as_well()
    {
        var id = (await server.CreateAsync("Nothing")).Id();
        var nothing = new { id, expectedVersion = 1, title = "Nothing", idempotencyKey = "nothing" };
        var first = await server.DoAsync("updatePost", nothing);
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Something" });
        Assert.Equal(first.GetRawText(), (await server.DoAsync("updatePost", nothing)).GetRawText());
    }

    [Fact]
    public async Task Five_editors_that_merge_under_keys_merge_once_each()
    {
        var id = (await server.CreateAsync("Keys and merges")).Id();
        object[] edits =
        [
            new { id, expectedVersion = 1, onConflict = "MERGE", title = "T", idempotencyKey = "merge-title" },
            new { id, expectedVersion = 1, onConflict = "MERGE", body = "B", idempotencyKey = "merge-body" },
            new { id, expectedVersion = 1, onConflict = "MERGE", tags = new[] { "t" }, idempotencyKey = "merge-tags" },
        ];
        await Task.WhenAll(Enumerable.Repeat(edits, 4).SelectMany(all => all).Select(edit => server.DoAsync("updatePost", edit)));
        Assert.Equal(4, (await server.FindAsync(id, "version")).Version());
    }

    [Fact]
    public async Task After_24_hours_a_key_is_free_again()
    {
        var first = await server.DoAsync("createPost", new { title = "Old key", body = "Text", idempotencyKey = "old" });
        await server.Database.ForgeAsync("update app.idempotency_keys set used_at = now() - interval '25 hours' where key = 'old'");
        var second = await server.DoAsync("createPost", new { title = "Old key", body = "Other", idempotencyKey = "old" });
        Assert.NotEqual(first.Id(), second.Id());

        await server.Database.ForgeAsync("update app.idempotency_keys set used_at = now() - interval '25 hours' where key = 'old'");
        await using var app = await server.Database.EnterAsync(null, null);
        Assert.Equal(1L, await app.ScalarAsync("select app.forget_keys()"));
        Assert.Equal(0L, await app.ScalarAsync("select app.forget_keys()"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData(null, 201)]
    public async Task A_key_that_cannot_be_kept_is_an_error_that_names_it(string? key, int length = 0)
    {
        var error = Assert.Single(await server.FailWithoutTraceAsync(
            "createPost", new { title = "x", body = "x", idempotencyKey = key ?? new string('k', length) }));
        Assert.Equal(("ValidationError", "idempotencyKey"), (error.Type(), error.Text("field")));
    }
}
