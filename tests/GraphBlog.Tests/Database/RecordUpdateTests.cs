using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using static GraphBlog.Tests.Fixtures.ServedBlog;

namespace GraphBlog.Tests.Database;

/// <summary>A mutation's UPDATE: context, statement and COMMIT in one round trip, and an answer only when all of it is done.</summary>
public sealed class RecordUpdateTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task An_update_that_is_the_last_statement_is_one_round_trip_and_fills_in_what_was_asked_for()
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Before", "one-trip");
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        var post = await blog.AsAsync(Ada, served => RetitleAsync(served, id, 1, "After", [nameof(Post.Status), nameof(Post.Tags), nameof(Post.PublishedAt), nameof(Post.UpdatedAt)]));

        var sent = Assert.Single(blog.Log.Sent);
        Assert.StartsWith("select set_config('app.current_org_id', $1, true)", sent);
        Assert.EndsWith("RETURNING published_at, status, tags, updated_at, version;\nCOMMIT", sent.ReplaceLineEndings("\n"));
        Assert.Equal((2, PostStatus.Draft, null, []), (post.Version, post.Status, post.PublishedAt, post.Tags));
        Assert.True(post.UpdatedAt > DateTimeOffset.UtcNow.AddMinutes(-5));
        Assert.Equal("After 2", await db.OwnerScalarAsync($"select title || ' ' || version from blog.posts_all where id = {id}"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stale_version_is_refused_and_nothing_is_written(bool isLast)
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "First");
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        foreach (var (tenant, version) in new[] { (Ada, 2), (Margaret, 1) })
        {
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(
                () => blog.AsAsync(tenant, served => RetitleAsync(served, id, version, "Lost", [], isLast)));
        }

        Assert.Equal("First 1", await db.OwnerScalarAsync($"select title || ' ' || version from blog.posts_all where id = {id}"));
    }

    [Fact]
    public async Task A_commit_that_fails_is_not_acknowledged_and_the_next_write_on_the_connection_succeeds()
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Before");
        await db.OwnerScalarAsync("""
            create function blog.too_late() returns trigger language plpgsql as $$ begin raise exception 'too late' using errcode = 'GB999'; end $$;
            create constraint trigger z_too_late after update on blog.posts_all deferrable initially deferred
              for each row when (new.title = 'Doomed') execute function blog.too_late();
            """);
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => blog.AsAsync(Ada, served => RetitleAsync(served, id, 1, "Doomed", [])));
        Assert.Equal("GB999", Assert.IsType<Npgsql.PostgresException>(refused.InnerException).SqlState);
        Assert.Equal("Before 1", await db.OwnerScalarAsync($"select title || ' ' || version from blog.posts_all where id = {id}"));
        Assert.Equal(2, (await blog.AsAsync(Ada, served => RetitleAsync(served, id, 1, "After", []))).Version);
        await db.OwnerScalarAsync("drop trigger z_too_late on blog.posts_all");
    }

    [Fact]
    public async Task Nothing_can_follow_the_last_statement_and_the_next_transaction_says_its_context_anew()
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Before");
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        await blog.AsAsync(Ada, async served =>
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => served.WriteAsync(
                async () =>
                {
                    await UpdateAsync(served, id, 1, "After", [], isLast: true);
                    return await served.Posts.CountAsync();
                },
                default));
            return await served.Posts.SingleAsync(post => post.Id == id);
        });
        Assert.Equal(3, (await blog.AsAsync(Ada, served => RetitleAsync(served, id, 2, "Again", []))).Version);
        Assert.All(blog.Log.Sent, sent => Assert.StartsWith("select set_config(", sent));
    }

    private static Task<Post> RetitleAsync(BlogDbContext served, long id, int version, string title, string[] returned, bool isLast = true)
        => served.WriteAsync(() => UpdateAsync(served, id, version, title, returned, isLast), default);

    private static async Task<Post> UpdateAsync(BlogDbContext served, long id, int version, string title, string[] returned, bool isLast)
    {
        var post = served.Attach(new Post { OrgId = served.Tenant.OrgId, Id = id, Version = version });
        post.Property(p => p.Title).CurrentValue = title;
        return await served.UpdateAsync(post, returned, isLast, default) ? post.Entity : throw new DbUpdateConcurrencyException();
    }
}
