using GraphBlog.Persistence.Users;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>Which rows a role sees and writes in bare SQL (Sql/Code/0800_row_rules.sql). A transaction that names no role is a reader's.</summary>
public sealed class RoleTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Blog = """
        insert into blog.posts_all (org_id, author_id, title, slug, body, status)
        select 1, a.id, a.handle || ' ' || lower(s), a.handle || '-' || lower(s), '', replace(s, 'TRASHED', 'PUBLISHED')
          from blog.users a cross join unnest('{DRAFT,PUBLISHED,ARCHIVED,TRASHED}'::text[]) s where a.handle in ('ada', 'linus');
        insert into blog.comments_all (org_id, post_id, author_id, body)
        select 1, p.id, a.id, a.handle || ' on ' || p.title from blog.posts p cross join blog.users a where a.handle in ('ada', 'linus');
        insert into blog.comments_all (org_id, post_id, author_id, body)
        select 1, p.id, a.id, a.handle || ' deleted on ' || p.title from blog.posts p cross join blog.users a
         where a.handle in ('ada', 'linus') and p.title = 'ada published';
        update blog.comments_all set deleted_at = now() where body like '% deleted on %';
        update blog.posts_all set deleted_at = now() where slug like '%-trashed'
        """;

    private const string Published = "ada published,linus published", All = "ada archived,ada draft,ada published,linus archived,linus draft,linus published";
    private const string Own = "ada published,linus archived,linus draft,linus published";

    [Theory]
    [InlineData(Guest, Role.Reader, Published, "")]
    [InlineData(Linus, null, Published, "")]
    [InlineData(Linus, Role.Reader, Published, "")]
    [InlineData(Linus, Role.Author, Own, "linus trashed")]
    [InlineData(Grace, Role.Editor, All, "ada trashed,linus trashed")]
    [InlineData(Ada, Role.Admin, All, "ada trashed,linus trashed")]
    [InlineData(Ada, null, Published, "")]
    public async Task Posts_and_their_comments_are_seen_as_the_role_says(long user, Role? role, string posts, string trash)
    {
        await using var session = await EnterAsync(user, role);
        Assert.Equal(posts, await session.ScalarAsync("select string_agg(title, ',' order by title) from blog.posts"));
        Assert.Equal(trash, await session.ScalarAsync("select coalesce(string_agg(title, ',' order by title), '') from blog.posts_trash"));
        Assert.Equal(
            posts.Split(',').SelectMany(title => new[] { $"ada on {title}", $"linus on {title}" }).Order(StringComparer.Ordinal),
            await session.ColumnAsync<string>("select body from blog.comments order by body collate \"C\""));
        Assert.Equal(
            role switch { Role.Author => "linus deleted on ada published", Role.Editor or Role.Admin => "ada deleted on ada published,linus deleted on ada published", _ => "" },
            await session.ScalarAsync("select coalesce(string_agg(body, ',' order by body), '') from blog.comments_trash"));
    }

    [Theory]
    [InlineData(Linus, null, "", "")]
    [InlineData(Guest, Role.Reader, "", "")]
    [InlineData(Linus, Role.Author, "linus archived,linus draft,linus published", "linus")]
    [InlineData(Grace, Role.Editor, All, "ada,linus")]
    public async Task Posts_and_comments_are_written_as_the_role_says(long user, Role? role, string posts, string comments)
    {
        await using var session = await EnterAsync(user, role);
        Assert.Equal(posts, string.Join(',', (await session.ColumnAsync<string>("update blog.posts_all set body = 'Written' where deleted_at is null returning title")).Order()));
        Assert.Equal(comments, string.Join(',', (await session.ColumnAsync<string>(
            "update blog.comments_all set body = 'Written' where deleted_at is null returning (select handle from blog.users u where u.id = author_id)")).Distinct().Order()));
        var post = $"select id from blog.posts where title = 'ada published'";
        foreach (var (author, mayInsert) in new[] { (user, role is not null and not Role.Reader), (Ada, role is Role.Editor) })
        {
            Assert.Equal(mayInsert ? null : "42501", await session.RefusalAsync(InsertPost(Acme, author, $"new-{author}")));
            Assert.Equal(mayInsert ? null : "42501", await session.RefusalAsync(
                $"insert into blog.comments_all (org_id, author_id, post_id, body) values (1, {author}, ({post}), 'New')"));
        }
    }

    [Theory]
    [InlineData(Linus, null)]
    [InlineData(Guest, Role.Reader)]
    [InlineData(Linus, Role.Author)]
    public async Task A_post_that_is_not_seen_cannot_be_commented_and_is_like_none(long user, Role? role)
    {
        await using var session = await EnterAsync(Ada, Role.Admin);
        var hidden = await session.ColumnAsync<long>("select id from blog.posts_all where title in ('ada draft', 'ada archived', 'ada trashed')");
        Assert.Equal(3, hidden.Count);
        await BecomeAsync(session, user, role);
        foreach (var post in hidden.Append(4_000_000))
        {
            // without RETURNING, which would ask whether the new row may be seen
            var refused = await session.ErrorAsync(InsertComment(Acme, user, post));
            Assert.Equal("42501", refused?.SqlState);
        }
    }

    [Theory]
    [InlineData(Guest, Role.Reader, "users 4")]
    [InlineData(Guest, null, "users 4")]
    [InlineData(Linus, Role.Author, "comments,posts,users 3")]
    public async Task The_log_tells_of_ones_own_and_nothing_else(long user, Role? role, string seen)
    {
        await using var session = await EnterAsync(user, role);
        Assert.Equal(seen, await session.ScalarAsync(
            "select string_agg(distinct table_name || case when table_name = 'users' then ' ' || record_id else '' end, ',') from audit.audit_log"));
        Assert.Equal(0L, await session.ScalarAsync(
            """
            select count(*) from audit.audit_log e
             where not case e.table_name when 'posts' then exists (select from blog.posts_all p where p.id = e.record_id and p.author_id = app.usr())
                                         when 'comments' then exists (select from blog.comments_all c where c.id = e.record_id and c.author_id = app.usr())
                                         else e.record_id = app.usr() end
            """));
    }

    [Theory]
    [InlineData(Linus, null)]
    [InlineData(Linus, Role.Reader)]
    [InlineData(Linus, Role.Author)]
    [InlineData(Grace, Role.Editor)]
    public async Task Nobody_but_an_administrator_purges_and_writes_others(long user, Role? role)
    {
        await using var session = await EnterAsync(Ada, Role.Admin);
        var trash = await session.ColumnAsync<long>("select id from blog.posts_trash");
        await BecomeAsync(session, user, role);
        foreach (var post in trash)
        {
            Assert.Equal(false, await session.ScalarAsync($"select app.purge('blog.posts_all', {post}, 2)"));
        }

        Assert.Equal("42501", await session.RefusalAsync("insert into blog.users (org_id, handle, display_name, role) values (1, 'new', 'New', 'READER')"));
        Assert.Equal([user], await session.ColumnAsync<long>("update blog.users set display_name = 'Me' returning id"));
        Assert.Equal("42501", await session.RefusalAsync($"update blog.users set role = 'ADMIN' where id = {user}"));
        Assert.Null(await session.RefusalAsync($"update blog.users set role = role where id = {user}"));

        await BecomeAsync(session, Ada, Role.Admin);
        Assert.Equal(true, await session.ScalarAsync($"select app.purge('blog.posts_all', {trash[0]}, 2)"));
        Assert.Equal(1, await session.ExecuteAsync($"update blog.users set role = 'ADMIN' where id = {user}"));
    }

    [Fact]
    public async Task Nobody_names_themselves_administrator_and_the_last_one_stays() => await db.StopsAsync(
        async acme => await acme.ExecuteAsync("update blog.users set role = 'EDITOR' where id = 1") == 1,
        "drop trigger b_guard_roles on blog.users", "gone since `migrate` sealed it: trigger blog.users.b_guard_roles");

    [Fact]
    public async Task Of_two_administrators_who_take_the_role_from_each_other_the_second_finds_nobody_left()
    {
        await using var arrange = await db.EnterAsync(Globex, Margaret);
        await arrange.ExecuteAsync($"update blog.users set role = 'ADMIN' where id = {Dennis}");
        await arrange.CommitAsync();
        await using var margaret = await db.EnterAsync(Globex, Margaret);
        await using var dennis = await db.EnterAsync(Globex, Dennis);
        Assert.Equal(1, await margaret.ExecuteAsync($"update blog.users set role = 'EDITOR' where id = {Dennis}"));
        var second = dennis.RefusalAsync($"update blog.users set role = 'EDITOR' where id = {Margaret}");
        await Task.Delay(200);
        Assert.False(second.IsCompleted);
        await margaret.CommitAsync();
        Assert.Equal("GB010", await second);
    }

    private async Task<TenantSession> EnterAsync(long user, Role? role)
    {
        var session = await db.EnterAsync(Acme, Ada);
        await session.ExecuteAsync(Blog);
        await BecomeAsync(session, user, role);
        return session;
    }

    private static async Task BecomeAsync(TenantSession session, long user, Role? role)
    {
        await session.SetContextAsync(Acme, user, "test", role);
        await session.ScalarAsync($"select set_config('app.current_role', '{role}', true)");
        await session.ScalarAsync($"select set_config('app.current_role', upper(current_setting('app.current_role')), true)");
    }
}
