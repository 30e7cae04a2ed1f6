using GraphBlog.Persistence;
using GraphBlog.Persistence.Versions;
using GraphBlog.Tests.Fixtures;
using Npgsql;

namespace GraphBlog.Tests.Database;

/// <summary>A database of the last release becomes what a fresh one is, in one step or not at all.</summary>
public sealed class UpgradeTests(FormerRelease former) : IClassFixture<FormerRelease>
{
    // Without nulls: a column that came since has no value in rows of before.
    private const string Rows = """
        select jsonb_strip_nulls(jsonb_build_array(
          (select jsonb_agg(to_jsonb(o) order by o.org_id) from blog.organisations o), (select jsonb_agg(to_jsonb(u) order by u.id) from blog.users u),
          (select jsonb_agg(to_jsonb(p) - '{live_version,edited_version}'::text[] order by p.id) from blog.posts_all p), (select jsonb_agg(to_jsonb(c) order by c.id) from blog.comments_all c),
          (select jsonb_agg(to_jsonb(e) order by e.id) from audit.audit_log e), (select jsonb_agg(to_jsonb(k)) from app.idempotency_keys k),
          (select jsonb_agg(to_jsonb(i)) from app.imports i)))::text
        """;

    // Every row that defines something, with the transaction that wrote it.
    private const string Written = """
        select string_agg(line, ' ' order by line) from (
          select 'class ' || c.oid || ' ' || c.xmin from pg_class c where c.relnamespace in ('blog'::regnamespace, 'audit'::regnamespace, 'app'::regnamespace)
          union all select 'function ' || oid || ' ' || xmin from pg_proc union all select 'policy ' || oid || ' ' || xmin from pg_policy
          union all select 'trigger ' || oid || ' ' || xmin from pg_trigger union all select 'epoch ' || xmin from app.epochs
          union all select 'code ' || xmin from app.code union all select 'migration ' || xmin from app.migrations) x (line)
        """;

    private const string Texts = "select string_agg(row (id, version, slug, title, body, tags, updated_at)::text, ' ' order by id) from blog.posts";
    private const string Sealed = "select array_agg(kind || ' ' || object || ': ' || definition order by kind, object) from app.sealed";
    private const string Chain = "select string_agg(\"MigrationId\", ' ' order by 1) from app.migrations";

    private const string BurnTransactions = """
        do $$ begin
          create temporary table burnt (n integer);
          for i in 1..2000 loop
            begin insert into burnt values (i); exception when division_by_zero then null; end;
          end loop;
        end $$
        """;

    [Fact]
    public async Task A_database_of_the_last_release_becomes_what_a_fresh_one_is_and_keeps_every_row()
    {
        var (name, fresh) = (await former.CopyAsync(), await former.FreshAsync());
        var rows = (string)(await former.ScalarAsync(name, Rows))!;
        Assert.NotEqual(await former.SchemaAsync(fresh), await former.SchemaAsync(name));
        Assert.Equal([.. BlogMigrations.All.Skip(1), $"Code {CodeFiles.Checksum[..8]}"], await MigrateAsync(name));
        Assert.Equal(await former.SchemaAsync(fresh), await former.SchemaAsync(name));
        Assert.Equal((string[])(await former.ScalarAsync(fresh, Sealed))!, (string[])(await former.ScalarAsync(name, Sealed))!);
        Assert.Equal(rows, await former.ScalarAsync(name, Rows));
        Assert.Equal(string.Join(' ', BlogMigrations.All), await former.ScalarAsync(name, Chain));
        await foreach (var finding in BlogExamination.ExamineAsync(former.Server.Owner(name), former.Server.App(name), CancellationToken.None))
        {
            Assert.Equal((finding.Question, finding.IsWarning ? "nobody has said how long the log is kept, so it is kept for good (run `maintain`): audit.audit_log" : ""), (finding.Question, string.Join('\n', finding.Problems)));
        }
    }

