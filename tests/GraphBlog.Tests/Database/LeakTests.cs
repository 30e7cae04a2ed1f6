using GraphBlog.Tests.Fixtures;
using Npgsql;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>The side doors: errors, plans, cursors, prepared statements and the functions that read for somebody else.</summary>
public sealed class LeakTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Open = "alter table blog.posts_all disable row level security";

    [Fact]
    public async Task A_function_that_fails_on_a_row_never_meets_another_organisations_row()
    {
        await db.AddPostAsync(Globex, Margaret, "Secret");
        await db.StopsAsync(async acme => await acme.RefusalAsync($"select 1 / (org_id - {Globex}) from blog.posts_all") == "22012", Open);
        await db.StopsAsync(
            async acme => await acme.RefusalAsync($"select from blog.posts_all where 1 / (org_id - {Globex}) > 0") == "22012", Open);
    }

    [Fact]
    public async Task An_error_quotes_no_other_organisations_values()
    {
        await db.AddPostAsync(Globex, Margaret, "Secret title", "secret-slug");
        await db.StopsAsync(
            async acme => await acme.ErrorAsync("select title::integer from blog.posts_all where title like 'Secret%'") is { } error
                && error.MessageText.Contains("Secret"),
            Open);

        await db.AddPostAsync(Acme, Ada, "Ours", "taken");
        await using var session = await db.EnterAsync(Acme, Ada);
        var taken = await session.ErrorAsync(
            InsertPost(Acme, Ada, "taken"));
        Assert.Equal("posts_slug_live", taken?.ConstraintName);
        var foreign = await session.ErrorAsync(
            InsertPost(Acme, Margaret, "by-them"));
        Assert.DoesNotContain("margaret", $"{foreign!.MessageText} {foreign.Detail}");
    }

    [Theory]
    [InlineData("select count(*) from blog.posts_all tablesample system (100) where title = 'Secret'")]
    [InlineData("select count(*) from blog.posts_all where title = 'Secret' and ctid >= '(0,0)'")]
    [InlineData("select count(*) from ts_stat('select to_tsvector(title) from blog.posts_all') where word = 'secret'")]
    [InlineData("select count(*) from (select (p.*)::text as t from blog.posts_all p for update) x where t like '%Secret%'")]
    [InlineData("with recursive r (t) as (select '' union select title from blog.posts_all, r) select count(*) from r where t = 'Secret'")]
    public async Task No_way_of_scanning_walks_past_the_policy(string sql)
    {
        await db.AddPostAsync(Globex, Margaret, "Secret");
        await db.StopsAsync(async acme => await acme.ScalarAsync(sql) is > 0L, Open);
    }

    [Fact]
    public async Task A_plan_and_the_statistics_show_no_values_of_another_organisation()
    {
        await db.AddPostAsync(Globex, Margaret, "Secret");
        await db.OwnerScalarAsync("analyze blog.posts_all");
        await using var acme = await db.EnterAsync(Acme, Ada);
        var plan = await acme.ColumnAsync<string>("explain (analyze, verbose) select * from blog.posts_all order by title");
        Assert.DoesNotContain(plan, line => line.Contains("Secret"));
        Assert.Equal(0L, await acme.ScalarAsync("select count(*) from pg_stats where tablename = 'posts_all'"));
    }

    [Fact]
    public async Task A_statement_prepared_by_one_organisation_answers_the_other_with_its_own_rows()
    {
        await db.AddPostAsync(Acme, Ada, "Ours");
        await db.AddPostAsync(Globex, Margaret, "Theirs");
        await using var connection = new NpgsqlConnection($"{db.App};Options=-c plan_cache_mode=force_generic_plan");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("select distinct org_id from blog.posts_all", connection);
        await command.PrepareAsync();
        foreach (var org in new[] { Acme, Globex, Acme, Globex, Acme, Globex, Acme })
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var enter = new NpgsqlCommand(
                $"select set_config('app.current_org_id', '{org}', true), set_config('app.current_role', 'ADMIN', true)", connection, transaction);
            await enter.ExecuteNonQueryAsync();
            Assert.Equal(org, await command.ExecuteScalarAsync());
            await transaction.CommitAsync();
        }

        Assert.Null(await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Max Auto Prepare=10;Auto Prepare Min Usages=1")]
    public async Task Nothing_of_a_session_outlives_its_return_to_the_pool(string preparing)
    {
        await db.AddPostAsync(Acme, Ada, "Ours");
        await using var pool = NpgsqlDataSource.Create($"{db.App};Maximum Pool Size=1;{preparing}");
        int backend;
        await using (var acme = await pool.OpenConnectionAsync())
        {
            backend = acme.ProcessID;
            foreach (var sql in new[]
            {
                $"select set_config('app.current_org_id', '{Acme}', false)", "set search_path = pg_catalog",
                "declare leak cursor with hold for select title from blog.posts_all", "select 1", "select 1",
            })
            {
                await using var command = new NpgsqlCommand(sql, acme);
                await command.ExecuteNonQueryAsync();
            }
        }

        await using var next = await pool.OpenConnectionAsync();
        Assert.Equal(backend, next.ProcessID);
        await using var setting = new NpgsqlCommand(
            "select coalesce(current_setting('app.current_org_id', true), '') || (select count(*) from blog.posts_all)", next);
        Assert.Equal("0", await setting.ExecuteScalarAsync());
        await using var fetch = new NpgsqlCommand("fetch all from leak", next);
        Assert.Equal("34000", (await Assert.ThrowsAsync<PostgresException>(() => fetch.ExecuteScalarAsync())).SqlState);
    }

    [Fact]
    public async Task A_connection_with_prepared_statements_comes_back_from_the_pool_because_everybody_may_unlock_all()
    {
        Assert.True(await ComesBackAsync());
        await db.OwnerScalarAsync("revoke execute on function pg_advisory_unlock_all() from public");
        Assert.False(await ComesBackAsync());
        await db.OwnerScalarAsync("grant execute on function pg_advisory_unlock_all() to public");

        async Task<bool> ComesBackAsync()
        {
            await using var pool = NpgsqlDataSource.Create($"{db.App};Maximum Pool Size=1;Max Auto Prepare=10;Auto Prepare Min Usages=1");
            try
            {
                for (var request = 0; request < 3; request++)
                {
                    await using var command = pool.CreateCommand("select 1");
                    await command.ExecuteScalarAsync();
                }

                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                return false;
            }
        }
    }

    [Theory]
    [InlineData("acme", "ada", "(1,1,ADMIN,f)")]
    [InlineData("1", "2", "(1,2,EDITOR,f)")]
    [InlineData("globex", "ken", "(2,7,AUTHOR,f)")]
    [InlineData("acme", "margaret", null)]
    [InlineData("acme", "5", null)]
    [InlineData("", "", null)]
    public async Task A_token_is_told_the_ids_and_the_role_of_whom_it_names_and_nothing_else(string org, string user, string? expected)
    {
        await using var nobody = await db.EnterAsync(null, null);
        Assert.Equal(expected, await nobody.ScalarAsync($"select i::text from app.identify('{org}', '{user}') i"));
    }

    [Theory]
    [InlineData("organisations", "slug = 'globex'")]
    [InlineData("users", "handle = 'margaret'")]
    public async Task Nobody_speaks_for_a_deleted_user_or_organisation(string table, string row)
    {
        await using var nobody = await db.EnterAsAsync(
            "gb_app", null, null, $"set local session_replication_role = replica; update blog.{table} set deleted_at = now() where {row}");
        Assert.Null(await nobody.ScalarAsync("select user_id from app.identify('globex', 'margaret')"));
    }

    [Fact]
    public async Task A_definer_function_of_a_superuser_would_read_everything_so_lint_names_it()
    {
        await db.AddPostAsync(Globex, Margaret, "Secret");
        await db.StopsAsync(
            async acme => await acme.ScalarAsync("select app.peek()") is > 0L,
            $"""
            create function app.peek() returns bigint language sql security definer set search_path = pg_catalog, pg_temp
              return (select count(*) from blog.posts_all where org_id = {Globex});
            revoke execute on function app.peek() from public;
            grant execute on function app.peek() to gb_app
            """,
            "security definer owned by a role that policies do not bind: app.peek()");
    }
}
