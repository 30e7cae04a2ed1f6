using GraphBlog.Persistence.Users;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>What a role may hear of changes, the database says: psql hears no more than the API.</summary>
public sealed class FeedTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(Role.Reader, Guest, "3 PUBLISH by 1 *; 5 TRASH by  ")]
    [InlineData(Role.Author, Linus, "3 PUBLISH by 1 *; 5 TRASH by  ")]
    [InlineData(Role.Author, Ada, "1 CREATE by 1 …; 2 UPDATE by 1 body; 3 PUBLISH by 1 live_version,published_at,status,title; 4 UPDATE by 1 body; 5 TRASH by 1 deleted_at,deleted_by; 6 PURGE by  ")]
    [InlineData(Role.Reader, Ada, "3 PUBLISH by 1 *; 5 TRASH by  ")]
    [InlineData(Role.Editor, Grace, "1 CREATE by 1 …; 2 UPDATE by 1 body; 3 PUBLISH by 1 live_version,published_at,status,title; 4 UPDATE by 1 body; 5 TRASH by 1 deleted_at,deleted_by; 6 PURGE by 1 ")]
    public async Task A_role_hears_what_it_saw_at_the_time_of_each_change(Role role, long user, string expected)
    {
        var from = await MomentAsync();
        var post = await MakeAsync();
        await using (var session = await db.EnterAsync(Acme, Ada))
        {
            await session.ScalarAsync($"select app.purge('blog.posts_all', {post}, 5)");
            await session.CommitAsync();
        }

        Assert.Equal(expected, await HeardAsync(role, user, from, post));
        Assert.Equal("", await HeardAsync(Role.Admin, Margaret, from, post, Globex));
    }

    [Fact]
    public async Task Of_a_post_whose_past_the_log_no_longer_has_a_reader_learns_that_it_is_gone_and_nothing_else()
    {
        var from = await MomentAsync();
        var post = await MakeAsync();
        await db.ForgeAsync($"delete from audit.audit_log where table_name = 'posts' and record_id = {post} and version < 4; delete from blog.posts_all where id = {post}");
        Assert.Equal("5 TRASH by  ", await HeardAsync(Role.Reader, Guest, from, post));
    }

    [Fact]
    public async Task Who_loses_a_draft_to_another_author_hears_that_it_is_gone_and_the_other_that_it_is_there()
    {
        var from = await MomentAsync();
        var post = await db.AddPostAsync(Acme, Ada, "Handed over");
        await db.OwnerScalarAsync($"set app.current_org_id = '1'; update blog.posts_all set author_id = {Linus} where id = {post}");
        Assert.Equal("1 CREATE by 1 …; 2 UPDATE by  ", await HeardAsync(Role.Author, Ada, from, post));
        Assert.Equal("2 UPDATE by  *", await HeardAsync(Role.Author, Linus, from, post));
        Assert.Equal("", await HeardAsync(Role.Reader, Guest, from, post));
    }

    [Fact]
    public async Task A_moment_includes_all_that_is_committed_and_ends_behind_the_newest_change()
    {
        await using var open = await db.EnterAsync(Acme, Ada);
        await open.ExecuteAsync(InsertPost(Acme, Ada, "under-way"));
        await using (var undone = await db.EnterAsync(Acme, Ada))
        {
            await undone.ExecuteAsync(InsertPost(Acme, Ada, "undone"));
        }

        var before = await MomentAsync();
        var post = await db.AddPostAsync(Acme, Ada, "The newest");
        await using (var undone = await db.EnterAsync(Acme, Ada))
        {
            await undone.ExecuteAsync(InsertPost(Acme, Ada, "undone-too"));
        }

        var after = await MomentAsync();
        Assert.Equal(await db.OwnerScalarAsync($"select (tx::text::bigint + 1)::text from {EntriesOf(post)}"), after.Split(':')[1]);
        await open.CommitAsync();
        Assert.Equal(1L, await CountAsync(before, after));
        Assert.Equal(1L, await CountAsync(after, await MomentAsync()));      // what was under way
    }

    /// <summary>A post that became public with its third version and went to the trash with its fifth.</summary>
    private async Task<long> MakeAsync()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Seen for a while");
        foreach (var change in new[] { "body = 'e'", "status = 'PUBLISHED', title = 'Ready'", "body = 'f'", "deleted_at = now()" })
        {
            await using var session = await db.EnterAsync(Acme, Ada);
            await session.ExecuteAsync($"update blog.posts_all set {change} where id = {post}");
            await session.CommitAsync();
        }

        return post;
    }

    private async Task<string> MomentAsync()
    {
        await using var session = await db.EnterAsync(Acme, Ada);
        return (string)(await session.ScalarAsync("select snapshot::text from app.moment()"))!;
    }

    private async Task<long?> CountAsync(string from, string to)
    {
        await using var session = await db.EnterAsync(Acme, Ada);
        return (long?)await session.ScalarAsync($"select count(*) from audit.post_changes('{from}', '{to}', 0, 100)");
    }

    private async Task<string> HeardAsync(Role role, long user, string from, long post, long org = Acme)
    {
        await using var session = await db.EnterAsync(org, user, role: role);
        return (string)(await session.ScalarAsync($"""
            select coalesce(string_agg(c.version || ' ' || c.action || ' by ' || coalesce(c.changed_by::text, '') || ' '
              || case when c.fields is null then '*' when c.action = 'CREATE' then '…'
                      else (select coalesce(string_agg(f, ',' order by f), '') from unnest(c.fields) f) end, '; ' order by c.id), '')
              from app.moment() now, audit.post_changes('{from}', now.snapshot, 0, 1000) c where c.record_id = {post}
            """))!;
    }
}
