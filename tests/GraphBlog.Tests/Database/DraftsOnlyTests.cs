using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>A transaction for drafts alone (Sql/Code/0850_drafts.sql), in bare SQL as the application role and with every right it has.</summary>
public sealed class DraftsOnlyTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Limit = "select set_config('app.scope', 'write:drafts', true)";
    private const string Refused = "GB020";

    [Theory]
    [InlineData("DRAFT", "title = 'Better'", null)]
    [InlineData("DRAFT", "status = 'ARCHIVED'", null)]
    [InlineData("DRAFT", "deleted_at = now()", null)]
    [InlineData("DRAFT", "status = 'PUBLISHED'", Refused)]
    [InlineData("ARCHIVED", "status = 'PUBLISHED'", Refused)]
    [InlineData("ARCHIVED", "status = 'DRAFT', body = 'Again'", null)]
    [InlineData("PUBLISHED", "status = 'DRAFT'", Refused)]
    [InlineData("PUBLISHED", "status = 'ARCHIVED'", Refused)]
    [InlineData("PUBLISHED", "deleted_at = now()", Refused)]
    [InlineData("PUBLISHED", "title = 'Better'", null)]
    [InlineData("PUBLISHED", "slug = 'elsewhere'", null)]
    [InlineData("PUBLISHED", "title = 'Better', status = 'PUBLISHED'", Refused)]
    [InlineData("PUBLISHED", "live_version = null, scheduled_version = null, publish_at = null", Refused)]
    [InlineData("PUBLISHED", "scheduled_version = version, publish_at = now() + interval '1 day'", Refused)]
    [InlineData("DRAFT", "live_version = version", Refused)]
    [InlineData("DRAFT", "scheduled_version = version, publish_at = now() + interval '1 day'", Refused)]
    [InlineData("PUBLISHED", "status = 'PUBLISHED'", null)]
    [InlineData("PUBLISHED", "title = title", null)]
    public async Task A_post_that_readers_see_stays_as_it_is_and_none_comes_to_be_seen(string status, string change, string? refusal)
    {
        await using var session = await db.EnterAsync(Acme, Ada);
        var post = await session.ScalarAsync($"insert into blog.posts_all (org_id, author_id, title, slug, body, status) values (1, 1, 'x', 'x', '', '{status}') returning id");
        await session.ScalarAsync(Limit);
        Assert.Equal(refusal, await session.RefusalAsync($"update blog.posts_all set {change} where id = {post}"));
        await session.ScalarAsync("select set_config('app.scope', '', true)");
        Assert.Null(await session.RefusalAsync($"update blog.posts_all set {change} where id = {post} and deleted_at is null"));
    }

    [Fact]
    public async Task What_is_scheduled_stays_scheduled_and_comes_due_beside_edits()
    {
        await using var session = await db.EnterAsync(Acme, Ada);
        var post = await session.ScalarAsync(InsertPost(Acme, Ada, "scheduled") + " returning id");
        await session.ExecuteAsync($"update blog.posts_all set scheduled_version = 1, publish_at = clock_timestamp() + interval '0.3 seconds' where id = {post}");
        await session.CommitAsync();
        await using var early = await db.EnterAsync(Acme, Ada);
        await early.ScalarAsync(Limit);
        Assert.Null(await early.RefusalAsync($"update blog.posts_all set title = 'Edited before' where id = {post}"));
        Assert.Equal(Refused, await early.RefusalAsync($"update blog.posts_all set publish_at = null where id = {post}"));
        Assert.Equal(Refused, await early.RefusalAsync($"update blog.posts_all set deleted_at = now() where id = {post}"));
        await early.CommitAsync();
        await Task.Delay(500);
        await using var late = await db.EnterAsync(Acme, Ada);
        await late.ScalarAsync(Limit);
        Assert.Null(await late.RefusalAsync($"update blog.posts_all set title = 'Edited after' where id = {post}"));
        Assert.Equal("x 1", await late.ScalarAsync($"select title || ' ' || version from blog.posts_live where id = {post}"));
    }

    [Theory]
    [InlineData("DRAFT", null)]
    [InlineData("ARCHIVED", null)]
    [InlineData("PUBLISHED", Refused)]
    public async Task What_comes_back_from_the_trash_or_is_new_may_be_a_draft(string status, string? refusal)
    {
        await using var session = await db.EnterAsync(Acme, Ada);
        string Insert(string slug) => $"insert into blog.posts_all (org_id, author_id, title, slug, body, status) values (1, 1, 'x', '{slug}', '', '{status}') returning id";
        var post = await session.ScalarAsync(Insert("old"));
        await session.ExecuteAsync($"update blog.posts_all set deleted_at = now() where id = {post}");
        await session.ScalarAsync(Limit);
        Assert.Equal(refusal, await session.RefusalAsync($"update blog.posts_all set deleted_at = null where id = {post}"));
        Assert.Equal(refusal, await session.RefusalAsync(Insert("new")));
    }

    [Theory]
    [InlineData("select app.purge('blog.posts_all', (select max(id) from blog.posts_trash), (select version from blog.posts_trash order by id desc limit 1))")]
    [InlineData("insert into blog.comments_all (org_id, author_id, post_id, body) select 1, 1, max(id), 'x' from blog.posts where slug = 'seen'")]
    [InlineData("update blog.comments_all set body = 'y'")]
    [InlineData("update blog.comments_all set deleted_at = now()")]
    [InlineData("update blog.users set display_name = 'x' where id = 1")]
    [InlineData("insert into blog.users (org_id, handle, display_name, role) values (1, 'new', 'New', 'READER')")]
    [InlineData("insert into blog.user_subjects (org_id, user_id, issuer, subject) values (1, 1, 'https://id.example', 'x')")]
    public async Task Nothing_else_is_written(string attack)
    {
        await using var session = await db.EnterAsync(Acme, Ada);
        await session.ExecuteAsync("insert into blog.posts_all (org_id, author_id, title, slug, body, status) values (1, 1, 'x', 'seen', '', 'PUBLISHED'), (1, 1, 'x', 'thrown', '', 'DRAFT')");
        await session.ExecuteAsync("insert into blog.comments_all (org_id, author_id, post_id, body) select 1, 1, max(id), 'x' from blog.posts where slug = 'seen'");
        await session.ExecuteAsync("update blog.posts_all set deleted_at = now() where slug = 'thrown'");
        await session.ScalarAsync(Limit);
        Assert.Equal(Refused, await session.RefusalAsync(attack));
        await session.ScalarAsync("select set_config('app.scope', '', true)");
        Assert.Null(await session.RefusalAsync(attack));
    }

    [Fact]
    public async Task Every_protected_table_has_a_guard()
        => Assert.Equal("", await db.OwnerScalarAsync(
            """
            select coalesce(string_agg(distinct a.tgrelid::regclass::text, ', '), '') from pg_trigger a
             where a.tgname = 'z_audit' and not exists (select from pg_trigger g where g.tgrelid = a.tgrelid and g.tgname = 'b_drafts_only')
            """));

    [Fact]
    public async Task Doctor_sees_a_token_for_drafts_that_publishes()
    {
        await using (var intact = await db.EnterAsync(Acme, Ada))
        {
            Assert.Equal([true, true], await intact.ColumnAsync<bool>($"select held from app.attack_drafts({Acme})"));
        }

        await using var open = await db.EnterAsAsync("gb_app", null, null, "drop trigger b_drafts_only on blog.posts_all");
        Assert.Equal(
            ["a token for drafts alone: write a post that is PUBLISHED"],
            await open.ColumnAsync<string>($"select attack from app.attack_drafts({Acme}) where not held"));
    }
}
