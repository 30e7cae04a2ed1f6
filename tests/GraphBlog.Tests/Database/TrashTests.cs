using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>What is deleted goes to the trash, comes back unharmed, and goes for good only at the version somebody has seen.</summary>
public sealed class TrashTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_trashed_post_leaves_the_live_view_and_shows_in_the_trash_until_retention_takes_it()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Gone", "gone");
        await using var acme = await db.EnterAsync(Acme, Grace);
        Assert.Equal(1, await acme.ExecuteAsync($"update blog.posts_all set deleted_at = '2001-01-01' where id = {post} and version = 1"));
        Assert.Null(await acme.ScalarAsync($"select 1 from blog.posts where id = {post}"));
        Assert.Equal("2 Grace Hopper True", await acme.ScalarAsync(
            $"""
            select concat_ws(' ', t.version, u.display_name,
                             case when purge_at - t.deleted_at = '30 days' and t.deleted_at > now() - interval '1 minute' then 'True' end)
              from blog.posts_trash t join blog.users u on u.id = t.deleted_by where t.id = {post}
            """));
    }

    [Fact]
    public async Task A_record_in_the_trash_cannot_be_edited()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Gone");
        await db.TrashAsync(Acme, Ada, post);
        await using (var acme = await db.EnterAsync(Acme, Ada))
        {
            Assert.Equal("GB004", await acme.RefusalAsync($"update blog.posts_all set title = 'Edited' where id = {post}"));
            Assert.Equal("GB004", await acme.RefusalAsync($"update blog.posts_all set deleted_at = now() where id = {post}"));
        }

        await db.StopsAsync(
            async acme => await acme.ExecuteAsync($"update blog.posts_all set title = 'Edited' where id = {post}") == 1,
            StampWithout("old.deleted_at is not null and"));
    }

    [Fact]
    public async Task A_slug_in_the_trash_is_free_and_restoring_onto_a_taken_one_needs_a_new_slug()
    {
        var first = await db.AddPostAsync(Acme, Ada, "First", "wanted");
        await db.TrashAsync(Acme, Ada, first);
        await db.AddPostAsync(Acme, Ada, "Second", "wanted");
        await using var acme = await db.EnterAsync(Acme, Ada);
        var taken = await acme.ErrorAsync($"update blog.posts_all set deleted_at = null where id = {first} and version = 2");
        Assert.Equal(("23505", "posts_slug_live"), (taken?.SqlState, taken?.ConstraintName));
        Assert.Equal(1, await acme.ExecuteAsync(
            $"update blog.posts_all set deleted_at = null, slug = 'wanted-2' where id = {first} and version = 2"));
        Assert.Equal("wanted-2 3", await acme.ScalarAsync(
            $"select slug || ' ' || version from blog.posts where id = {first} and deleted_at is null and deleted_by is null"));
    }

    [Fact]
    public async Task A_purge_takes_a_record_of_the_trash_at_the_version_seen_and_no_other()
    {
        var (live, ours, theirs) = (await db.AddPostAsync(Acme, Ada, "Live"), await db.AddPostAsync(Acme, Ada, "Secret"),
            await db.AddPostAsync(Globex, Margaret, "Theirs"));
        Assert.Equal(2, await db.TrashAsync(Acme, Ada, ours));
        Assert.Equal(2, await db.TrashAsync(Globex, Margaret, theirs));
        await using (var acme = await db.EnterAsync(Acme, Ada))
        {
            foreach (var (id, version) in new[] { (live, 1), (live, 2), (ours, 1), (ours, 3), (theirs, 2), (-1, 1) })
            {
                Assert.Equal(false, await acme.ScalarAsync($"select app.purge('blog.posts_all', {id}, {version})"));
            }

            Assert.Equal(true, await acme.ScalarAsync($"select app.purge('blog.posts_all', {ours}, 2)"));
            Assert.Equal(false, await acme.ScalarAsync($"select app.purge('blog.posts_all', {ours}, 2)"));
            await acme.CommitAsync();
        }

        Assert.Equal(2L, await db.OwnerScalarAsync($"select count(*) from blog.posts_all where id in ({live}, {ours}, {theirs})"));
        await using var after = await db.EnterAsync(Acme, Ada);
        Assert.Equal(["1 CREATE 1", "2 TRASH 1", "3 PURGE 1"], await after.ColumnAsync<string>(
            "select concat_ws(' ', version, action, changed_by) from audit.audit_log "
            + $"where table_name = 'posts' and record_id = {ours} order by changed_at"));
        Assert.Equal(true, await after.ScalarAsync(
            $"select old_data is null and new_data is null from {EntriesOf(ours)} and version = 3"));
    }

    [Fact]
    public async Task A_purge_needs_a_user()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Gone");
        await db.TrashAsync(Acme, Ada, post);
        await db.StopsAsync(
            async nobody => await nobody.ScalarAsync($"select app.purge('blog.posts_all', {post}, 2)") is true,
            StampWithout("actor is null and"), user: null);
    }

    [Theory]
    [InlineData("blog.posts", "55000")]      // a view of several tables
    [InlineData("blog.posts_trash", "42501")]
    [InlineData("blog.users", "42501")]
    [InlineData("blog.organisations", "42501")]
    [InlineData("audit.audit_log_default", "42703")]
    [InlineData("pg_catalog.pg_authid", "42703")]
    [InlineData("app.migrations", "42703")]
    [InlineData("blog.posts_all; drop table blog.posts_all", "42602")]
    public async Task A_purge_reaches_no_table_without_a_trash(string table, string error)
    {
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Equal(error, await acme.RefusalAsync($"select app.purge('{table}', 1, 1)"));
    }

    [Fact]
    public async Task A_wrong_where_in_the_purge_would_still_meet_the_policy_of_its_role()
    {
        var (live, ours, theirs) = (await db.AddPostAsync(Acme, Ada, "Live"), await db.AddPostAsync(Acme, Ada, "Ours"),
            await db.AddPostAsync(Globex, Margaret, "Theirs"));
        await db.TrashAsync(Acme, Ada, ours);
        await db.TrashAsync(Globex, Margaret, theirs);
        await db.StopsAsync(
            async purger => await purger.ExecuteAsync($"delete from blog.posts_all where id in ({theirs})") != 0,
            "alter policy purge on blog.posts_all using (true)", role: "gb_purger");
        await using var purger = await db.EnterAsAsync("gb_purger", Acme, Ada);
        Assert.Equal(0, await purger.ExecuteAsync($"delete from blog.posts_all where id = {live}"));
        Assert.Equal(1, await purger.ExecuteAsync($"delete from blog.posts_all where id in ({live}, {ours}, {theirs})"));
    }

    private static string StampWithout(string condition) =>
        $"do $do$ begin execute replace(pg_get_functiondef('app.stamp'::regproc), '{condition}', 'false and'); end $do$";
}
