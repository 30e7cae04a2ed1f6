using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>What the roles may not do, whatever SQL they send.</summary>
public sealed class PrivilegeTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Theory]
    // becoming somebody else
    [InlineData("set role gb_owner")]
    [InlineData("set role gb_retention")]
    [InlineData("set session authorization gb_owner")]
    [InlineData("set session_replication_role = replica")]
    [InlineData("alter role gb_app createrole")]
    [InlineData("alter role gb_app set app.current_org_id = '2'")]
    [InlineData("alter role gb_app bypassrls")]
    // making things
    [InlineData("create table blog.mine (n integer)")]
    [InlineData("create schema mine")]
    [InlineData("create temporary table mine (n integer)")]
    [InlineData("create function blog.peek(text) returns boolean language sql as 'select true'")]
    [InlineData("create function pg_temp.peek(text) returns boolean language internal as 'booltrue'")]
    [InlineData("create operator blog.=== (leftarg = text, rightarg = text, function = texteq)")]
    [InlineData("create extension dblink")]
    [InlineData("do $$ begin perform 1; end $$")]
    [InlineData("create policy wide on blog.posts_all using (true)")]
    [InlineData("alter table blog.posts_all disable row level security")]
    [InlineData("alter table blog.posts_all disable trigger all")]
    [InlineData("create trigger mine before insert on blog.posts_all for each row execute function app.refuse()")]
    [InlineData("create index mine on blog.posts_all (body)")]
    [InlineData("comment on table blog.posts_all is 'mine'")]
    // deleting, and standing in the way
    [InlineData("delete from blog.posts_all")]
    [InlineData("delete from blog.comments")]
    [InlineData("truncate blog.posts_all")]
    [InlineData("lock table blog.posts_all in access exclusive mode")]
    [InlineData("lock table audit.audit_log in share mode")]
    // writing what the database writes
    [InlineData("insert into blog.comments (org_id, author_id, post_id, body) values (1, 1, 1, 'x')")]
    [InlineData("update blog.comments set body = 'x'")]
    [InlineData("update blog.posts_trash set title = 'x'")]
    [InlineData("update blog.organisations set name = 'x'")]
    [InlineData("update blog.comments_all set author_id = 2")]
    [InlineData("update blog.users set handle = 'root'")]
    [InlineData("insert into blog.posts_all (id, org_id, author_id, title, slug) overriding system value values (9, 1, 1, 'x', 'x')")]
    // the log, past its parent
    [InlineData("insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values (1, now(), '', 1, 9, '')")]
    [InlineData("select from audit.audit_log_default")]
    [InlineData("delete from audit.audit_log")]
    // other people's business in the catalogue
    [InlineData("select from pg_stat_activity")]
    [InlineData("select from pg_stat_get_activity(null)")]
    [InlineData("select * from pg_stat_database")]
    [InlineData("select from pg_stat_user_tables")]
    [InlineData("select from pg_locks")]
    [InlineData("select from pg_lock_status()")]
    [InlineData("select from pg_authid")]
    [InlineData("select from pg_statistic")]
    [InlineData("select pg_terminate_backend(1)")]
    [InlineData("select pg_sleep(0)")]
    [InlineData("select pg_notify('a', 'b')")]
    [InlineData("select pg_export_snapshot()")]
    [InlineData("select pg_advisory_lock(1)")]
    [InlineData("select pg_try_advisory_xact_lock(1, 1)")]
    [InlineData("select pg_advisory_unlock(1)")]
    [InlineData("select pg_total_relation_size('blog.posts_all')")]
    [InlineData("select pg_tablespace_size('pg_default')")]
    [InlineData("select last_value from blog.posts_all_id_seq")]
    [InlineData("select nextval('blog.posts_all_id_seq')")]
    [InlineData("select from pg_sequences")]
    [InlineData("select query_to_xml('select 1', true, true, '')")]
    [InlineData("set local row_security = off; select from blog.posts_all")]
    // the server's files
    [InlineData("select lo_create(1)")]
    [InlineData("select lo_from_bytea(0, '\\x00')")]
    [InlineData("select lo_import('/etc/passwd')")]
    [InlineData("select pg_read_file('/etc/passwd')")]
    [InlineData("select pg_ls_dir('.')")]
    [InlineData("copy (select 1) to program 'true'")]
    [InlineData("copy blog.posts_all to '/tmp/posts'")]
    // functions that are for operators
    [InlineData("select app.protect('blog.users')")]
    [InlineData("select app.isolate('blog.users')")]
    [InlineData("select app.seal_database()")]
    [InlineData("select app.upkeep_plan()")]
    [InlineData("select app.set_retention('acme', 1, 30)")]
    [InlineData("update blog.organisations set audit_days = 30")]
    [InlineData("update app.upkeep set audit_days = 30, needs_archives = false")]
    [InlineData("insert into app.archives values (1, now(), 1, 1, repeat('0', 64))")]
    [InlineData("select audit.past_before(1)")]
    [InlineData("select audit.note_dropped(1, '1', 1, now())")]
    [InlineData("select app.create_organisation('mine', 'Mine', 'me', 'Me')")]
    public async Task The_application_role_is_refused(string sql)
    {
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Equal("42501", await acme.RefusalAsync(sql));
    }

    [Theory]
    [InlineData("delete from blog.posts")]
    [InlineData("insert into blog.posts (org_id, author_id, title, slug, body) values (1, 1, 'x', 'x', '')")]
    [InlineData("update blog.posts_live set title = 'x'")]
    public async Task Nobody_writes_through_a_view_of_several_tables(string sql)
    {
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Contains(await acme.RefusalAsync(sql), (string[])["55000", "42501"]);
    }

    [Theory]
    [InlineData("create temporary table mine (n integer)", "grant temporary on database {0} to gb_app",
        "application role may create temporary tables (run app.seal_database()): {0}")]
    [InlineData("create schema mine", "grant create on database {0} to gb_app",
        "application role may create schemas (run app.seal_database()): {0}")]
    [InlineData("create table blog.mine (n integer)", "grant create on schema blog to gb_app",
        "application role may create in schema: blog")]
    [InlineData("set role gb_owner", "grant gb_owner to gb_app", "role too powerful: gb_app")]
    [InlineData("do $$ begin perform 1; end $$", "grant usage on language plpgsql to public", null)]
    [InlineData("select pg_advisory_xact_lock(1)", "grant execute on function pg_advisory_xact_lock(bigint) to public", null)]
    [InlineData("select from pg_lock_status()", "grant execute on function pg_lock_status() to public", null)]
    public async Task It_is_the_missing_privilege_that_refuses(string attack, string without, string? lint)
    {
        var name = await db.OwnerScalarAsync("select current_database()");
        await db.StopsAsync(
            async acme =>
            {
                await acme.ExecuteAsync(attack);
                return true;
            },
            string.Format(without, name), lint is null ? null : string.Format(lint, name));
    }

    [Fact]
    public async Task Those_who_monitor_get_back_what_was_taken_from_everybody_and_no_file_of_the_server()
    {
        await db.StopsAsync(
            async monitor => await monitor.ScalarAsync("select pg_read_file('PG_VERSION')") is not null,
            "grant execute on all functions in schema pg_catalog to pg_monitor", role: "pg_monitor", org: null, user: null);
        await using var monitor = await db.EnterAsAsync("pg_monitor", null, null);
        Assert.NotEqual(0L, await monitor.ScalarAsync("select count(*) from pg_stat_activity, pg_lock_status()"));
    }

    [Fact]
    public async Task The_writer_of_the_log_may_insert_into_it_and_do_nothing_else()
    {
        Assert.Equal("audit.audit_log INSERT", await db.OwnerScalarAsync(
            """
            select string_agg(c.oid::regclass || ' ' || p, ', ')
              from pg_class c, unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]) p
             where c.relnamespace in ('blog'::regnamespace, 'audit'::regnamespace, 'app'::regnamespace) and c.relkind in ('r', 'p', 'v')
               and (has_table_privilege('gb_audit_writer', c.oid, p)
                 or p in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege('gb_audit_writer', c.oid, p))
            """));
        Assert.Equal(false, await db.OwnerScalarAsync(
            "select bool_or(has_schema_privilege('gb_audit_writer', oid, 'CREATE')) from pg_namespace"));
    }

    [Fact]
    public async Task Only_the_application_role_logs_in_and_its_statements_end_and_are_not_compiled()
    {
        Assert.Equal("gb_app", await db.OwnerScalarAsync(
            "select string_agg(rolname, ' ') from pg_roles where rolname like 'gb%' and rolcanlogin"));
        await using var nobody = await db.EnterAsync(null, null);
        Assert.Equal("5s 2s 10s off", await nobody.ScalarAsync(
            """
            select concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'),
                             current_setting('idle_in_transaction_session_timeout'), current_setting('jit'))
            """));
    }
}
