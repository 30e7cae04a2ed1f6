using System.Data;
using GraphBlog.Tests.Fixtures;
using Npgsql;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>A record is changed only by someone who has seen its latest version, and only the database writes what it knows best.</summary>
public sealed class LockingTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Of_64_writers_racing_on_one_post_each_acknowledged_one_made_the_next_version()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Raced for");
        var acknowledged = await Task.WhenAll(Enumerable.Range(0, 64).Select(WriteThreeTimesAsync));

        var versions = await HistoryAsync(post);
        Assert.Equal(Enumerable.Range(1, versions.Count), versions);
        Assert.Equal(acknowledged.Sum() + 1, versions.Count);
        Assert.InRange(acknowledged.Sum(), 1, 3 * 64 - 1);      // some lost their race, else nothing was tested

        async Task<int> WriteThreeTimesAsync(int writer)
        {
            var won = 0;
            for (var attempt = 0; attempt < 3; attempt++)
            {
                await using var session = await db.EnterAsync(Acme, Ada + writer % 4);
                var expected = await session.ScalarAsync($"select version from blog.posts where id = {post}");
                won += await session.ExecuteAsync(
                    $"update blog.posts_all set title = 'By {writer}, {attempt}' where id = {post} and version = {expected}");
                await session.CommitAsync();
            }

            return won;
        }
    }

    [Theory]
    [InlineData(IsolationLevel.ReadCommitted, null)]
    [InlineData(IsolationLevel.RepeatableRead, "40001")]
    public async Task A_stale_write_touches_no_row_at_read_committed_and_is_an_error_at_repeatable_read(IsolationLevel level, string? error)
    {
        var post = await db.AddPostAsync(Acme, Ada, "Old");
        await using var connection = new NpgsqlConnection(db.App);
        await connection.OpenAsync();
        await using var slow = new TenantSession(connection, await connection.BeginTransactionAsync(level));
        await slow.SetContextAsync(Acme, Ada, "slow");
        Assert.Equal(1, await slow.ScalarAsync($"select version from blog.posts where id = {post}"));
        await using (var quick = await db.EnterAsync(Acme, Grace))
        {
            await quick.ExecuteAsync($"update blog.posts_all set title = 'New' where id = {post} and version = 1");
            await quick.CommitAsync();
        }

        var sql = $"update blog.posts_all set title = 'Lost' where id = {post} and version = 1";
        Assert.Equal(error, await slow.RefusalAsync(sql));
        Assert.Equal(error is null ? 0 : 1, error is null ? await slow.ExecuteAsync(sql) : 1);
        await slow.CommitAsync();
        Assert.Equal("New 2", await db.OwnerScalarAsync($"select title || ' ' || version from blog.posts_all where id = {post}"));
    }

    [Fact]
    public async Task A_change_of_nothing_finds_its_row_and_makes_neither_a_version_nor_an_entry()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Same");
        await using (var session = await db.EnterAsync(Acme, Grace))
        {
            Assert.Equal(1, await session.ExecuteAsync($"update blog.posts_all set body = 'Text' where id = {post} and version = 1"));
            Assert.Equal(1, await session.ExecuteAsync($"update blog.posts_all set status = status where id = {post} and version = 1"));
            await session.CommitAsync();
        }

        Assert.Equal([1], await HistoryAsync(post));
        Assert.Equal(Ada, await db.OwnerScalarAsync($"select updated_by from blog.posts_all where version = 1 and id = {post}"));

        // The two naive forms: one reports a conflict that is none, the other makes versions of nothing.
        await db.StopsAsync(
            async acme => await acme.ExecuteAsync($"update blog.posts_all set title = title where id = {post}") == 0,
            Stamp("if new operator(pg_catalog.*=) old then return null; end if; new.version := old.version + 1; return new;"));
        await db.StopsAsync(
            async acme => await acme.ScalarAsync($"update blog.posts_all set title = title where id = {post} returning version") is 2,
            Stamp("new.version := old.version + 1; return new;"));
    }

    [Theory]
    [InlineData("version", "77")]
    [InlineData("created_at", "'2001-01-01'")]
    [InlineData("created_by", "2")]
    [InlineData("updated_at", "'2001-01-01'")]
    [InlineData("updated_by", "2")]
    [InlineData("deleted_by", "2")]
    public async Task What_a_client_sends_for_a_stamped_column_is_refused_and_with_the_right_to_it_overwritten(string column, string value)
    {
        var post = await db.AddPostAsync(Acme, Ada, "Honest");
        var forge = $"update blog.posts_all set title = 'Forged', {column} = {value} where id = {post}";
        var forged = $"select 1 from blog.posts_all where id = {post} and title = 'Forged' and {column} = {value}";
        var insert =
            $"insert into blog.posts_all (org_id, author_id, title, slug, body, {column}) values ({Acme}, {Ada}, 'x', 'x', '', {value})";
        var right = $"grant insert ({column}), update ({column}) on blog.posts_all to gb_app";

        await using (var acme = await db.EnterAsync(Acme, Ada))
        {
            Assert.Equal("42501", await acme.RefusalAsync(forge));
            Assert.Equal("42501", await acme.RefusalAsync(insert));
        }

        await using (var trusted = await db.EnterAsAsync("gb_app", Acme, Ada, right))
        {
            Assert.Equal(1, await trusted.ExecuteAsync(forge));
            Assert.Null(await trusted.ScalarAsync(forged));
            var id = await trusted.ScalarAsync($"{insert} returning id");
            Assert.Null(await trusted.ScalarAsync($"select 1 from blog.posts_all where id = {id} and {column} = {value}"));
            Assert.Contains($"application role may write a column the database owns: blog.posts_all.{column}", await trusted.LintAsync());
        }

        await db.StopsAsync(
            async acme =>
            {
                await acme.ExecuteAsync(forge);
                return await acme.ScalarAsync(forged) is 1;
            },
            $"{right}; alter table blog.posts_all disable trigger a_stamp", "trigger disabled: blog.posts_all.a_stamp");
    }

    [Fact]
    public async Task Times_grow_with_the_version_even_when_the_clock_steps_back()
    {
        var post = await db.AddPostAsync(Acme, Ada, "From the future");
        await db.ForgeAsync($"update blog.posts_all set updated_at = now() + interval '1 hour' where id = {post}");
        await using var acme = await db.EnterAsync(Acme, Ada);
        await acme.ExecuteAsync($"update blog.posts_all set title = 'Once' where id = {post}");
        await acme.ExecuteAsync($"update blog.posts_all set title = 'Twice' where id = {post}");
        Assert.Equal(2L, await acme.ScalarAsync(
            $"select count(distinct changed_at) from {EntriesOf(post)} and changed_at > now() + interval '59 minutes'"));
    }

    [Fact]
    public async Task A_post_was_first_published_once_and_only_an_editor_says_when_and_not_in_the_future()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Published");
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Equal(true, await acme.ScalarAsync(
            $"update blog.posts_all set status = 'PUBLISHED' where id = {post} returning published_at = updated_at"));
        await acme.ExecuteAsync($"update blog.posts_all set status = 'DRAFT' where id = {post}");
        Assert.Equal(true, await acme.ScalarAsync(
            $"update blog.posts_all set status = 'PUBLISHED' where id = {post} returning published_at < updated_at"));
        foreach (var value in new[] { "null", "now() + interval '2 hours'" })
        {
            Assert.Equal("GB003", await acme.RefusalAsync($"update blog.posts_all set published_at = {value} where id = {post}"));
        }

        await acme.ExecuteAsync($"update blog.posts_all set published_at = '2001-01-01' where id = {post}");
    }

    [Theory]
    [InlineData("insert into blog.posts_all (org_id, author_id, title, slug, body) values (1, 1, 'x', 'by-nobody', '')")]
    [InlineData("update blog.posts_all set title = title || '!'")]
    [InlineData("update blog.posts_all set deleted_at = now()")]
    public async Task The_application_writes_nothing_without_a_user(string sql)
    {
        await db.AddPostAsync(Acme, Ada, "Untouched");
        await using var nobody = await db.EnterAsync(Acme, null);
        Assert.Equal("GB001", await nobody.RefusalAsync(sql));
    }

    [Theory]
    [InlineData("gb_app", "42501")]
    [InlineData("gb_owner", "GB007")]
    [InlineData("postgres", "GB007")]
    public async Task A_live_record_is_deleted_by_nobody(string role, string error)
    {
        var post = await db.AddPostAsync(Acme, Ada, "Alive");
        var superuser = await db.OwnerScalarAsync("select current_user");
        await using var session = await db.EnterAsAsync(role == "postgres" ? $"\"{superuser}\"" : role, Acme, Ada);
        foreach (var table in new[] { $"blog.posts_all where id = {post}", $"blog.users where org_id = {Acme} and id = {Guest}" })
        {
            Assert.Equal(error, await session.RefusalAsync($"delete from {table}"));
        }
    }

    [Fact]
    public async Task It_is_the_stamp_that_keeps_the_owner_from_deleting_a_live_record()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Alive");
        await db.StopsAsync(
            async owner => await owner.ExecuteAsync($"delete from blog.posts_all where id = {post}") == 1,
            "alter table blog.posts_all disable trigger a_stamp", "trigger disabled: blog.posts_all.a_stamp", "gb_owner");
    }

    private static string Stamp(string body) =>
        $"create or replace function app.stamp() returns trigger language plpgsql as $$ begin {body} end $$";

    private async Task<IReadOnlyList<int>> HistoryAsync(long post)
    {
        await using var session = await db.EnterAsync(Acme, Ada);
        return await session.ColumnAsync<int>($"select version from {EntriesOf(post)} order by changed_at");
    }
}