    [Fact]
    public async Task What_the_last_release_wrote_is_read_by_the_serving_role_as_it_was()
    {
        var name = await former.CopyAsync();
        await MigrateAsync(name);
        await using var database = NpgsqlDataSource.Create(former.Server.App(name));
        Assert.Empty(await BlogHealth.ProblemsAsync(database, CancellationToken.None));

        await using var acme = await TestDatabase.At(former.Server.Owner(name), former.Server.App(name)).EnterAsync(1, 3);
        Assert.Equal(["1 On bonds", "2 On chemical bonds", "3 On chemical bonds", "4 On chemical bonds", "5 On bonds"],
            await acme.ColumnAsync<string>("select r.version || ' ' || (r.data->>'title') from generate_series(1, 5) v, audit.revision('blog.posts_all', 1, v) r order by 1"));
        Assert.Equal(["1 CREATE", "2 TRASH", "3 PURGE"], await acme.ColumnAsync<string>("select version || ' ' || action from audit.audit_log where table_name = 'posts' and record_id = 4 order by version"));
        Assert.Equal("1", await acme.ScalarAsync("select string_agg(id::text, ' ') from app.search_posts('vitamins')"));
        Assert.Equal(await acme.ScalarAsync($"{Texts} where status = 'PUBLISHED'"), await acme.ScalarAsync(Texts.Replace("blog.posts", "blog.posts_live")));
        Assert.Equal("2 3 4 5", await acme.ScalarAsync(      // the first was a draft
            "select string_agg(audit.live_at(1, changed_at)::text, ' ' order by version) from audit.audit_log where table_name = 'posts' and record_id = 1"));
        Assert.Equal("to-be-thrown-away", await acme.ScalarAsync("select string_agg(slug, ' ') from blog.posts_trash"));
        Assert.Equal(1L, await acme.ScalarAsync(
            """
            select count(*) from app.take_key('fifth', '\x0102') k join audit.audit_log e
                on e.tx = k.used_in and e.id > k.above_entry and e.id <= k.up_to_entry and e.record_id = 6 where k.is_same
            """));
    }

    [Fact]
    public async Task A_database_that_is_up_to_date_is_left_as_it_is()
    {
        var name = await former.CopyAsync();
        await former.ScalarAsync(name, BurnTransactions);      // where numbers are below those of the log, every start begins an epoch
        await MigrateAsync(name);
        var written = await former.ScalarAsync(name, Written);
        Assert.Empty(await MigrateAsync(name));
        Assert.Equal(written, await former.ScalarAsync(name, Written));
    }

    [Fact]
    public async Task While_an_upgrade_waits_for_a_reader_servers_say_that_it_is_at_work()
    {
        var name = await former.CopyAsync();
        await using var serving = NpgsqlDataSource.Create(former.Server.App(name));
        await using var reader = new NpgsqlConnection($"{former.Server.Owner(name)};Pooling=false");
        await reader.OpenAsync();
        await using var reading = await reader.BeginTransactionAsync();
        await new NpgsqlCommand("lock table audit.audit_log in access share mode", reader).ExecuteNonQueryAsync();
        var upgrade = MigrateAsync(name);
        while (!(await BlogHealth.ProblemsAsync(serving, CancellationToken.None)).Single().Contains("`migrate` is at work"))
        {
            Assert.False(upgrade.IsCompleted, "It was over before anybody could ask.");
            await Task.Delay(50);
        }

        await reading.RollbackAsync();
        await upgrade;
        Assert.Empty(await BlogHealth.ProblemsAsync(serving, CancellationToken.None));
    }

    [Fact]
    public async Task Of_two_programs_that_upgrade_at_once_one_does_it()
    {
        var name = await former.CopyAsync();
        var runs = await Task.WhenAll(MigrateAsync(name), MigrateAsync(name));
        Assert.Equal(BlogMigrations.All.Count, Assert.Single(runs, run => run.Count > 0).Count);
    }

