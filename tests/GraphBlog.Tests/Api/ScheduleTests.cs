using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Api;

/// <summary>A schedule that comes due is written into its post, once, by nobody, and told to followers at its moment.</summary>
public sealed class ScheduleTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Readers_are_told_at_the_moment_and_each_once_however_many_servers_there_are()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync();
        await using var three = await StartAsync();
        var cursor = await ChangeStream.CursorAsync(one, TestServer.Guest);
        using var stream = await ChangeStream.OpenAsync(one, TestServer.Guest, cursor);
        var ids = await one.ManyAsync(20, "due");
        var at = DateTimeOffset.UtcNow.AddSeconds(2);
        foreach (var id in ids)
        {
            await one.DoAsync("publishPost", new { id, expectedVersion = 1, publishAt = at });
        }

        var told = new List<string>();
        foreach (var _ in ids)
        {
            var change = await stream.NextAsync();
            told.Add(change.PostId());
            Assert.Equal(("UPDATE", 1, JsonValueKind.Null), (change.Text("action"), change.Version(), change.GetProperty("changedBy").ValueKind));
        }

        Assert.InRange(DateTimeOffset.UtcNow - at, TimeSpan.Zero, TimeSpan.FromSeconds(3));      // a tick of 0.1 s, on a machine that does much else
        Assert.Equal(ids.Order(), told.Order());
        await Task.Delay(300);
        Assert.Equal("20 20 3 SYSTEM nobody", await db.OwnerScalarAsync(
            """
            select concat_ws(' ', count(*), count(distinct record_id), max(version), max(actor_kind), coalesce(max(changed_by)::text, 'nobody'))
              from audit.audit_log where table_name = 'posts' and new_data->>'live_version' = '1' and old_data is not null
               and record_id in (select id from blog.posts_all where slug like 'due-%')
            """));
        Assert.All(await db.ExamineAsync(), finding => Assert.Empty(finding.Problems));

        const string Asked = "auditHistory(first: 1) { nodes { actorKind changedBy { handle } changes { field } } } version status updatedBy { handle }";
        var post = await one.FindAsync(ids[0], Asked);
        Assert.Equal(("SYSTEM", 3, "PUBLISHED", "ada"), (
            post.GetProperty("auditHistory").GetProperty("nodes")[0].Text("actorKind"), post.Version(), post.Text("status"), post.GetProperty("updatedBy").Text("handle")));
    }

    /// <summary>Nothing that the serving role says in its own transaction makes a change nobody's.</summary>
    [Fact]
    public async Task Whoever_settles_by_hand_makes_no_change_anonymous_but_that()
    {
        var (due, other) = (await db.AddPostAsync(Acme, Ada, "Due"), await db.AddPostAsync(Acme, Ada, "Other"));
        await using (var ada = await db.EnterAsync(Acme, Ada))
        {
            await ada.ExecuteAsync($"update blog.posts_all set scheduled_version = 1, publish_at = clock_timestamp() + interval '20 ms' where id = {due}");
            await ada.CommitAsync();
        }

        await Task.Delay(40);
        await using (var grace = await db.EnterAsync(Acme, Grace))
        {
            await grace.ScalarAsync("select set_config('app.actor_kind', 'SYSTEM', true)");
            Assert.Equal(1, await grace.ScalarAsync("select app.settle_due()"));
            await grace.ExecuteAsync($"update blog.posts_all set title = 'Mine' where id = {other} returning set_config('app.current_user_id', '', true)");
            await grace.ExecuteAsync("select 1");
            Assert.Equal("GB001", await grace.RefusalAsync($"update blog.posts_all set title = 'Nobody''s' where id = {other}"));
            await grace.CommitAsync();
        }

        Assert.Equal("3 nobody", await db.OwnerScalarAsync($"select concat_ws(' ', max(version), coalesce(max(changed_by) filter (where version = 3)::text, 'nobody')) from {EntriesOf(due)}"));
        Assert.Equal($"2 {Grace}", await db.OwnerScalarAsync($"select concat_ws(' ', version, changed_by) from {EntriesOf(other)} and version = 2"));
        Assert.All(await db.ExamineAsync(), finding => Assert.Empty(finding.Problems));

        // and doctor sees one that does
        await db.ForgeAsync($"update {EntriesOf(other).Replace("where", "set changed_by = null, actor_kind = 'SYSTEM' where")} and version = 2");
        Assert.Contains(await db.ExamineAsync(), finding => finding.Problems.Any(problem => problem.Contains("names nobody")));
        await db.ForgeAsync($"update {EntriesOf(other).Replace("where", $"set changed_by = {Grace}, actor_kind = 'USER' where")} and version = 2");
    }

    [Fact]
    public async Task A_schedule_in_the_trash_waits_and_one_that_is_not_due_is_left_alone()
    {
        var (trashed, later) = (await db.AddPostAsync(Acme, Ada, "Trashed"), await db.AddPostAsync(Acme, Ada, "Later"));
        await using (var ada = await db.EnterAsync(Acme, Ada))
        {
            await ada.ExecuteAsync($"update blog.posts_all set scheduled_version = 1, publish_at = clock_timestamp() + interval '20 ms' where id = {trashed}");
            await ada.ExecuteAsync($"update blog.posts_all set scheduled_version = 1, publish_at = clock_timestamp() + interval '1 hour' where id = {later}");
            await ada.ExecuteAsync($"update blog.posts_all set deleted_at = now() where id = {trashed}");
            await ada.CommitAsync();
        }

        await Task.Delay(40);
        await using var app = await db.EnterAsync(null, null);
        Assert.Equal(0, await app.ScalarAsync("select app.settle_due()"));
        await using var retention = await db.EnterAsAsync("gb_retention", null, null);
        Assert.Equal(0, await retention.ExecuteAsync("update blog.posts_all set created_at = default"));
        Assert.Equal("42501", await retention.RefusalAsync("update blog.posts_all set title = 'x'"));
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(db, "Production", "--Maintenance:InServer=true", "--Maintenance:ScheduleTick=00:00:00.1");
}
