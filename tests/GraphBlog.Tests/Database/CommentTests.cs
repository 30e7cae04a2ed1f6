using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>A record that hangs on another is where that one is, and nothing is written for it.</summary>
public sealed class CommentTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Trashing_a_post_hides_its_comments_and_restoring_shows_those_that_were_there_unchanged()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Commented");
        var (kept, deleted) = (await db.AddCommentAsync(Acme, Linus, post, "Kept"), await db.AddCommentAsync(Acme, Linus, post, "Deleted"));
        await using var acme = await db.EnterAsync(Acme, Grace);
        await acme.ExecuteAsync($"update blog.comments_all set deleted_at = now() where id = {deleted}");
        var before = await CommentsAsync(acme, post);
        await acme.ExecuteAsync($"update blog.posts_all set deleted_at = now() where id = {post}");
        Assert.Empty(await CommentsAsync(acme, post));
        Assert.Equal(0, await acme.ExecuteAsync($"update blog.comments_all set body = 'Unseen' where id = {kept}"));
        Assert.Equal("42501", await acme.RefusalAsync(InsertComment(Acme, Grace, post)));
        Assert.Equal(0L, await acme.ScalarAsync($"select count(*) from audit.revision('blog.comments_all', {kept}, 1)"));

        await acme.ExecuteAsync($"update blog.posts_all set deleted_at = null where id = {post}");
        Assert.Equal(before, await CommentsAsync(acme, post));
        Assert.Equal([kept], await acme.ColumnAsync<long>($"select id from blog.comments where post_id = {post}"));
        Assert.Equal([deleted], await acme.ColumnAsync<long>($"select id from blog.comments_trash where post_id = {post}"));
    }

    [Theory]
    [InlineData("drop policy with_parent on blog.comments_all", "select count(*) from blog.comments where post_id = {0}", 1L)]
    [InlineData(
        "drop policy with_parent_inserts on blog.comments_all",
        "with i as (insert into blog.comments_all (org_id, author_id, post_id, body) values (1, 1, {0}, 'x')) select 1::bigint", 1L)]
    public async Task The_comments_of_a_post_in_the_trash_are_behind_a_policy(string without, string attack, long success)
    {
        var post = await db.AddPostAsync(Acme, Ada, "Gone");
        await db.AddCommentAsync(Acme, Ada, post);
        await db.TrashAsync(Acme, Ada, post);
        await db.StopsAsync(
            async acme => Equals(await acme.ScalarAsync(string.Format(attack, post)), success), without,
            $"row rule missing: no restrictive policy {without.Split(' ')[2]}: blog.comments_all");
    }

    [Fact]
    public async Task A_purge_takes_the_comments_of_a_post_with_an_entry_each()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Purged");
        var comments = new[] { await db.AddCommentAsync(Acme, Linus, post), await db.AddCommentAsync(Acme, Ada, post) };
        await db.TrashAsync(Acme, Ada, post);
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Equal(true, await acme.ScalarAsync($"select app.purge('blog.posts_all', {post}, 2)"));
        Assert.Equal(
            [$"posts {post} 3 1 t", $"comments {comments[0]} 2 1 t", $"comments {comments[1]} 2 1 t"],
            await acme.ColumnAsync<string>(
                "select concat_ws(' ', table_name, record_id, version, changed_by, old_data is null and new_data is null) "
                + "from audit.audit_log where action = 'PURGE' and tx = pg_current_xact_id() order by id"));
        await acme.CommitAsync();
        await using var owner = await db.EnterAsAsync("gb_owner", Acme, null);
        Assert.Empty(await owner.ColumnAsync<string>("select problem from audit.incomplete(1)"));
    }

    [Fact]
    public async Task Retention_takes_the_comments_of_an_old_post_and_a_comment_deleted_long_ago()
    {
        var (old, live) = (await db.AddPostAsync(Acme, Ada, "Old"), await db.AddPostAsync(Acme, Ada, "Live"));
        var (with, alone, young) = (await db.AddCommentAsync(Acme, Ada, old), await db.AddCommentAsync(Acme, Ada, live), await db.AddCommentAsync(Acme, Ada, live));
        await db.TrashAsync(Acme, Ada, old);
        await db.ForgeAsync($"update blog.posts_all set deleted_at = now() - interval '31 days' where id = {old}");
        await db.ForgeAsync($"update blog.comments_all set deleted_at = now() - interval '31 days' where id = {alone}");
        await db.UpkeepAsync();
        await using var session = await db.EnterAsAsync("gb_backup", null, null);
        Assert.Equal([young], await session.ColumnAsync<long>($"select id from blog.comments_all where id in ({with}, {alone}, {young})"));
    }

    [Fact]
    public async Task A_comment_stays_with_its_post_and_its_author_for_good()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Stays");
        await db.AddCommentAsync(Acme, Ada, post);
        await using var acme = await db.EnterAsync(Acme, Ada);
        foreach (var change in new[] { "post_id = 1", "author_id = 2", "org_id = 2", "version = 9", "created_at = now()" })
        {
            Assert.Equal("42501", await acme.RefusalAsync($"update blog.comments_all set {change}"));
        }

        Assert.Equal("42501", await acme.RefusalAsync("delete from blog.comments_all"));
        foreach (var body in new[] { "", new string('x', 10_001) })
        {
            Assert.Equal("23514", await acme.RefusalAsync(InsertComment(Acme, Ada, post, body)));
        }
    }

    [Fact]
    public async Task Another_organisations_post_cannot_be_commented_nor_its_comments_seen()
    {
        var theirs = await db.AddPostAsync(Globex, Margaret, "Theirs");
        var comment = await db.AddCommentAsync(Globex, Margaret, theirs, "Secret");
        await using var acme = await db.EnterAsync(Acme, Ada);
        Assert.Equal(0L, await acme.ScalarAsync($"select count(*) from blog.comments_all where id = {comment}"));
        Assert.Equal(0, await acme.ExecuteAsync($"update blog.comments_all set body = 'Mine' where id = {comment}"));
        foreach (var post in new[] { theirs, 4_000_000 })
        {
            Assert.Equal("42501", await acme.RefusalAsync(InsertComment(Acme, Ada, post)));
            Assert.Equal("42501", await acme.RefusalAsync(InsertComment(Globex, Margaret, post)));
        }
    }

    private static Task<IReadOnlyList<string>> CommentsAsync(TenantSession session, long post)
        => session.ColumnAsync<string>($"select c::text from blog.comments_all c where post_id = {post} order by id");
}
