using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>What kind of actor made a change and for whom, as the database stamps it.</summary>
public sealed class ActorTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("", "", "USER -")]
    [InlineData("SERVICE", "", "SERVICE -")]
    [InlineData("SERVICE", "3", "SERVICE 3")]
    [InlineData("IMPORT", "", "IMPORT -")]
    [InlineData("MIGRATION", "", "USER -")]
    [InlineData("somebody", "", "USER -")]
    public async Task The_serving_role_is_what_its_context_says_and_never_the_owner(string kind, string behalf, string stamped)
    {
        var post = await db.AddPostAsync(Acme, Ada, "Stamped");
        await using var session = await db.EnterAsync(Acme, Grace);
        await session.ScalarAsync($"select set_config('app.actor_kind', '{kind}', true), set_config('app.on_behalf_of', '{behalf}', true)");
        await session.ExecuteAsync($"update blog.posts_all set title = 'By whom' where id = {post}");
        Assert.Equal($"{stamped} by {Grace}", await session.ScalarAsync(Stamp(post, 2)));
        Assert.Equal($"USER - by {Ada}", await session.ScalarAsync(Stamp(post, 1)));
    }

    [Fact]
    public async Task The_owner_is_a_migration_without_a_user_and_a_user_with_one()
    {
        var post = await db.AddPostAsync(Acme, Ada, "In psql");
        await db.OwnerScalarAsync($"update blog.posts_all set title = 'By nobody' where id = {post}");
        await db.OwnerScalarAsync($"set app.current_user_id = '{Grace}'; update blog.posts_all set title = 'By Grace' where id = {post}");
        Assert.Equal("MIGRATION - by nobody", await db.OwnerScalarAsync(Stamp(post, 2)));
        Assert.Equal($"USER - by {Grace}", await db.OwnerScalarAsync(Stamp(post, 3)));
    }

    [Fact]
    public async Task What_retention_purges_is_nobodys()
    {
        var post = await db.AddPostAsync(Acme, Ada, "Old trash");
        await db.TrashAsync(Acme, Ada, post);
        await db.ForgeAsync($"update blog.posts_all set deleted_at = now() - interval '31 days' where id = {post}");
        await db.UpkeepAsync();
        Assert.Equal("SYSTEM - by nobody", await db.OwnerScalarAsync(Stamp(post, 3)));
    }

    [Fact]
    public async Task Who_acts_for_an_author_writes_the_authors_records_and_not_their_own()
    {
        await using var session = await db.EnterAsync(Acme, Guest, role: Persistence.Users.Role.Author);
        await session.ScalarAsync($"select set_config('app.on_behalf_of', '{Linus}', true)");
        Assert.Null(await session.RefusalAsync(InsertPost(Acme, Linus, "for-linus")));
        Assert.Equal("42501", await session.RefusalAsync(InsertPost(Acme, Guest, "for-nobody")));
        Assert.Equal(1, await session.ExecuteAsync("update blog.posts_all set title = 'Again' where slug = 'for-linus'"));
        Assert.Equal("3 4 4", await session.ScalarAsync("select concat_ws(' ', author_id, created_by, updated_by) from blog.posts where slug = 'for-linus'"));
    }

    private static string Stamp(long post, int version)
        => $"select concat_ws(' ', coalesce(actor_kind, '?'), coalesce(on_behalf_of::text, '-'), 'by', coalesce(changed_by::text, 'nobody')) from {EntriesOf(post)} and version = {version}";
}
