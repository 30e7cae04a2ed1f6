using GraphBlog.Persistence.Users;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>One line makes a table safe, and lint names a table without it.</summary>
public sealed class ProtectTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Notes = """
        set role gb_owner;
        create table blog.notes_all (
          org_id bigint not null references blog.organisations (org_id), id bigint generated always as identity,
          topic text not null, body text not null,
          version integer not null default 1,
          created_at timestamptz not null default now(), created_by bigint not null,
          updated_at timestamptz not null default now(), updated_by bigint not null,
          deleted_at timestamptz, deleted_by bigint, primary key (org_id, id));
        reset role;
        """;

    private const string Protect = "select app.protect('blog.notes_all', p_fixed => '{topic}');";

    [Fact]
    public async Task A_table_without_protection_is_named_for_each_thing_it_lacks()
    {
        await using var session = await db.EnterAsAsync("gb_app", Acme, Ada, Notes);
        Assert.Equal(
            [
                "a backup would fail: gb_backup may not read: blog.notes_all",
                "a backup would miss rows: no policy backup: blog.notes_all",
                "no restrictive tenant policy: blog.notes_all",
                "not protected (run app.protect()): no trigger a_no_truncate: blog.notes_all",
                "not protected (run app.protect()): no trigger a_stamp: blog.notes_all",
                "not protected (run app.protect()): no trigger z_audit: blog.notes_all",
                "not protected (run app.protect()): no trigger z_audit_update: blog.notes_all",
                "not protected (run app.protect()): no trigger z_audit_upkeep: blog.notes_all",
                "row-level security not forced: blog.notes_all",
            ],
            (await session.LintRulesAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_protected_table_has_tenancy_versions_audit_and_a_trash_and_lint_is_silent()
    {
        await using var app = await db.EnterAsAsync("gb_app", Acme, Ada, $"{Notes} {Protect} select app.seal();");
        Assert.Empty(await app.LintAsync());

        var id = await app.ScalarAsync($"insert into blog.notes_all (org_id, topic, body) values ({Acme}, 't', 'b') returning id");
        Assert.Equal(2, await app.ScalarAsync($"update blog.notes_all set body = 'c' where id = {id} and version = 1 returning version"));
        foreach (var fixedColumn in new[] { "topic = 'x'", "version = 9", "org_id = 2" })
        {
            Assert.Equal("42501", await app.RefusalAsync($"update blog.notes_all set {fixedColumn}"));
        }

        Assert.Equal(3, await app.ScalarAsync($"update blog.notes_all set deleted_at = now() where id = {id} returning version"));
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from blog.notes"));
        Assert.Equal(1L, await app.ScalarAsync("select count(*) from blog.notes_trash where purge_at > now()"));
        Assert.Equal(true, await app.ScalarAsync($"select app.purge('blog.notes_all', {id}, 3)"));
        Assert.Equal(["1 CREATE", "2 UPDATE", "3 TRASH", "4 PURGE"], await app.ColumnAsync<string>(
            "select version || ' ' || action from audit.audit_log where table_name = 'notes' order by version"));

        await app.SetContextAsync(Globex, Margaret, "other");
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from audit.audit_log where table_name = 'notes'"));
    }

    [Fact]
    public async Task One_line_also_gives_a_record_that_hangs_on_another_its_authors_and_its_parents_visibility()
    {
        const string Likes = """
            alter table blog.notes_all add column author_id bigint not null, add column post_id bigint not null,
              add foreign key (org_id, post_id) references blog.posts_all (org_id, id) on delete cascade;
            """;
        var post = await db.AddPostAsync(Acme, Ada, "Hung on");
        await using var app = await db.EnterAsAsync("gb_app", Acme, Linus, Notes + Likes + Protect);
        Assert.Empty(await app.LintRulesAsync());
        await app.SetContextAsync(Acme, Linus, "test", Role.Author);
        const string Insert = "insert into blog.notes_all (org_id, topic, body, author_id, post_id) values (1, 't', 'b', {0}, {1})";
        Assert.Equal("42501", await app.RefusalAsync(string.Format(Insert, Linus, post)));      // another's draft
        await app.SetContextAsync(Acme, Grace, "test", Role.Editor);
        await app.ExecuteAsync($"update blog.posts_all set status = 'PUBLISHED' where id = {post}");
        await app.SetContextAsync(Acme, Linus, "test", Role.Author);
        Assert.Null(await app.RefusalAsync(string.Format(Insert, Linus, post)));
        Assert.Equal("42501", await app.RefusalAsync(string.Format(Insert, Grace, post)));
        await app.SetContextAsync(Acme, Grace, "test", Role.Editor);
        await app.ExecuteAsync($"update blog.posts_all set deleted_at = now() where id = {post}");
        Assert.Equal(0L, await app.ScalarAsync("select count(*) from blog.notes_all"));
    }

    [Theory]
    [InlineData("alter table blog.notes_all add column mood text",
        "audit does not capture the columns as they are (run app.protect()): blog.notes_all",
        "view does not show the columns as they are (run app.protect()): blog.notes.mood",
        "view does not show the columns as they are (run app.protect()): blog.notes_trash.mood")]
    [InlineData("alter table blog.notes_all rename column body to words",
        "audit does not capture the columns as they are (run app.protect()): blog.notes_all",
        "view does not show the columns as they are (run app.protect()): blog.notes.words",
        "view does not show the columns as they are (run app.protect()): blog.notes_trash.words")]
    public async Task A_change_of_columns_is_noticed_until_protect_is_run_again(string change, params string[] problems)
    {
        await using (var before = await db.EnterAsAsync("gb_app", Acme, Ada, $"{Notes} {Protect} {change}"))
        {
            Assert.Equal(problems, (await before.LintRulesAsync()).Order(StringComparer.Ordinal));
        }

        await using var after = await db.EnterAsAsync("gb_app", Acme, Ada, $"{Notes} {Protect} {change}; {Protect}");
        Assert.Empty(await after.LintRulesAsync());
    }

    [Fact]
    public async Task Protecting_every_table_again_changes_nothing_and_locks_nobody_out()
    {
        const string Catalogue = """
            select array_agg(line order by line) from (
              select c.oid::regclass || coalesce(c.reloptions::text, '') as line from pg_class c where c.relnamespace = 'blog'::regnamespace
              union all select c.oid::regclass || a::text from pg_class c, aclexplode(c.relacl) a
               where c.relnamespace = 'blog'::regnamespace
              union all select p.polrelid::regclass || p.polname || coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) from pg_policy p
              union all select pg_get_triggerdef(t.oid) from pg_trigger t where not t.tgisinternal
              union all select conrelid::regclass || pg_get_constraintdef(oid) from pg_constraint where contype = 'f'
              union all select c.attrelid::regclass || '.' || c.attname || a::text from pg_attribute c, aclexplode(c.attacl) a) x
            """;
        var before = (string[])(await db.OwnerScalarAsync(Catalogue))!;
        await using var again = await db.EnterAsAsync(
            "gb_app", Acme, Ada,
            """
            select app.protect('blog.organisations', p_read_only => true);
            select app.protect('blog.users', p_fixed => '{handle}', p_retired => true);
            select app.protect('blog.posts_all');
            select app.protect('blog.comments_all', p_fixed => '{post_id,author_id}')
            """);
        var after = (string[])(await again.ScalarAsync(Catalogue))!;
        Assert.Equal(("", ""), (string.Join('\n', before.Except(after)), string.Join('\n', after.Except(before))));
        Assert.Equal(before, after);
        Assert.Equal(1L, await again.ScalarAsync("select count(*) from app.identify('acme', 'ada')"));
        Assert.Empty(await again.LintAsync());
    }

    [Fact]
    public async Task A_table_that_lacks_what_the_mechanisms_need_is_refused_by_name()
    {
        await using var owner = await db.EnterAsAsync("gb_owner", Acme, Ada, "create table blog.bare (org_id bigint, id bigint)");
        await owner.ExecuteAsync("reset session authorization");
        var refused = await owner.ErrorAsync("select app.protect('blog.bare')");
        Assert.Equal("GB008", refused?.SqlState);
        Assert.Contains("it lacks version, created_at", refused?.MessageText);
    }
}
