using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Api.PostChanges;

namespace GraphBlog.Tests.Api;

/// <summary>Several posts changed at once, all or none.</summary>
public sealed class ChangePostsTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task All_kinds_are_one_transaction_under_one_request_and_say_what_became_of_each()
    {
        var (updated, deleted) = (await server.IdAsync("To be updated"), await server.IdAsync("To be deleted"));
        var trashed = (await server.CreateTrashedAsync("To be restored")).PostId();
        var answer = await server.PostAsync(
            Change,
            new { input = new { changes = new object[] { Delete(deleted), Update(updated, 1, "Updated"), new { restore = new { id = trashed, expectedVersion = 2, slug = "restored-elsewhere" } } } } },
            TestServer.Grace,
            ("X-Request-Id", "bulk-1"));
        var posts = answer.Data.GetProperty("changePosts").GetProperty("posts").EnumerateArray().ToList();
        Assert.Equal(
            ["0 - 2", "1 Updated 2 -", "2 To be restored 3 -"],
            posts.Select(one => $"{one.GetProperty("index")} {Post(one)} {(one.GetProperty("trashedPost") is { ValueKind: JsonValueKind.Object } gone ? gone.Version() : "-")}"));
        Assert.Equal(deleted, posts[0].GetProperty("trashedPost").PostId());
        Assert.Equal("restored-elsewhere", posts[2].GetProperty("post").Text("slug"));
        Assert.Equal("1 3 TRASH,UPDATE,RESTORE 2", await server.Database.OwnerScalarAsync(
            "select concat_ws(' ', count(distinct tx), count(*), string_agg(action, ',' order by id), min(changed_by)) from audit.audit_log where request_id = 'bulk-1'"));

        static string Post(JsonElement one) => one.GetProperty("post") is { ValueKind: JsonValueKind.Object } post ? $"{post.Text("title")} {post.Version()}" : "-";
    }

    [Fact]
    public async Task Of_a_hundred_with_one_stale_nothing_is_written_and_one_error_says_which()
    {
        var ids = await server.ManyAsync(100, "stale");
        await server.DoAsync("updatePost", new { id = ids[62], expectedVersion = 1, title = "Newer" });
        var before = await server.ChangesAsync();
        var errors = await server.FailToChangeAsync([.. ids.Select((id, i) => i % 2 == 0 ? Update(id, 1, $"Changed {i}") : Delete(id))]);
        var error = Assert.Single(errors);
        Assert.Equal(
            (62, "ConcurrencyError", 2, "Newer"),
            (error.GetProperty("index").GetInt32(), Error(error).Type(), Error(error).GetProperty("currentVersion").GetInt32(), Error(error).GetProperty("current").Text("title")));
        Assert.Equal(before, await server.ChangesAsync());

        await server.ChangeAsync([.. ids.Select((id, i) => i % 2 == 0 ? Update(id, i == 62 ? 2 : 1, $"Changed {i}") : Delete(id))]);
        Assert.Equal(before + 100, await server.ChangesAsync());
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        var (stale, fine, taken, invalid, live) = (await server.IdAsync("Stale one"), await server.IdAsync("Fine one"), await server.IdAsync("Taken one"), await server.IdAsync("Invalid one"), await server.IdAsync("Live one"));
        await server.CreateAsync("Somebody else's", "taken-slug", TestServer.Linus);
        await server.DoAsync("updatePost", new { id = stale, expectedVersion = 1, title = "Newer" });
        var before = await server.ChangesAsync();
        var errors = await server.FailToChangeAsync(
            Update(fine, 1, "Finer"),
            Update(stale, 1, "Older"),
            new { update = new { id = taken, expectedVersion = 1, slug = "taken-slug" } },
            new { update = new { id = invalid, expectedVersion = 1, title = "", slug = "Not a slug" } },
            Delete(ApiCalls.PostId(4_000_000)),
            new { restore = new { id = live, expectedVersion = 1 } },
            new { delete = new { id = fine, expectedVersion = 1 } },
            new { update = new { id = await server.IdAsync("Keyed"), expectedVersion = 1, title = "x", idempotencyKey = "own" } });
        Assert.Equal(
            [
                "1 ConcurrencyError", "2 SlugTakenError", "3 ValidationError title", "3 ValidationError slug", "4 PostNotFoundError", "5 PostNotFoundError", "6 ValidationError id",
                "7 ValidationError idempotencyKey",
            ],
            errors.Select(error => $"{error.GetProperty("index")} {Error(error).Type()} {(Error(error).TryGetProperty("field", out var field) ? field.GetString() : "")}".TrimEnd()));
        Assert.Equal("taken-slug-2", Error(errors[1]).Text("suggestion"));
        Assert.Equal("changes[0] is of the same post.", Error(errors[6]).Text("message"));
        Assert.Equal(before + 1, await server.ChangesAsync());      // the post that has a key of its own
    }

    [Fact]
    public async Task A_slug_goes_from_one_post_to_the_next_in_the_order_of_the_changes()
    {
        var (old, next) = (await server.IdAsync("Handover"), await server.IdAsync("Handover too"));
        var taking = new { update = new { id = next, expectedVersion = 1, slug = "handover" } };
        Assert.Equal("SlugTakenError", Error(Assert.Single(await server.FailToChangeAsync(taking, Delete(old)))).Type());
        await server.ChangeAsync(Delete(old), taking);
        Assert.Equal("handover", (await server.FindAsync(next, "slug")).Text("slug"));
        var back = Error(Assert.Single(await server.FailToChangeAsync(Update(next, 2, "Still"), new { restore = new { id = old, expectedVersion = 2 } })));
        Assert.Equal(("SlugTakenError", "handover-2"), (back.Type(), back.Text("suggestion")));
    }

    [Fact]
    public async Task Versions_go_live_and_are_taken_away_together()
    {
        var (draft, edited, live, later) = (await server.IdAsync("To go live"), await server.PublishAsync("To go on"), await server.PublishAsync("To go"), await server.IdAsync("To go live later"));
        await server.DoAsync("updatePost", new { id = edited, expectedVersion = 1, title = "To go on, edited" });
        object Publish(string id, int expectedVersion, string? publishAt = null) => new { publish = new { id, expectedVersion, publishAt } };
        var stale = Assert.Single(await server.FailToChangeAsync(Publish(draft, 1), Publish(edited, 1), new { unpublish = new { id = live, expectedVersion = 1 } }));
        Assert.Equal((1, "ConcurrencyError"), (stale.GetProperty("index").GetInt32(), Error(stale).Type()));
        Assert.Equal("To go on", (await server.FindAsync(edited, "title", TestServer.Guest)).Text("title"));

        await server.ChangeAsync(Publish(draft, 1), Publish(edited, 2), new { unpublish = new { id = live, expectedVersion = 1 } }, Publish(later, 1, "2030-01-01T00:00:00Z"));
        Assert.Equal("To go on, edited", (await server.FindAsync(edited, "title", TestServer.Guest)).Text("title"));
        Assert.Equal("To go live", (await server.FindAsync(draft, "title", TestServer.Guest)).Text("title"));
        Assert.Equal(JsonValueKind.Null, (await server.FindAsync(live, "title", TestServer.Guest)).ValueKind);
        Assert.Equal(1, (await server.FindAsync(later, "scheduledVersion")).GetProperty("scheduledVersion").GetInt32());
    }

    [Fact]
    public async Task A_public_address_goes_from_one_post_to_the_next_in_the_order_of_the_changes()
    {
        var first = await server.PublishAsync("Public address");
        await server.DoAsync("updatePost", new { id = first, expectedVersion = 1, slug = "public-address-moved" });
        var next = (await server.CreateAsync("Public address of another", "public-address")).Id();
        object[] changes = [new { publish = new { id = first, expectedVersion = 2 } }, new { publish = new { id = next, expectedVersion = 1 } }];
        var taken = Assert.Single(await server.FailToChangeAsync([.. changes.Reverse()]));
        Assert.Equal((0, "SlugTakenError"), (taken.GetProperty("index").GetInt32(), Error(taken).Type()));
        await server.ChangeAsync(changes);
        Assert.Equal("Public address of another", (await server.QueryAsync("{ postBySlug(slug: \"public-address\", perspective: LIVE) { title } }")).GetProperty("postBySlug").Text("title"));
    }

    [Fact]
    public async Task What_can_be_merged_is_merged_and_what_cannot_is_told()
    {
        var (mergeable, conflicting) = (await server.IdAsync("To merge"), await server.IdAsync("To conflict"));
        await server.DoAsync("updatePost", new { id = mergeable, expectedVersion = 1, body = "By somebody else" });
        await server.DoAsync("updatePost", new { id = conflicting, expectedVersion = 1, title = "Theirs" });
        object Merging(string id) => new { update = new { id, expectedVersion = 1, title = "Mine", onConflict = "MERGE" } };
        var error = Assert.Single(await server.FailToChangeAsync(Merging(mergeable), Merging(conflicting)));
        Assert.Equal((1, "title"), (error.GetProperty("index").GetInt32(), Error(error).GetProperty("conflicts")[0].Text("field")));
        await server.ChangeAsync(Merging(mergeable), Update(conflicting, 2, "Mine"));
        var merged = await server.FindAsync(mergeable, "title body version");
        Assert.Equal(("Mine", "By somebody else", 3), (merged.Text("title"), merged.Text("body"), merged.Version()));
    }

    [Fact]
    public async Task A_change_of_nothing_answers_the_post_and_makes_no_version()
    {
        var (same, empty) = (await server.IdAsync("The same"), await server.IdAsync("Empty"));
        var before = await server.ChangesAsync();
        var posts = await server.ChangeAsync(Update(same, 1, "The same"), new { update = new { id = empty, expectedVersion = 1 } });
        Assert.Equal([1, 1], posts.Select(one => one.GetProperty("post").Version()));
        Assert.Equal(before, await server.ChangesAsync());
        Assert.Empty(await server.ChangeAsync());
    }

    [Fact]
    public async Task A_retry_answers_the_same_and_another_input_under_the_key_is_a_mismatch()
    {
        var (updated, deleted, unchanged) = (await server.IdAsync("Retried"), await server.IdAsync("Retried too"), await server.IdAsync("Retried in vain"));
        object input = new { changes = new[] { Update(updated, 1, "Once"), Delete(deleted), Update(unchanged, 1, "Retried in vain") }, idempotencyKey = "bulk" };
        var first = await server.AskAsync(input);
        var before = await server.ChangesAsync();
        Assert.Equal(first.GetRawText(), (await server.AskAsync(input)).GetRawText());
        await server.ChangeAsync(Update(updated, 2, "Since"), new { restore = new { id = deleted, expectedVersion = 2 } });
        Assert.Equal(first.GetRawText(), (await server.AskAsync(input)).GetRawText());
        Assert.Equal(before + 2, await server.ChangesAsync());
        var error = Assert.Single((await server.AskAsync(new { changes = new[] { Update(updated, 3, "Other") }, idempotencyKey = "bulk" })).GetProperty("errors").EnumerateArray());
        Assert.Equal((-1, "IdempotencyMismatchError"), (error.GetProperty("index").GetInt32(), Error(error).Type()));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{ update: null }")]
    [InlineData("{ update: { id: \"UG9zdDox\", expectedVersion: 1 }, delete: { id: \"UG9zdDox\", expectedVersion: 1 } }")]
    public async Task A_change_is_of_exactly_one_kind(string change)
        => Assert.Contains("'PostChangeInput' takes exactly one field, and not null.", (await server.PostAsync($"mutation {{ changePosts(input: {{ changes: [{change}] }}) {{ posts {{ index }} }} }}")).Body);

    [Fact]
    public async Task Introspection_says_so()
        => Assert.True((await server.QueryAsync("{ __type(name: \"PostChangeInput\") { isOneOf } }")).GetProperty("__type").GetProperty("isOneOf").GetBoolean());

    [Fact]
    public async Task A_hundred_are_the_most()
    {
        var ids = await server.ManyAsync(101, "most");
        var error = Assert.Single(await server.FailToChangeAsync([.. ids.Select(id => Update(id, 1, "More"))]));
        Assert.Equal((100, "ValidationError", "changes"), (error.GetProperty("index").GetInt32(), Error(error).Type(), Error(error).Text("field")));
    }
}
