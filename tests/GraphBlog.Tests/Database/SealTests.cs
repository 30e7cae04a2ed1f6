using System.Text.RegularExpressions;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Database;

/// <summary>
/// What differs from the seal is named with what it was and what it is: faults of which no rule knows, each planted in a transaction that is
/// rolled back, and every object of the catalogue changed in turn.
/// </summary>
public sealed class SealTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Function = "changed since `migrate` sealed it: function ";
    private const string Policy = "changed since `migrate` sealed it: policy ";
    private const string New = "new since `migrate` sealed it: ";
    private const string Gone = "gone since `migrate` sealed it: ";

    public static TheoryData<string, string> Faults => new()
    {
        {
            "create or replace function app.stamp() returns trigger language plpgsql as 'begin return new; end'",
            $"{Function}app.stamp(), was: * actor bigint := app.usr();*, is: *begin return new; end*"
        },
        {
            "create or replace function app.refuse() returns trigger language plpgsql as 'begin return new; end'",
            $"{Function}app.refuse(), was: *raise exception*"
        },
        {
            "create or replace function app.org() returns bigint language sql stable parallel safe return 1",
            $"{Function}app.org(), was: *current_org_id*, is: *1*"
        },
        {
            "create or replace function app.is_editor() returns boolean language sql stable parallel safe return true",
            $"{Function}app.is_editor(), was: *"
        },
        {
            """
            create or replace function blog.may_read_post(p_status text, p_author_id bigint, p_deleted_at timestamptz) returns boolean
              language sql stable parallel safe return true
            """,
            $"{Function}blog.may_read_post(text,bigint,timestamp with time zone), was: *"
        },
        {
            "create or replace function app.clock() returns timestamptz language sql return current_setting('app.clock', true)::timestamptz",
            $"{Function}app.clock(), was: *CASE WHEN*"
        },
        {
            "create or replace function app.lint_rules() returns table (problem text, object text) language sql as 'select null, null where false'",
            $"{Function}app.lint_rules(), was: *"
        },
        {
            "create or replace function app.lint_seal() returns table (problem text, object text) language sql as 'select null, null where false'",
            $"{Function}app.lint_seal(), was: *"
        },
        {
            "alter function audit.capture_posts_all() owner to gb_owner",
            $"{Function}audit.capture_posts_all(), was: owned by gb_audit_writer: *, is: owned by gb_owner: *"
        },
        { "alter function app.purge security invoker", $"{Function}app.purge(regclass,bigint,integer), was: *SECURITY DEFINER*" },
        { "alter function app.org() volatile", $"{Function}app.org(), was: *STABLE*" },
        { "alter function app.identify reset search_path", $"{Function}app.identify(*), was: *SET search_path*" },
        { "create function app.\"left\"(text, integer) returns text language sql return ''", $"{New}function app.\"left\"(text,integer), is: *" },
        {
            "alter policy readers on blog.posts_all using (true)",
            $"{Policy}blog.posts_all.readers, was: restrictive for r to gb_app using *, is: restrictive for r to gb_app using true"
        },
        { "alter policy author_updates on blog.posts_all using (true) with check (true)", $"{Policy}blog.posts_all.author_updates, was: *" },
        { "alter policy own_history on audit.audit_log using (true)", $"{Policy}audit.audit_log.own_history, was: *is_own*" },
        { "alter policy purge on blog.posts_all using (org_id = app.org())", $"{Policy}blog.posts_all.purge, was: *" },
        { "alter policy retention on blog.posts_all using (true)", $"{Policy}blog.posts_all.retention, was: *deleted_at <*" },
        {
            "alter policy own_keys on app.idempotency_keys to gb_owner",
            $"{Policy}app.idempotency_keys.own_keys, was: *to gb_app*, is: *to gb_owner*"
        },
        { "drop policy tenant on blog.comments_all", $"{Gone}policy blog.comments_all.tenant, was: permissive for * to gb_app, gb_owner*" },
        { "drop policy find on audit.audit_log", $"{Gone}policy audit.audit_log.find, was: *" },
        { "grant select on audit.audit_log_default to gb_app", $"{New}grant table audit.audit_log_default to gb_app, is: SELECT" },
        { "{on a month} grant select on audit.%I to gb_app", $"{New}grant table audit.audit_log_?????? to gb_app, is: SELECT" },
        { "{on a month} drop trigger a_no_truncate on audit.%I", $"{Gone}trigger audit.audit_log_??????.a_no_truncate, was: *BEFORE TRUNCATE*" },
        {
            "{on a month} alter table audit.audit_log detach partition audit.%I",
            $"{New}table audit.audit_log_??????, is: owned by gb_owner, row-level security forced"
        },
        {
            "grant execute on function app.protect to gb_app",
            $"{New}grant function app.protect(regclass,text[],boolean,jsonb,boolean) to gb_app, is: EXECUTE"
        },
        { "grant execute on function app.upkeep_plan to gb_app", $"{New}grant function app.upkeep_plan() to gb_app, is: EXECUTE" },
        { "grant update on sequence blog.posts_all_id_seq to gb_app", $"{New}grant sequence blog.posts_all_id_seq to gb_app, is: UPDATE" },
        {
            "alter default privileges for role gb_owner in schema blog grant select on tables to gb_app",
            $"{New}default privileges gb_owner on r in blog, is: gb_app=r/gb_owner"
        },
        {
            "alter default privileges for role gb_owner grant execute on functions to public",
            $"{Gone}default privileges gb_owner on f, was: gb_owner=X/gb_owner"
        },
        { "grant select (title, body) on blog.posts_all to gb_finder", $"{New}grant column blog.posts_all.body to gb_finder, is: SELECT" },
        { "grant select (display_name) on blog.users to gb_identity", $"{New}grant column blog.users.display_name to gb_identity, is: SELECT" },
        {
            "grant execute on function pg_sleep(double precision) to public",
            $"{New}grant function pg_sleep(double precision) to public, is: EXECUTE"
        },
        { "grant usage on language plpgsql to public", $"{New}grant language plpgsql to public, is: USAGE" },
        { "create schema outside", $"{New}schema outside, is: owned by *" },
        { "create table public.copied as select * from blog.posts_all", $"{New}table public.copied, is: owned by *" },
        { "create view public.shown as select * from blog.posts_all", $"{New}view public.shown, is: *SELECT *org_id*" },
        {
            "drop view blog.posts; create view blog.posts with (security_invoker = true) as select * from blog.posts_all",
            "changed since `migrate` sealed it: view blog.posts, was: owned by gb_owner with *, is: owned by *"
        },
        {
            "create rule swallow as on update to blog.users do instead nothing",
            $"{New}rule blog.users.swallow, is: CREATE RULE swallow AS ON UPDATE TO blog.users DO INSTEAD NOTHING;"
        },
        { "alter role gb_app set statement_timeout = 0", "changed since `migrate` sealed it: setting statement_timeout of gb_app, was: 5s, is: 0" },
        { "alter role gb_finder set row_security = off", $"{New}setting row_security of gb_finder, is: off" },
        {
            "{in the database} alter database %I set session_replication_role = 'replica'",
            $"{New}setting session_replication_role of this database, is: replica"
        },
        { "alter role gb_finder login", "changed since `migrate` sealed it: role gb_finder, was: nologin, is: login" },
        { "create role reporting; grant gb_backup to reporting", $"{New}membership reporting in gb_backup, is: member" },
        {
            "create table app.moved as table app.renamed_columns; alter table app.renamed_columns set unlogged",
            "changed since `migrate` sealed it: table app.renamed_columns, was: owned by gb_owner, is: owned by gb_owner, unlogged"
        },
        {
            "drop index blog.posts_slug_live",
            $"{Gone}unique index blog.posts_all.posts_slug_live, was: CREATE UNIQUE INDEX posts_slug_live ON blog.posts_all *"
        },
        {
            "alter table blog.posts_all drop constraint posts_all_org_id_author_id_fkey",
            $"{Gone}constraint blog.posts_all.posts_all_org_id_author_id_fkey, was: FOREIGN KEY (org_id, author_id)*"
        },
        { "alter table blog.posts_all drop constraint posts_all_slug_check", $"{Gone}constraint blog.posts_all.posts_all_slug_check, was: CHECK *" },
        {
            "alter table blog.posts_all alter body drop not null",
            "changed since `migrate` sealed it: column blog.posts_all.body, was: text not null, is: text"
        },
        {
            "alter table audit.audit_log alter tx set default '3'",
            "changed since `migrate` sealed it: column audit.audit_log.tx, was: xid8 not null default pg_current_xact_id(), is: *"
        },
        {
            "alter schema audit owner to gb_finder",
            "changed since `migrate` sealed it: schema audit, was: owned by gb_owner, is: owned by gb_finder"
        },
        {
            "alter table blog.posts_all disable trigger b_first_published",
            "changed since `migrate` sealed it: trigger blog.posts_all.b_first_published, was: *, is: *(disabled)"
        },
        { "create operator blog.= (leftarg = bigint, rightarg = bigint, procedure = int8ne)", $"{New}operator blog.=(bigint,bigint), is: int8ne*" },
        {
            """
            create function public.nothing() returns event_trigger language plpgsql as 'begin end';
            create event trigger watch on ddl_command_end execute function public.nothing()
            """,
            $"{New}event trigger watch, is: on ddl_command_end executes public.nothing() (O)*"
        },
        { "delete from app.sealed", "nothing is sealed for this version of PostgreSQL (run `migrate`): test_*" },
        {
            "update app.sealed set definition = '9' where kind = 'server'",
            "nothing is sealed for this version of PostgreSQL (run `migrate`): test_*"
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_fault_that_no_rule_knows_is_named_with_what_was(string fault, string told)
    {
        await using var app = await db.EnterAsAsync("gb_app", null, null, Planted(fault));
        var differences = await app.UnsealedAsync();
        Assert.Contains(differences, difference => Matches(difference, told));
        if (!fault.Contains("lint_seal"))
        {
            var asked = await app.ColumnAsync<string>("select problem || ': ' || object from app.lint_seal()");
            Assert.Equal(differences.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_month_of_the_log_that_comes_or_goes_is_no_difference()
    {
        await using var app = await db.EnterAsAsync(
            "gb_app", null, null,
            "select audit.ensure_partitions(9); do $$ begin execute 'drop table audit.audit_log_' || to_char(now(), 'YYYYMM'); end $$");
        Assert.Empty(await app.UnsealedAsync());
    }

    [Fact]
    public async Task A_password_a_comment_statistics_and_an_index_to_search_by_are_no_difference()
    {
        await using var app = await db.EnterAsAsync(
            "gb_app", null, null,
            """
            alter role gb_finder password 'x'; comment on table blog.users is 'people'; analyze blog.users;
            create index by_role on blog.users (org_id, role);
            alter table blog.users set (fillfactor = 70); set local intervalstyle = 'iso_8601'; set local search_path = blog, audit
            """);
        Assert.Empty(await app.UnsealedAsync());
        Assert.Equal("blog, audit", await app.ScalarAsync("show search_path"));      // it left the transaction's settings alone
    }

    [Fact]
    public async Task What_goes_with_a_new_table_is_not_told_one_by_one()
    {
        await using var app = await db.EnterAsAsync(
            "gb_app", null, null,
            "create table blog.loose (id bigint primary key default 1, n text unique); grant select (n) on blog.loose to gb_app");
        Assert.StartsWith($"{New}table blog.loose, is: ", Assert.Single(await app.UnsealedAsync()));
    }

    public static TheoryData<string> Mutations => [.. CatalogueMutations.Statements.Keys];

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task Whatever_is_changed_in_the_catalogue_is_named(string mutation)
    {
        await using var owner = await db.EnterAsAsync("gb_owner", null, null, "set local check_function_bodies = off");
        await owner.ExecuteAsync("reset session authorization");
        var changes = await owner.ColumnAsync<string[]>(
            $"select array[name, statement] from ({CatalogueMutations.Statements[mutation]}) change (name, statement)");
        Assert.True(changes.Count > 2, $"{changes.Count} objects were found to change.");
        await owner.ExecuteAsync(string.Join(";\n", changes.Select(change => change[1])));
        Assert.Equal([], changes.Select(change => change[0]).Except((await owner.UnsealedAsync()).Select(NameOf)));
    }

    private static string NameOf(string difference)
    {
        var name = difference[(difference.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        return name.Split(", was: ")[0].Split(", is: ")[0];
    }

    private static string Planted(string fault) => fault switch
    {
        ['{', 'o', ..] => $"do $$ begin execute format('{Rest(fault)}', 'audit_log_' || to_char(now() + interval '1 month', 'YYYYMM')); end $$",
        ['{', 'i', ..] => $"do $$ begin execute format('{Rest(fault).Replace("'", "''")}', current_database()); end $$",
        _ => fault,
    };

    private static string Rest(string fault) => fault[(fault.IndexOf('}') + 2)..];

    // * is whatever, ? one character of whatever.
    private static bool Matches(string text, string pattern)
        => Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".")}$", RegexOptions.Singleline);
}
