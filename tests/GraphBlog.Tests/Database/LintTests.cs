using System.Text.RegularExpressions;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Database;

/// <summary>Each rule of app.lint() is broken once, in a transaction that is rolled back, and must name what breaks it.</summary>
public sealed partial class LintTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Peek = """
        create function app.peek() returns integer language sql security definer set search_path = pg_catalog, pg_temp return 1;
        revoke execute on function app.peek() from public;
        """;

    public static TheoryData<string, string, string> Breaches => new()
    {
        { "table without org_id", "blog.loose", "create table blog.loose (id bigint)" },
        { "table without org_id", "app.loose", "create table app.loose (id bigint); grant update (id) on app.loose to gb_app" },
        { "row-level security not forced", "blog.users", "alter table blog.users no force row level security" },
        { "row-level security not forced", "audit.audit_log_default", "alter table audit.audit_log_default disable row level security" },
        { "no restrictive tenant policy", "blog.users", "drop policy tenant_only on blog.users" },
        { "no restrictive tenant policy", "blog.users", "alter policy tenant_only on blog.users to gb_owner" },
        { "no restrictive tenant policy", "blog.users", "alter policy tenant_only on blog.users using (org_id = app.org() or true)" },
        { "no restrictive tenant policy", "blog.users", "alter policy tenant_only on blog.users with check (true)" },
        { "policy for the application without tenant predicate", "blog.users.wide", "create policy wide on blog.users using (true)" },
        {
            "policy for the application without tenant predicate", "blog.users.wide",
            "create policy wide on blog.users for insert to gb_app with check (app.org() is null)"
        },
        {
            "renamed column has another name again (tell app.protect() with p_renamed)", "blog.posts_all.headline",
            "insert into app.renamed_columns (table_name, old_name, new_name) values ('posts', 'title', 'headline')"
        },
        { "index not led by org_id", "blog.loose", "create index loose on blog.posts_all (title)" },
        { "index not led by org_id", "blog.loose", "create unique index loose on blog.posts_all (slug, org_id)" },
        { "index not led by org_id", "blog.organisations_slug", "grant insert (slug) on blog.organisations to gb_app" },
        {
            "foreign key without org_id", "blog.posts_all.loose",
            """
            create unique index u on blog.users (id);
            alter table blog.posts_all add constraint loose foreign key (author_id) references blog.users (id)
            """
        },
        { "view without security_invoker", "blog.posts", "alter view blog.posts set (security_invoker = false)" },
        { "view without security_invoker", "blog.posts_trash", "alter view blog.posts_trash reset (security_invoker)" },
        {
            "materialised view or foreign table (policies do not apply to it)", "blog.snapshot",
            "create materialized view blog.snapshot as select * from blog.posts_all"
        },
        {
            "materialised view or foreign table (policies do not apply to it)", "blog.far",
            "create foreign data wrapper w; create server s foreign data wrapper w; create foreign table blog.far (n integer) server s"
        },
        { "security definer without pinned search_path", "app.identify(text,text,text,text,text,boolean)", "alter function app.identify reset search_path" },
        {
            "security definer without pinned search_path", "audit.capture_posts_all()",
            "alter function audit.capture_posts_all set search_path = blog, pg_catalog"
        },
        { "security definer executable by PUBLIC", "app.purge(regclass,bigint,integer)", "grant execute on function app.purge to public" },
        { "security definer owned by a role that policies do not bind", "app.peek()", Peek },
        { "role too powerful", "gb_app", "alter role gb_app bypassrls" },
        { "role too powerful", "gb_app", "grant gb_purger to gb_app" },
        { "role too powerful", "gb_owner", "alter role gb_owner bypassrls" },
        { "role too powerful", "gb_audit_writer", "alter role gb_audit_writer superuser" },
        { "role too powerful", "gb_newcomer", "create role gb_newcomer bypassrls" },
        { "application role may DELETE", "blog.posts_all", "grant delete on blog.posts_all to gb_app" },
        { "application role may TRUNCATE", "blog.users", "grant truncate on blog.users to public" },
        { "application role may TRIGGER", "blog.users", "grant trigger on blog.users to gb_app" },
        { "application role may REFERENCES", "blog.users", "grant references (id) on blog.users to gb_app" },
        { "application role may write a column the database owns", "blog.users.version", "grant update (version) on blog.users to gb_app" },
        { "application role may write a column the database owns", "blog.users.id", "grant insert on blog.users to gb_app" },
        { "application role may write a column the database owns", "audit.audit_log.action", "grant insert on audit.audit_log to gb_app" },
        { "application role may move rows to another organisation", "blog.users", "grant update (org_id) on blog.users to gb_app" },
        { "application role owns", "table blog.posts_all", "alter table blog.posts_all owner to gb_app" },
        { "application role owns", "function app.peek()", $"{Peek} alter function app.peek() owner to gb_app" },
        { "application role owns", "schema blog", "alter schema blog owner to gb_app" },
        { "application role may create in schema", "audit", "grant create on schema audit to gb_app" },
        { "application role may create in schema", "public", "grant create on schema public to public" },
        {
            "application role may create temporary tables (run app.seal_database())", "{database}",
            "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$"
        },
        {
            "application role may create schemas (run app.seal_database())", "{database}",
            "do $$ begin execute format('grant create on database %I to gb_app', current_database()); end $$"
        },
        { "trigger disabled", "blog.users.a_stamp", "alter table blog.users disable trigger a_stamp" },
        { "trigger disabled", "audit.audit_log.a_append_only", "alter table audit.audit_log enable replica trigger a_append_only" },
        { "not protected (run app.protect()): no trigger a_stamp", "blog.users", "drop trigger a_stamp on blog.users" },
        {
            "not protected (run app.protect()): no trigger a_stamp", "blog.users",
            "create or replace trigger a_stamp before insert on blog.users for each row execute function app.stamp()"
        },
        { "not protected (run app.protect()): no trigger a_no_truncate", "blog.users", "drop trigger a_no_truncate on blog.users" },
        { "not protected (run app.protect()): no trigger z_audit", "blog.users", "drop trigger z_audit on blog.users" },
        {
            "not protected (run app.protect()): no trigger z_audit_update", "blog.users",
            """
            create or replace trigger z_audit_update after update on blog.users for each row
              when (old.role <> new.role) execute function audit.capture_users()
            """
        },
        { "audit log not append-only: no trigger a_append_only", "audit.audit_log", "drop trigger a_append_only on audit.audit_log" },
        { "audit log not append-only: no trigger a_no_truncate", "audit.audit_log", "drop trigger a_no_truncate on audit.audit_log" },
        {
            "audit log not append-only: no trigger a_no_truncate", "audit.audit_log_default",
            "drop trigger a_no_truncate on audit.audit_log_default"
        },
        {
            "audit does not capture the columns as they are (run app.protect())", "blog.users",
            "create or replace function audit.capture_users() returns trigger language plpgsql as 'begin return null; end'"
        },
        {
            "view does not show the columns as they are (run app.protect())", "blog.posts_trash.mood",
            "alter table blog.posts_all add column mood text"
        },
        {
            "row rule missing: no restrictive policy author_updates", "blog.comments_all",
            "drop policy author_updates on blog.comments_all"
        },
        {
            "row rule missing: no restrictive policy with_parent", "blog.comments_all",
            "drop policy with_parent on blog.comments_all"
        },
        {
            "row rule missing: no restrictive policy with_parent_inserts", "blog.comments_all",
            "alter policy with_parent_inserts on blog.comments_all to gb_owner"
        },
        {
            "the database was restored or copied from elsewhere, so its transaction numbers mean nothing here (run `migrate`)", "{database}",
            "update app.epochs set cluster = 1"
        },
        {
            "the database was restored or copied from elsewhere, so its transaction numbers mean nothing here (run `migrate`)", "{database}",
            "update app.epochs set begun_in = '9999999999'"
        },
        { "the key of cursors may be read by gb_finder", "app.epochs", "grant select on app.epochs to gb_finder" },
        { "a backup would miss rows: no policy backup", "blog.users", "alter policy backup on blog.users using (org_id = 1)" },
        { "a backup would miss rows: no policy backup", "audit.audit_log_default", "drop policy backup on audit.audit_log_default" },
        { "a backup would fail: gb_backup may not read", "blog.posts_all", "revoke select on blog.posts_all from gb_backup" },
        { "a backup would fail: gb_backup may not read", "app.renamed_columns", "revoke select on app.renamed_columns from gb_backup" },
        { "owned by a role that the server of a restore may lack", "app.loose()", "create function app.loose() returns integer language sql return 1" },
        { "a role that serves may read what a backup reads", "gb_finder", "grant gb_backup to gb_finder" },
        {
            "fewer than 2 months of audit partitions ahead (run `maintain`)", "audit.audit_log",
            """
            do $$ declare this_month timestamp := date_trunc('month', now() at time zone 'UTC');
            begin
              execute 'drop table audit.audit_log_' || to_char(this_month + interval '2 months', 'YYYYMM');
              execute 'drop table audit.audit_log_' || to_char(this_month + interval '3 months', 'YYYYMM');
            end $$
            """
        },
    };

    [Fact]
    public async Task A_migrated_database_breaks_no_rule()
    {
        await using var app = await db.EnterAsync(null, null);
        Assert.Empty(await app.LintAsync());
    }

    [Theory]
    [MemberData(nameof(Breaches))]
    public async Task A_broken_rule_is_reported_with_the_object_that_breaks_it(string problem, string culprit, string breach)
    {
        var name = (string)(await db.OwnerScalarAsync("select current_database()"))!;
        await using var app = await db.EnterAsAsync("gb_app", null, null, $"set search_path = pg_catalog; {breach}");
        Assert.Contains($"{problem}: {culprit.Replace("{database}", name)}", await app.LintRulesAsync());
    }

    [Fact]
    public async Task Every_rule_is_broken_by_one_of_these_tests()
    {
        await using var owner = await db.EnterAsAsync("gb_owner", null, null);
        var parts = await owner.ColumnAsync<string>(      // SealTests has those of the seal
            """
            select prosrc from pg_proc
             where pronamespace = 'app'::regnamespace and proname like 'lint\_%' and proname not in ('lint_rules', 'lint_seal')
            """);
        Assert.True(parts.Count > 3, "The parts of app.lint() were not found.");
        var rules = parts.SelectMany(part => Rule().Matches(part)).Select(rule => rule.Groups[1].Value).ToList();
        Assert.Equal(parts.Sum(part => Regex.Count(part, @"^  union all", RegexOptions.Multiline) + 1), rules.Count);
        var tested = Breaches.Select(row => (string)row[0]).ToList();
        Assert.All(rules, rule => Assert.Contains(tested, problem => problem.StartsWith(rule, StringComparison.Ordinal)));
        Assert.All(tested, problem => Assert.Contains(rules, rule => problem.StartsWith(rule, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task All_parts_are_asked()
    {
        await using var owner = await db.EnterAsAsync("gb_owner", null, null);
        Assert.Empty(await owner.ColumnAsync<string>(
            """
            select p.proname::text from pg_proc p
             where p.pronamespace = 'app'::regnamespace and p.proname like 'lint\_%'
               and (select string_agg(prosrc, '') from pg_proc where oid in ('app.lint'::regproc, 'app.lint_rules'::regproc))
                   not like '%from app.' || p.proname || '()%'
            """));
    }

    [GeneratedRegex(@"^  select '([^']+)'", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