    [Fact]
    public async Task An_upgrade_after_which_a_rule_would_be_broken_leaves_the_release_before()
    {
        var name = await former.CopyAsync();
        await former.ScalarAsync(name, "create table blog.loose (id bigint)");
        var before = await StateAsync(name);
        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(name));
        Assert.Contains("table without org_id: blog.loose", refused.Message);
        Assert.EndsWith("Nothing was changed.", refused.Message);
        Assert.Equal(before, await StateAsync(name));
    }

    [Fact]
    public async Task An_upgrade_in_which_a_file_fails_leaves_the_release_before_and_names_the_file()
    {
        var name = await former.CopyAsync();
        await former.ScalarAsync(name, "create view blog.titles with (security_invoker = true) as select title from blog.posts");      // so that protect() cannot make its view anew
        var before = await StateAsync(name);
        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(name));
        Assert.StartsWith("Code/1900_protected_tables.sql failed: cannot drop", refused.Message);
        Assert.Equal(before, await StateAsync(name));
    }

    [Fact]
    public async Task A_killed_upgrade_leaves_the_release_before_and_the_next_one_completes_it()
    {
        var name = await former.CopyAsync();
        var before = await StateAsync(name);
        await using (var reader = new NpgsqlConnection($"{former.Server.Owner(name)};Pooling=false"))
        {
            await reader.OpenAsync();
            await using var transaction = await reader.BeginTransactionAsync();
            await new NpgsqlCommand("lock table blog.comments_all in access share mode", reader).ExecuteNonQueryAsync();
            var upgrade = MigrateAsync(name);
            while (await former.ScalarAsync(name, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'") is not true)
            {
                await Task.Delay(50);
            }

            await Assert.ThrowsAsync<MigrationException>(() => upgrade);
        }

        Assert.Equal(before, await StateAsync(name));
        Assert.Equal(BlogMigrations.All.Count, (await MigrateAsync(name)).Count);
    }

    [Theory]
    [InlineData("delete from app.migrations where \"MigrationId\" like '%_Faults'", "This database is of an older release: its last migration is 20261125234500_Speed", "takes over from 20261126205751_Faults alone. Run `migrate` of the release that ends there")]
    [InlineData("update app.migrations set \"MigrationId\" = '20991231000000_Later'", "This database is of a newer release: it has 20991231000000_Later", "Use the program of that release")]
    public async Task A_release_that_this_program_does_not_follow_is_refused_with_what_to_do(string change, string what, string remedy)
    {
        var name = await former.CopyAsync();
        await former.ScalarAsync(name, change.StartsWith("update") ? $"delete from app.migrations where \"MigrationId\" not like '%_Faults'; {change}" : change);
        var before = await StateAsync(name);
        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(name));
        Assert.StartsWith(what, refused.Message);
        Assert.Contains(remedy, refused.Message);
        Assert.Equal(before, await StateAsync(name));
    }

    [Fact]
    public async Task Another_releases_functions_are_noticed_and_what_it_gave_is_taken_back()
    {
        var name = await former.FreshAsync();
        var schema = await former.SchemaAsync(name);
        await using var database = NpgsqlDataSource.Create(former.Server.App(name));
        await former.ScalarAsync(
            name,
            """
            update app.code set checksum = 'another';
            create policy too_much on blog.users to gb_app using (true);
            create trigger a_refusal before update on blog.posts_all for each row execute function app.refuse();
            grant delete on blog.posts_all to gb_app;
            grant update (tx) on audit.audit_log to gb_finder;
            grant create on schema app to gb_app;
            grant execute on function app.protect to public;
            create or replace function app.usr() returns bigint language sql stable parallel safe return 1::bigint;
            """);
        Assert.Contains("functions of another release", Assert.Single(await BlogHealth.ProblemsAsync(database, CancellationToken.None)));
        Assert.Equal([$"Code {CodeFiles.Checksum[..8]}"], await MigrateAsync(name));
        Assert.Empty(await BlogHealth.ProblemsAsync(database, CancellationToken.None));
        Assert.Equal(schema, await former.SchemaAsync(name));

        await former.ScalarAsync(name, "insert into app.migrations values ('20991231000000_Later', '')");
        Assert.Contains("of a newer release", Assert.Single(await BlogHealth.ProblemsAsync(database, CancellationToken.None)));
    }

    [Theory]
    [InlineData("select 1", true)]
    [InlineData("update app.code set checksum = 'another'", false)]
    public async Task What_was_tampered_with_is_put_right_or_else_told_before_it_is_sealed_anew(string release, bool mends)
    {
        var name = await former.FreshAsync();
        await using var database = NpgsqlDataSource.Create(former.Server.App(name));
        await former.ScalarAsync(
            name,
            """
            create or replace function app.lint_rules() returns table (problem text, object text)
              language sql as 'select null, null where false';
            drop policy readers on blog.posts_all;
            alter table blog.posts_all drop constraint posts_all_slug_check;
            create table public.copied as select * from blog.posts_all
            """);
        const string Function = "changed since `migrate` sealed it: function app.lint_rules(), was: ";
        const string Constraint = "gone since `migrate` sealed it: constraint blog.posts_all.posts_all_slug_check, was: ";
        const string Policy = "gone since `migrate` sealed it: policy blog.posts_all.readers, was: ";
        const string Table = "new since `migrate` sealed it: table public.copied, is: ";
        Assert.Empty(await MigrateAsync(name));      // a start alone mends nothing, and seals nothing
        Begin([Function, Constraint, Policy, Table], await BlogHealth.ProblemsAsync(database, CancellationToken.None));

        await former.ScalarAsync(name, release);
        var told = new List<string>();
        Assert.Single(await BlogMigrations.MigrateAsync(former.Server.Owner(name), null, CancellationToken.None, mends: mends, tell: told.Add));
        Begin([$"Put right: {Function}", $"Sealed as it is now: {Constraint}", $"Put right: {Policy}", $"Sealed as it is now: {Table}"], told);
        Assert.Empty(await BlogHealth.ProblemsAsync(database, CancellationToken.None));
        Assert.Empty(await BlogMigrations.MigrateAsync(former.Server.Owner(name), null, CancellationToken.None, mends: true));

        static void Begin(string[] expected, IEnumerable<string> lines)
            => Assert.Equal(
                expected, lines.Select((line, at) => at < expected.Length && line.StartsWith(expected[at], StringComparison.Ordinal) ? expected[at] : line));
    }

    private Task<IReadOnlyList<string>> MigrateAsync(string name) => BlogMigrations.MigrateAsync(former.Server.Owner(name), null, CancellationToken.None);

    private async Task<string> StateAsync(string name)
        => string.Join('\n', [(string)(await former.ScalarAsync(name, Chain))!, .. await former.SchemaAsync(name)]);
}
