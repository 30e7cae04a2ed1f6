using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>Organisations keep what they say, the database decides what is past, and one does the upkeep for all.</summary>
public sealed class UpkeepTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string One = "'00000000-0000-0000-0000-000000000001'", Two = "'00000000-0000-0000-0000-000000000002'";

    [Fact]
    public async Task Each_organisation_keeps_its_trash_as_long_as_it_says_and_its_purgeAt_says_when()
    {
        var (ours, theirs) = (await db.AddPostAsync(Acme, Ada, "Ours"), await db.AddPostAsync(Globex, Margaret, "Theirs"));
        await db.TrashAsync(Acme, Ada, ours);
        await db.TrashAsync(Globex, Margaret, theirs);
        await db.ForgeAsync($"update blog.posts_all set deleted_at = now() - interval '10 days' where id in ({ours}, {theirs})");
        await db.OwnerScalarAsync("set role gb_owner; select app.set_retention('acme', 7, null)");
        await using (var acme = await db.EnterAsync(Acme, Ada))
        {
            Assert.Equal(TimeSpan.FromDays(7), await acme.ScalarAsync($"select purge_at - deleted_at from blog.posts_trash where id = {ours}"));
        }

        await using (var globex = await db.EnterAsync(Globex, Margaret))
        {
            Assert.Equal(TimeSpan.FromDays(30), await globex.ScalarAsync($"select purge_at - deleted_at from blog.posts_trash where id = {theirs}"));
        }

        Assert.Equal([$"acme: 1 records of the trash; 0 entries of the log"], await Persistence.Upkeep.UpkeepPlan.ReadAsync(db.Owner, CancellationToken.None));
        Assert.Equal(["1: purged 1 records of the trash"], (await db.UpkeepAsync()).Organisations.Select(one => $"{one.Key}: {one.Value}"));
        Assert.Equal(theirs, await db.OwnerScalarAsync($"select id from blog.posts_all where id in ({ours}, {theirs})"));
        Assert.Equal("UPDATE by nobody", await db.OwnerScalarAsync(
            "select concat_ws(' ', action, 'by', coalesce(changed_by::text, 'nobody')) from audit.audit_log where table_name = 'organisations' and new_data->>'trash_days' = '7'"));
        await db.OwnerScalarAsync("set role gb_owner; select app.set_retention('acme', null, null)");
    }

    [Fact]
    public async Task What_is_kept_for_less_than_a_month_is_refused()
    {
        await using var owner = await db.EnterAsAsync("default", null, null);      // the superuser, since gb_owner alone is no member of other roles
        await owner.ExecuteAsync("set local role gb_owner");
        Assert.Equal("23514", await owner.RefusalAsync("select app.set_retention('acme', 30, 29)"));
        Assert.Equal("23514", await owner.RefusalAsync("select app.set_retention('acme', 0, 30)"));
        Assert.Equal("23514", await owner.RefusalAsync("select app.set_retention(null, null, 29)"));
        Assert.Equal("GB002", await owner.RefusalAsync("select app.set_retention('nobody', 30, 30)"));
        Assert.Null(await owner.RefusalAsync("select app.set_retention('acme', 1, 30)"));
    }

    /// <summary>A month that one organisation keeps and another does not; a record whose history crosses its end.</summary>
    [Fact]
    public async Task A_month_that_others_keep_loses_the_entries_of_who_does_not_and_every_history_is_whole_as_far_as_it_is_kept()
    {
        var (ours, theirs) = (await db.AddPostAsync(Acme, Ada, "Ours"), await db.AddPostAsync(Globex, Margaret, "Theirs"));
        foreach (var (org, user, post) in new[] { (Acme, Ada, ours), (Globex, Margaret, theirs) })
        {
            await using var session = await db.EnterAsync(org, user);
            for (var i = 0; i < 4; i++)
            {
                await session.ExecuteAsync($"update blog.posts_all set title = 'Edit {i}' where id = {post}");
            }

            await session.CommitAsync();
        }

        // three months ago: versions 1 to 3, and the row that said so
        await db.OwnerScalarAsync("set role gb_owner; select audit.add_month(now() - interval '3 months')");
        const string Then = "date_trunc('month', now(), 'UTC') - interval '70 days'";
        await db.ForgeAsync(
            $"""
            update audit.audit_log set changed_at = {Then} + version * interval '1 hour' where table_name = 'posts' and record_id in ({ours}, {theirs}) and version <= 3;
            update audit.audit_log e set previous_at = p.changed_at from audit.audit_log p
             where e.table_name = 'posts' and e.record_id in ({ours}, {theirs}) and p.table_name = 'posts' and p.record_id = e.record_id and p.version = e.version - 1;
            update audit.audit_log set new_data = new_data || jsonb_build_object('created_at', changed_at) where table_name = 'posts' and record_id in ({ours}, {theirs}) and version = 1;
            update blog.posts_all p set created_at = e.changed_at from audit.audit_log e where e.table_name = 'posts' and e.record_id = p.id and e.version = 1 and p.id in ({ours}, {theirs})
            """);
        Assert.All(await db.ExamineAsync(), finding => Assert.Empty(finding.Problems));
        await db.OwnerScalarAsync("set role gb_owner; select app.set_retention('globex', null, 30)");

        // a batch that ends in the middle of the month leaves nothing that contradicts anything
        await using (var app = await db.EnterAsync(Acme, Ada))
        {
            await app.ScalarAsync($"select app.lead_upkeep({One})");
            Assert.Equal(2L, await app.ScalarAsync($"select audit.delete_past({One}, 2, 2)"));
            Assert.Equal(0L, await app.ScalarAsync($"select audit.delete_past({One}, 1, 2)"));
            await app.ScalarAsync($"select app.end_upkeep({One}, false)");
            await app.CommitAsync();
        }

        Assert.All(await db.ExamineAsync(), finding => Assert.Empty(finding.Problems));
        var done = await db.UpkeepAsync();
        Assert.Equal((1, 0), (done.Deleted, done.Dropped.Count));
        Assert.All(await db.ExamineAsync(), finding => Assert.Empty(finding.Problems));
        Assert.Equal("5 2", await db.OwnerScalarAsync(
            $"select concat_ws(' ', count(*) filter (where org_id = 1), count(*) filter (where org_id = 2)) from audit.audit_log where table_name = 'posts' and record_id in ({ours}, {theirs})"));

        await db.OwnerScalarAsync("set role gb_owner; select app.set_retention('acme', null, 30)");
        Assert.Single((await db.UpkeepAsync()).Dropped);
        Assert.All(await db.ExamineAsync(), finding => Assert.Empty(finding.Problems));
        await db.OwnerScalarAsync($"set role gb_owner; set app.current_org_id = '2'; select app.set_retention('acme', null, null), app.set_retention('globex', null, null)");
    }

    [Fact]
    public async Task Nobody_deletes_an_entry_that_is_not_past_whatever_policy_says_so()
    {
        await using (var retention = await db.EnterAsAsync("gb_retention", null, null, "alter policy past on audit.audit_log using (true)"))
        {
            Assert.Equal("GB005", await retention.RefusalAsync("delete from audit.audit_log"));
        }

        await using var owner = await db.EnterAsAsync("gb_owner", Acme, null);
        Assert.Equal("GB005", await owner.RefusalAsync("delete from audit.audit_log where org_id = 1"));
    }

    [Fact]
    public async Task One_leads_until_it_has_done_it_or_is_not_heard_of()
    {
        await using var app = await db.EnterAsync(null, null);
        Assert.Equal(false, await app.ScalarAsync($"select app.lead_upkeep({One}, '1 day')"));      // done when it was migrated
        Assert.Equal(true, await app.ScalarAsync($"select app.lead_upkeep({One})"));
        Assert.Equal(true, await app.ScalarAsync($"select app.lead_upkeep({One})"));
        Assert.Equal(false, await app.ScalarAsync($"select app.lead_upkeep({Two})"));
        Assert.Equal("GB021", await app.RefusalAsync($"select audit.drop_past_month({Two})"));
        Assert.Equal("GB021", await app.RefusalAsync("select audit.drop_past_month(null)"));
        await app.ScalarAsync($"select app.end_upkeep({Two}, true)");
        Assert.Equal(false, await app.ScalarAsync($"select app.lead_upkeep({Two})"));
        await app.ScalarAsync($"select app.end_upkeep({One}, true)");
        Assert.Equal(false, await app.ScalarAsync($"select app.lead_upkeep({Two}, '1 hour')"));
        Assert.Equal(true, await app.ScalarAsync($"select app.lead_upkeep({Two})"));

        await app.ExecuteAsync("reset session authorization");
        await using var late = await db.EnterAsAsync("gb_app", null, null, $"update app.upkeep set leader = {One}, leads_until = now() - interval '1 second'");
        Assert.Equal(true, await late.ScalarAsync($"select app.lead_upkeep({Two}, '1 day')"));
    }

    [Fact]
    public async Task What_nobody_has_done_for_two_days_is_a_warning_and_keeps_nobody_from_serving()
    {
        await using var app = await db.EnterAsAsync("gb_app", null, null, "update app.upkeep set ended_at = now() - interval '49 hours'");
        Assert.StartsWith("no upkeep since ", Assert.Single(await app.ColumnAsync<string>("select problem from app.warnings()")));
        Assert.Empty(await app.LintAsync());
    }

    /// <summary>A database that is older than its settings loses nothing until somebody has said how long its log is kept.</summary>
    [Fact]
    public async Task A_log_of_which_nobody_has_said_how_long_it_is_kept_is_kept()
    {
        await using var app = await db.EnterAsAsync(
            "gb_app", null, null, "update app.upkeep set audit_days = null; set local role gb_owner; select audit.add_month('2020-01-01Z'); reset role");
        await app.ScalarAsync($"select app.lead_upkeep({One})");
        Assert.Null(await app.ScalarAsync($"select audit.drop_past_month({One})"));
        Assert.StartsWith("nobody has said how long", Assert.Single(await app.ColumnAsync<string>("select problem from app.warnings()")));
    }
}
