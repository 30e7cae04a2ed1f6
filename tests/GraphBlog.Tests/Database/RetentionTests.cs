using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>The clean-up removes what is past its keep time and nothing else; the log always has a place for the next entry.</summary>
public sealed class RetentionTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string ThisMonth = "audit_log_' || to_char(now() at time zone 'UTC', 'YYYYMM')";

    [Fact]
    public async Task Retention_purges_the_trash_past_its_keep_time_of_every_organisation_and_nothing_younger()
    {
        var (live, young) = (await db.AddPostAsync(Acme, Ada, "Live"), await db.AddPostAsync(Acme, Ada, "Young"));
        var (ours, theirs) = (await db.AddPostAsync(Acme, Ada, "Old"), await db.AddPostAsync(Globex, Margaret, "Old"));
        await db.TrashAsync(Acme, Ada, young);
        await db.TrashAsync(Acme, Ada, ours);
        await db.TrashAsync(Globex, Margaret, theirs);
        await db.ForgeAsync($"update blog.posts_all set deleted_at = now() - interval '29 days 23 hours' where id = {young}");
        await db.ForgeAsync($"update blog.posts_all set deleted_at = now() - interval '30 days 1 hour' where id in ({ours}, {theirs})");

        // Even without a WHERE: the policy shows nothing else.
        await db.StopsAsync(
            async retention => await retention.ExecuteAsync("delete from blog.posts_all where deleted_at is not null") > 2,
            "alter policy retention on blog.posts_all using (true)", role: "gb_retention", org: null, user: null);

        await using (var retention = await db.EnterAsAsync("gb_retention", null, null))
        {
            Assert.Equal("42501", await retention.RefusalAsync("select title from blog.posts_all"));
        }

        // The serving role has it done, and says neither what goes nor who did it: whatever it says is not heard.
        await using var session = await db.EnterAsync(Acme, Grace);
        const string Purge = "select app.purge_past('00000000-0000-0000-0000-000000000001', ";
        Assert.Equal("GB021", await session.RefusalAsync($"{Purge} 1, 1)"));
        Assert.Equal(true, await session.ScalarAsync("select app.lead_upkeep('00000000-0000-0000-0000-000000000001')"));
        await session.ScalarAsync("select set_config('app.actor_kind', 'SERVICE', true), set_config('app.scope', 'write:drafts', true)");
        foreach (var (org, purged) in new[] { (1, 1L), (1, 0L), (2, 1L), (2, 0L) })
        {
            Assert.Equal(purged, await session.ScalarAsync($"{Purge} {org}, 1)"));
        }

        await session.ScalarAsync("select app.end_upkeep('00000000-0000-0000-0000-000000000001', true)");
        await session.ExecuteAsync("set constraints all immediate");
        await session.CommitAsync();
        await using var asked = await db.EnterAsAsync("gb_backup", null, null);
        Assert.Equal([live, young], await asked.ColumnAsync<long>(
            $"select id from blog.posts_all where id in ({live}, {young}, {ours}, {theirs}) order by id"));
        Assert.Equal(["1 3 SYSTEM", "2 3 SYSTEM"], await asked.ColumnAsync<string>(
            $"""
            select concat_ws(' ', org_id, version, actor_kind) from audit.audit_log
             where table_name = 'posts' and record_id in ({ours}, {theirs}) and action = 'PURGE' and changed_by is null order by 1
            """));
    }

    [Theory]
    [InlineData("1 second", 0)]
    [InlineData("-1 second", 1)]
    public async Task The_log_loses_whole_months_one_at_a_time_and_only_when_all_of_a_month_is_past_its_keep_time(string later, int months)
    {
        // all of what came before February 2020 is as old as it may be, but for a second
        await using var session = await db.EnterAsAsync(
            "gb_app", null, null,
            $"""
            update blog.organisations set audit_days = null;
            alter table app.upkeep drop constraint upkeep_audit_days_check;
            set local role gb_owner; select audit.add_month('2020-01-01Z'), audit.add_month('2020-02-01Z'); reset role;
            create or replace function audit.past_before(p_org bigint) returns timestamptz language sql stable security definer
              return date_trunc('month', timestamptz '2020-02-01Z' - interval '{later}', 'UTC')
            """);
        await session.ScalarAsync("select app.lead_upkeep('00000000-0000-0000-0000-000000000001')");
        for (var i = 0; i < months; i++)
        {
            Assert.Equal("audit_log_202001", await session.ScalarAsync("select audit.drop_past_month('00000000-0000-0000-0000-000000000001')"));
        }

        Assert.Null(await session.ScalarAsync("select audit.drop_past_month('00000000-0000-0000-0000-000000000001')"));
    }

    [Fact]
    public async Task The_application_makes_the_months_ahead_and_a_second_time_makes_none()
    {
        const string LastMonth = """
            do $$ begin
              execute 'drop table audit.audit_log_' || to_char(date_trunc('month', now() at time zone 'UTC') + interval '3 months', 'YYYYMM');
            end $$
            """;
        await using var app = await db.EnterAsAsync("gb_app", null, null, LastMonth);
        Assert.Equal(1, await app.ScalarAsync("select audit.ensure_partitions()"));
        Assert.Equal(0, await app.ScalarAsync("select audit.ensure_partitions(3)"));
        Assert.Equal("GB006", await app.RefusalAsync("select audit.ensure_partitions(4)"));
        Assert.Empty(await app.LintAsync());
        await app.ExecuteAsync("reset session authorization");
        Assert.Equal(2, await app.ScalarAsync("select audit.ensure_partitions(5)"));
        Assert.Equal("GB006", await app.RefusalAsync("select audit.ensure_partitions(25)"));
    }

    [Fact]
    public async Task A_month_nobody_made_stops_no_write_and_does_not_keep_the_months_after_it_from_being_made()
    {
        await using var app = await db.EnterAsAsync(
            "gb_app", Acme, Ada,
            """
            do $do$ declare t regclass;
            begin
              for t in select inhrelid::regclass from pg_inherits where inhparent = 'audit.audit_log'::regclass
                          and inhrelid <> 'audit.audit_log_default'::regclass loop
                execute 'drop table ' || t;
              end loop;
            end $do$
            """);
        await app.ExecuteAsync(InsertPost(Acme, Ada, "late"));
        Assert.Equal("audit.audit_log_default", await app.ScalarAsync(
            "select tableoid::regclass::text from audit.audit_log where action = 'CREATE'"));
        Assert.Contains("fewer than 2 months of audit partitions ahead (run `maintain`): audit.audit_log", await app.LintAsync());

        Assert.Equal(3, await app.ScalarAsync("select audit.ensure_partitions()"));
        Assert.Empty(await app.LintAsync());
        Assert.Null(await app.ScalarAsync($"select to_regclass('audit.{ThisMonth})::text"));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from audit.audit_log"));
    }

    [Fact]
    public async Task Without_the_default_partition_a_missing_month_would_stop_every_write() =>
        await db.StopsAsync(
            async acme => await acme.RefusalAsync(
                InsertPost(Acme, Ada, "no-month")) == "23514",
            $"do $do$ begin execute 'drop table audit.audit_log_default, audit.{ThisMonth}; end $do$");
}
