using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>Who changed what and when: complete, true, and not to be changed afterwards.</summary>
public sealed class AuditTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Stamped = "{version,edited_version,created_at,created_by,updated_at,updated_by}";

    [Fact]
    public async Task Every_step_of_a_posts_life_is_one_entry_with_what_it_changed()
    {
        var post = await db.AddPostAsync(Acme, Ada, "First", "first");
        await using var grace = await db.EnterAsync(Acme, Grace, new string('r', 100));
        await grace.ExecuteAsync($"update blog.posts_all set title = 'Second', tags = '{{a,b}}' where id = {post}");
        await grace.ExecuteAsync($"update blog.posts_all set deleted_at = now() where id = {post}");
        await grace.ExecuteAsync($"update blog.posts_all set deleted_at = null, slug = 'second' where id = {post}");
        Assert.Equal(
            [
                "1 CREATE by 1: - -> 20 columns",
                """2 UPDATE by 2: {"tags": [], "title": "First"} -> {"tags": ["a", "b"], "title": "Second"}""",
                """3 TRASH by 2: {"deleted_at": null, "deleted_by": null} -> deleted_at, deleted_by""",
                """4 RESTORE by 2: slug, deleted_at, deleted_by -> {"slug": "second", "deleted_at": null, "deleted_by": null}""",
            ],
            await grace.ColumnAsync<string>(
                $"""
                select format('%s %s by %s: %s -> %s', version, action, changed_by,
                         case action when 'RESTORE' then (select string_agg(k, ', ') from jsonb_object_keys(old_data) k)
                                     else coalesce(old_data::text, '-') end,
                         case action when 'CREATE' then (select count(*) || ' columns' from jsonb_object_keys(new_data))
                                     when 'TRASH' then (select string_agg(k, ', ') from jsonb_object_keys(new_data) k)
                                     else new_data::text end)
                  from {EntriesOf(post)} order by version
                """));
        Assert.Equal($"gb_app {new string('r', 64)} True", await grace.ScalarAsync(
            $"""
            select concat_ws(' ', e.db_role, e.request_id, case when e.changed_at = p.updated_at then 'True' end)
              from blog.posts p join audit.audit_log e on e.table_name = 'posts' and e.record_id = p.id and e.version = p.version
             where p.id = {post}
            """));
    }

    [Fact]
    public async Task An_old_version_is_the_current_row_with_the_newer_entries_old_values_put_back()
    {
        var post = await db.AddPostAsync(Acme, Ada, "v1");
        await using var acme = await db.EnterAsync(Acme, Ada);
        var seen = new List<object?> { await RowAsync() };
        foreach (var change in new[] { "title = 'v2'", "body = 'three', status = 'PUBLISHED'", "tags = '{x}', title = '4'", "slug = 'v5'" })
        {
            await acme.ExecuteAsync($"update blog.posts_all set {change} where id = {post}");
            seen.Add(await RowAsync());
        }

        for (var version = 1; version <= seen.Count; version++)
        {
            Assert.Equal(seen[version - 1], await acme.ScalarAsync(
                $"""
                with recursive back as (
                  select to_jsonb(p) as row, p.version from blog.posts p where p.id = {post}
                  union all
                  select b.row || e.old_data, b.version - 1 from back b
                    join audit.audit_log e on e.table_name = 'posts' and e.record_id = {post} and e.version = b.version
                   where b.version > {version})
                select (row - '{Stamped}'::text[])::text from back where version = {version}
                """));
        }

        Task<object?> RowAsync() => acme.ScalarAsync(
            $"select (to_jsonb(p) - '{Stamped}'::text[])::text from blog.posts p where id = {post}");
    }

    [Fact]
    public async Task The_actor_cannot_be_forged_by_a_function_in_returning()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Mine");
        await db.StopsAsync(
            async acme =>
            {
                await acme.ExecuteAsync(
                    $"update blog.posts_all set body = '' where id = {post} returning set_config('app.current_user_id', '{Linus}', true)");
                return await acme.ScalarAsync($"select changed_by from {EntriesOf(post)} and version = 2") is Linus;
            },
            Capture("posts_all", "else new.updated_by end", "else app.usr() end"),
            "audit does not capture the columns as they are (run app.protect()): blog.posts_all");
    }

    [Fact]
    public async Task The_owner_in_psql_is_audited_as_nobody_without_a_user_and_as_the_user_with_one()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Edited in psql");
        await db.OwnerScalarAsync($"update blog.posts_all set title = 'By nobody' where id = {post}");
        await db.OwnerScalarAsync($"set app.current_user_id = '{Grace}'; update blog.posts_all set title = 'By Grace' where id = {post}");
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Equal(["1", "nobody", "2"], await acme.ColumnAsync<string>(
            "select coalesce(changed_by::text, 'nobody') from audit.audit_log "
            + $"where table_name = 'posts' and record_id = {post} order by version"));
        Assert.Equal(Grace, await acme.ScalarAsync($"select updated_by from blog.posts where id = {post}"));
    }

    [Theory]
    [InlineData("update audit.audit_log set changed_by = 2", "a_append_only")]
    [InlineData("delete from audit.audit_log", "a_append_only")]
    [InlineData("truncate audit.audit_log", "a_no_truncate")]
    public async Task An_entry_is_never_changed_or_deleted_whoever_asks(string attack, string trigger)
    {
        await db.AddPostAsync(Acme, Ada, "Remembered");
        await using (var acme = await db.EnterAsync(Acme, Ada))
        {
            Assert.Equal("42501", await acme.RefusalAsync(attack));
        }

        foreach (var role in new[] { "gb_owner", $"\"{await db.OwnerScalarAsync("select current_user")}\"" })
        {
            await using (var owner = await db.EnterAsAsync(role, Acme, Ada))
            {
                Assert.Equal("GB005", await owner.RefusalAsync(attack));
            }

            await db.StopsAsync(
                async owner => await owner.ExecuteAsync(attack) != 0,
                $"""
                do $do$ declare t regclass;
                begin
                  for t in select tgrelid::regclass from pg_trigger
                            where tgname = '{trigger}' and tgparentid = 0 and tgrelid::regclass::text like 'audit.%' loop
                    execute 'drop trigger {trigger} on ' || t;
                  end loop;
                end $do$
                """,
                $"audit log not append-only: no trigger {trigger}: audit.audit_log", role);
        }
    }

    [Fact]
    public async Task Nor_can_a_single_month_of_the_log_be_emptied()
    {
        await db.AddPostAsync(Acme, Ada, "Remembered");
        var month = await db.OwnerScalarAsync("select tableoid::regclass::text from audit.audit_log limit 1");
        foreach (var partition in new[] { month, "audit.audit_log_default" })
        {
            await db.StopsAsync(
                async owner => await owner.ExecuteAsync($"truncate {partition}") != 0,
                $"drop trigger a_no_truncate on {partition}",
                $"audit log not append-only: no trigger a_no_truncate: {partition}", "gb_owner");
            await using var acme = await db.EnterAsync(Acme, Ada);
            Assert.Equal("42501", await acme.RefusalAsync($"select from {partition}"));
        }
    }

    [Fact]
    public async Task The_application_writes_the_log_only_through_the_capture_function()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Captured");
        await db.StopsAsync(
            async acme => await acme.RefusalAsync($"update blog.posts_all set title = 'x' where id = {post}") == "42501",
            "alter function audit.capture_posts_all() security invoker");
        await using var session = await db.EnterAsync(Acme, Ada);
        Assert.Equal("42501", await session.RefusalAsync("select audit.capture_posts_all()"));
    }

    [Fact]
    public async Task A_write_that_is_rolled_back_leaves_no_entry_and_an_entry_cannot_be_had_without_its_write()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Kept");
        await using (var undone = await db.EnterAsync(Acme, Ada))
        {
            await undone.ExecuteAsync($"update blog.posts_all set title = 'Undone' where id = {post}");
        }

        Assert.Equal(1L, await db.OwnerScalarAsync($"select count(*) from {EntriesOf(post)}"));
        await db.StopsAsync(
            async acme => await acme.ExecuteAsync($"update blog.posts_all set title = 'Unseen' where id = {post}") == 1
                && await acme.ScalarAsync($"select count(*) from {EntriesOf(post)}") is 1L,
            "drop trigger z_audit_update on blog.posts_all",
            "not protected (run app.protect()): no trigger z_audit_update: blog.posts_all");
    }

    private static string Capture(string table, string text, string replacement) =>
        $"do $do$ begin execute replace(pg_get_functiondef('audit.capture_{table}'::regproc), '{text}', '{replacement}'); end $do$";
}
