using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>What readers see of a post is the version that was published, and nothing that was written since.</summary>
public sealed class PublicationTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Fields = "version title slug status liveVersion hasUnpublishedChanges scheduledVersion publishAt";

    [Fact]
    public async Task Readers_go_on_seeing_what_was_published_while_it_is_edited_until_that_very_version_is_published()
    {
        var id = await server.PublishAsync("Approved");
        var edited = await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Half a sent", slug = "half-a-sent" });
        Assert.Equal((2, "PUBLISHED"), (edited.Version(), edited.Text("status")));
        Assert.Equal("1 Approved PUBLISHED 1 False", Said(await server.FindAsync(id, Fields, Guest)));
        Assert.Equal("1 Approved PUBLISHED 1 False", Said(await server.FindAsync(id, Fields, Linus)));
        Assert.Equal("2 Half a sent PUBLISHED 1 True", Said(await server.FindAsync(id, Fields)));
        Assert.Equal("1 Approved PUBLISHED 1 False", Said(await LiveAsync(id)));
        Assert.Equal((true, false), (await IsAtAsync("approved", Guest), await IsAtAsync("half-a-sent", Guest)));
        Assert.Equal((false, true), (await IsAtAsync("approved", Ada), await IsAtAsync("half-a-sent", Ada)));

        var published = await server.DoAsync("publishPost", new { id, expectedVersion = 2 });
        Assert.Equal("3 Half a sent PUBLISHED 2 False", Said(published));
        Assert.Equal("2 Half a sent PUBLISHED 2 False", Said(await server.FindAsync(id, Fields, Guest)));
        Assert.Equal((false, true), (await IsAtAsync("approved", Guest), await IsAtAsync("half-a-sent", Guest)));
        var history = await server.HistoryAsync(id, "version action changes { field before after }");
        Assert.Equal(["3 PUBLISH", "2 UPDATE", "1 CREATE"], history.Select(entry => $"{entry.Version()} {entry.Text("action")}"));
        Assert.Equal("""[{"field":"liveVersion","before":1,"after":2}]""", history[0].GetProperty("changes").GetRawText());
    }

    [Fact]
    public async Task Who_publishes_a_version_that_somebody_has_changed_publishes_nothing()
    {
        var id = (await server.CreateAsync("To be approved")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Not what was approved" }, Grace);
        var error = Assert.Single(await server.FailWithoutTraceAsync("publishPost", new { id, expectedVersion = 1 }));
        Assert.Equal(("ConcurrencyError", 2), (error.Type(), error.GetProperty("currentVersion").GetInt32()));
        Assert.Equal("PostNotFoundError", Assert.Single(await server.FailWithoutTraceAsync("publishPost", new { id, expectedVersion = 2 }, Margaret)).Type());
        Assert.Equal(JsonValueKind.Null, (await server.FindAsync(id, Fields, Guest)).ValueKind);
    }

    [Fact]
    public async Task A_status_that_is_named_publishes_what_the_change_makes_and_any_other_takes_it_away()
    {
        var id = (await server.CreateAsync("Named")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Named at once", status = "PUBLISHED" });
        await server.DoAsync("updatePost", new { id, expectedVersion = 2, title = "Named later" });
        Assert.Equal("2 Named at once PUBLISHED 2 False", Said(await server.FindAsync(id, Fields, Guest)));
        await server.DoAsync("updatePost", new { id, expectedVersion = 3, status = "PUBLISHED" });
        Assert.Equal("4 Named later PUBLISHED 4 False", Said(await server.FindAsync(id, Fields, Guest)));
        Assert.Equal(4, (await server.DoAsync("updatePost", new { id, expectedVersion = 4, status = "PUBLISHED" })).Version());      // a change of nothing

        Assert.Equal("5 Named later DRAFT  False", Said(await server.DoAsync("unpublishPost", new { id, expectedVersion = 4 })));
        Assert.Equal(JsonValueKind.Null, (await server.FindAsync(id, Fields, Guest)).ValueKind);
        Assert.Equal(JsonValueKind.Null, (await LiveAsync(id)).ValueKind);
        Assert.Equal(["UNPUBLISH", "PUBLISH", "UPDATE", "PUBLISH", "CREATE"], (await server.HistoryAsync(id, "action")).Select(entry => entry.Text("action")));
    }

    [Fact]
    public async Task A_scheduled_version_is_live_from_its_moment_on_and_a_later_edit_does_not_slip_in()
    {
        var id = await server.PublishAsync("Until then");
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "From then on" });
        var moment = DateTimeOffset.UtcNow.AddSeconds(2);
        var scheduled = await server.DoAsync("publishPost", new { id, expectedVersion = 2, publishAt = moment });
        Assert.Equal((2, 1), (scheduled.GetProperty("scheduledVersion").GetInt32(), scheduled.GetProperty("liveVersion").GetInt32()));
        await server.DoAsync("updatePost", new { id, expectedVersion = 3, title = "Too late" });
        Assert.Equal("1 Until then PUBLISHED 1 False", Said(await server.FindAsync(id, Fields, Guest)));

        await Task.Delay(moment.AddMilliseconds(50) - DateTimeOffset.UtcNow);
        Assert.Equal("2 From then on PUBLISHED 2 False", Said(await server.FindAsync(id, Fields, Guest)));
        Assert.Equal("4 Too late PUBLISHED 2 True", Said(await server.FindAsync(id, Fields)));
        var times = (await server.HistoryAsync(id, "changedAt")).Select(entry => entry.GetProperty("changedAt").GetString()).Reverse().ToList();
        var before = await server.FindAsync(
            id, string.Join(' ', times.Append($"{moment:O}").Select((at, i) => $"at{i}: liveAt(moment: \"{at}\") {{ version title }}")));
        Assert.Equal([1, 1, 1, 1, 2], before.EnumerateObject().Select(at => at.Value.Version()));

        await server.DoAsync("updatePost", new { id, expectedVersion = 4, title = "The next" });
        Assert.Equal("5 The next PUBLISHED 2 True", Said(await server.FindAsync(id, Fields)));
        Assert.Equal("UPDATE", (await server.HistoryAsync(id, "action"))[0].Text("action"));
    }

    [Fact]
    public async Task A_draft_that_is_scheduled_is_a_draft_until_its_moment_and_can_be_called_back()
    {
        var id = (await server.CreateAsync("Tomorrow's")).Id();
        var scheduled = await server.DoAsync("publishPost", new { id, expectedVersion = 1, publishAt = DateTimeOffset.UtcNow.AddDays(1) });
        Assert.Equal(("DRAFT", JsonValueKind.Null), (scheduled.Text("status"), scheduled.GetProperty("liveVersion").ValueKind));
        Assert.Equal(JsonValueKind.Null, (await server.FindAsync(id, Fields, Guest)).ValueKind);
        var called = await server.DoAsync("unpublishPost", new { id, expectedVersion = 2 });
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (called.GetProperty("publishAt").ValueKind, called.GetProperty("scheduledVersion").ValueKind));
        Assert.Equal(["UNPUBLISH", "PUBLISH", "CREATE"], (await server.HistoryAsync(id, "action")).Select(entry => entry.Text("action")));

        var past = await server.DoAsync("publishPost", new { id, expectedVersion = 3, publishAt = DateTimeOffset.UtcNow.AddDays(-1) });
        Assert.Equal("4 Tomorrow's PUBLISHED 3 False", Said(past));
        var error = Assert.Single(await server.FailWithoutTraceAsync("publishPost", new { id, expectedVersion = 4, publishAt = "2226-01-01T00:00:00Z" }));
        Assert.Equal(("ValidationError", "publishAt"), (error.Type(), error.Text("field")));
    }

    [Fact]
    public async Task No_two_posts_are_live_at_one_address_also_where_one_has_left_it_in_its_working_copy_alone()
    {
        var id = await server.PublishAsync("Holder");
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, slug = "holder-moved" });
        var other = (await server.CreateAsync("Wants it", "holder")).Id();
        var error = Assert.Single(await server.FailWithoutTraceAsync("publishPost", new { id = other, expectedVersion = 1 }));
        Assert.Equal(("SlugTakenError", "holder", "holder-2"), (error.Type(), error.Text("slug"), error.Text("suggestion")));
        await server.DoAsync("publishPost", new { id, expectedVersion = 2 });
        await server.DoAsync("publishPost", new { id = other, expectedVersion = 1 });
        Assert.Equal("Wants it", (await server.QueryAsync("{ postBySlug(slug: \"holder\") { title } }", user: Guest)).GetProperty("postBySlug").Text("title"));
    }

    [Fact]
    public async Task What_comes_back_from_the_trash_is_what_went_and_under_another_address_what_was_approved_at_most()
    {
        var (same, moved, edited) = (await server.PublishAsync("Same"), await server.PublishAsync("Moved"), await server.PublishAsync("Edited"));
        await server.DoAsync("updatePost", new { id = same, expectedVersion = 1, title = "Same, edited" });
        await server.DoAsync("updatePost", new { id = edited, expectedVersion = 1, title = "Not approved" });
        foreach (var (id, version) in new[] { (same, 2), (moved, 1), (edited, 2) })
        {
            await server.DoAsync("deletePost", new { id, expectedVersion = version });
            Assert.Equal(JsonValueKind.Null, (await server.FindAsync(id, Fields, Guest)).ValueKind);
        }

        await server.DoAsync("restorePost", new { id = same, expectedVersion = 3 });
        await server.DoAsync("restorePost", new { id = moved, expectedVersion = 2, slug = "moved-away" });
        await server.DoAsync("restorePost", new { id = edited, expectedVersion = 3, slug = "edited-away" });
        Assert.Equal("1 Same PUBLISHED 1 False", Said(await server.FindAsync(same, Fields, Guest)));
        Assert.Equal("3 Moved PUBLISHED 3 False", Said(await server.FindAsync(moved, Fields, Guest)));
        Assert.Equal(JsonValueKind.Null, (await server.FindAsync(edited, Fields, Guest)).ValueKind);
        Assert.Equal("4 Not approved DRAFT  False", Said(await server.FindAsync(edited, Fields)));
    }

    [Fact]
    public async Task A_search_finds_what_a_perspective_shows_and_comments_stay_with_the_live_version()
    {
        var id = await server.PublishAsync("Quagga");
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Okapi" });
        Assert.Equal((1, 0), (await FoundAsync("quagga", Guest, ""), await FoundAsync("okapi", Guest, "")));
        Assert.Equal((1, 0), (await FoundAsync("quagga", Guest, ", perspective: WORKING"), await FoundAsync("okapi", Guest, ", perspective: WORKING")));
        Assert.Equal((0, 1), (await FoundAsync("quagga", Grace, ""), await FoundAsync("okapi", Grace, "")));
        Assert.Equal((1, 0), (await FoundAsync("quagga", Grace, ", perspective: LIVE"), await FoundAsync("okapi", Grace, ", perspective: LIVE, order: [{ title: ASC }]")));

        var comment = (await server.CommentAsync(id, user: Linus)).Id();
        Assert.Equal("Quagga", (await server.FindCommentAsync(comment, "post { title }", Guest)).GetProperty("post").Text("title"));
        Assert.Equal("Okapi", (await server.FindCommentAsync(comment, "post { title }", Grace)).GetProperty("post").Text("title"));
    }

    private async Task<JsonElement> LiveAsync(string id)
        => (await server.QueryAsync($"query($id: ID!) {{ post(id: $id, perspective: LIVE) {{ {Fields} }} }}", new { id })).GetProperty("post");

    private async Task<bool> IsAtAsync(string slug, string user)
        => (await server.QueryAsync("query($slug: String!) { postBySlug(slug: $slug) { id } }", new { slug }, user)).GetProperty("postBySlug").ValueKind
            == JsonValueKind.Object;

    private async Task<int> FoundAsync(string word, string user, string more)
        => (await server.QueryAsync($"{{ posts(first: 5, search: \"{word}\"{more}) {{ totalCount }} }}", user: user))
            .GetProperty("posts").GetProperty("totalCount").GetInt32();

    private static string Said(JsonElement post)
        => $"{post.Version()} {post.Text("title")} {post.Text("status")} {post.GetProperty("liveVersion")} {post.GetProperty("hasUnpublishedChanges").GetBoolean()}";
}
