using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using static GraphBlog.Tests.Fixtures.ServedBlog;

namespace GraphBlog.Tests.Database;

/// <summary>The real path of a mutation: a stub with the expected version, one UPDATE ... RETURNING, one commit.</summary>
public sealed class WritingTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_write_at_the_right_version_answers_the_whole_record_in_one_statement_and_a_commit()
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Before", "one-statement");
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        var post = await blog.AsAsync(Ada, served => RetitleAsync(served, id, 1, "After"));

        Assert.Equal(("After", "one-statement", "Text"), (post.Title, post.Slug, post.Body));
        Assert.Equal((PostStatus.Draft, 2), (post.Status, post.Version));
        Assert.Equal((Ada.UserId, Ada.UserId, Ada.UserId), (post.AuthorId, post.CreatedById, post.UpdatedById));
        Assert.True(post.UpdatedAt > post.CreatedAt && post.CreatedAt > DateTimeOffset.UtcNow.AddMinutes(-5));
        Assert.Collection(blog.Log.Sent,
            update =>
            {
                Assert.StartsWith("select set_config('app.current_org_id', @c1, true)", update);
                Assert.Contains("UPDATE blog.posts_all SET title = @p", update);
                Assert.Contains("RETURNING", update);
                Assert.DoesNotContain("SELECT", update);
            },
            commit => Assert.Equal("COMMIT", commit));

        var entry = await blog.AsAsync(
            Ada, served => served.AuditLog.SingleAsync(e => e.RecordType == "posts" && e.RecordId == id && e.Version == 2));
        Assert.Equal((AuditAction.Update, Ada.UserId, Ada.RequestId), (entry.Action, entry.ChangedById, entry.RequestId));
        Assert.Equal("""{"title": "Before"} {"title": "After"}""", $"{entry.OldData} {entry.NewData}");
    }

    [Theory]
    [InlineData(TestDatabase.Acme, 1)]
    [InlineData(TestDatabase.Acme, 3)]
    [InlineData(TestDatabase.Globex, 2)]
    public async Task A_write_at_another_version_or_from_another_organisation_is_a_conflict_and_writes_nothing(long org, int version)
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "First");
        await using var blog = new ServedBlog(db.App);
        await blog.AsAsync(Ada, served => RetitleAsync(served, id, 1, "Second"));
        var tenant = org == Ada.OrgId ? Ada : Margaret;
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(
            () => blog.AsAsync(tenant, served => RetitleAsync(served, id, version, "Lost")));
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(
            () => blog.AsAsync(tenant, served => RetitleAsync(served, id, version, "Lost", Ada.OrgId)));

        Assert.Equal("Second 2", await db.OwnerScalarAsync($"select title || ' ' || version from blog.posts_all where id = {id}"));
        Assert.Equal(2L, await db.OwnerScalarAsync($"select count(*) from {TestDatabase.EntriesOf(id)}"));
    }

    [Fact]
    public async Task A_post_is_created_trashed_and_restored_through_the_same_path()
    {
        await using var blog = new ServedBlog(db.App);
        var made = await blog.AsAsync(Ada, served => served.WriteAsync(
            async () =>
            {
                var entity = served.Add(new Post
                {
                    OrgId = Ada.OrgId,
                    AuthorId = Ada.UserId,
                    Title = "New",
                    Slug = "new",
                    Body = "",
                    Status = PostStatus.Published,
                    Tags = ["a"],
                }).Entity;
                await served.SaveChangesAsync();
                return entity;
            },
            default));
        Assert.Equal((1, Ada.UserId, made.CreatedAt), (made.Version, made.CreatedById, made.PublishedAt));

        var trashed = await blog.AsAsync(Ada, served => ChangeAsync(served, made.Id, 1, post => post.DeletedAt = DateTimeOffset.UnixEpoch));
        var inTrash = await blog.AsAsync(Ada, served => served.Trash.SingleAsync(post => post.Id == made.Id));
        Assert.Equal((2, Ada.UserId), (trashed.Version, trashed.DeletedById));
        Assert.Equal((2, trashed.UpdatedAt, trashed.UpdatedAt.AddDays(30)), (inTrash.Version, inTrash.DeletedAt, inTrash.PurgeAt));

        var restored = await blog.AsAsync(
            Ada, served => ChangeAsync(served, made.Id, 2, post => post.DeletedAt = null, DateTimeOffset.UnixEpoch));
        Assert.Equal((3, "new", null, made.PublishedAt), (restored.Version, restored.Slug, restored.DeletedAt, restored.PublishedAt));
        var live = await blog.AsAsync(Ada, served => served.Posts.SingleAsync(post => post.Id == made.Id));
        Assert.Equal((made.PublishedAt, null), (live.PublishedAt, live.DeletedAt));
    }

    [Fact]
    public async Task What_a_failed_write_had_done_is_undone()
    {
        var id = await db.AddPostAsync(Ada.OrgId, Ada.UserId, "Kept");
        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1");
        await Assert.ThrowsAsync<TimeoutException>(() => blog.AsAsync(Ada, served => served.WriteAsync<Post>(
            async () =>
            {
                await SaveAsync(served, id, 1, post => post.Title = "Undone");
                throw new TimeoutException();
            },
            default)));
        Assert.Equal(["UPDATE", "ROLLBACK"], blog.Log.Sent.Select(sent => sent.Contains("UPDATE") ? "UPDATE" : sent));
        Assert.Equal("Kept 1", await db.OwnerScalarAsync($"select title || ' ' || version from blog.posts_all where id = {id}"));
    }

    [Fact]
    public async Task Of_two_writers_in_a_deadlock_the_one_PostgreSQL_stops_tries_again_and_both_are_done()
    {
        var (a, b) = (await db.AddPostAsync(Ada.OrgId, Ada.UserId, "A"), await db.AddPostAsync(Ada.OrgId, Ada.UserId, "B"));
        await using var blog = new ServedBlog(db.App);
        using var both = new SemaphoreSlim(0);
        var survived = new TaskCompletionSource();
        var attempts = 0;
        await Task.WhenAll(BothAsync(a, b), BothAsync(b, a));
        Assert.Equal(3, attempts);
        Assert.Equal(6L, await db.OwnerScalarAsync($"select sum(version) from blog.posts_all where id in ({a}, {b})"));

        async Task BothAsync(long first, long second)
        {
            await WriteBothAsync(first, second);
            survived.TrySetResult();
        }

        Task<int> WriteBothAsync(long first, long second) => blog.AsAsync(Ada, served => served.WriteAsync(
            async () =>
            {
                var attempt = Interlocked.Increment(ref attempts);
                if (attempt == 3)
                {
                    // It reads the versions to write upon, so it must see what the other has committed: else it is a true conflict.
                    await survived.Task.WaitAsync(TimeSpan.FromSeconds(8));
                }

                await SaveAsync(served, first, null, post => post.Title = $"Attempt {attempt}");
                if (attempt == 1)
                {
                    await both.WaitAsync();
                }
                else
                {
                    both.Release();
                }

                await SaveAsync(served, second, null, post => post.Title = $"Attempt {attempt}");
                return attempt;
            },
            default));
    }

    /// <summary>Gives a post another title, as updatePost does.</summary>
    internal static Task<Post> RetitleAsync(BlogDbContext served, long id, int version, string title, long? org = null) =>
        served.WriteAsync(() => SaveAsync(served, id, version, post => post.Title = title, org), default);

    private static Task<Post> ChangeAsync(
        BlogDbContext served, long id, int version, Action<Post> change, DateTimeOffset? deletedAt = null) =>
        served.WriteAsync(() => SaveAsync(served, id, version, change, deletedAt: deletedAt), default);

    private static async Task<Post> SaveAsync(
        BlogDbContext served, long id, int? version, Action<Post> change, long? org = null, DateTimeOffset? deletedAt = null)
    {
        var stub = new Post
        {
            OrgId = org ?? served.Tenant.OrgId,
            Id = id,
            Version = version ?? await served.Posts.Where(post => post.Id == id).Select(post => post.Version).SingleAsync(),
            DeletedAt = deletedAt,
        };
        served.Attach(stub);
        change(stub);
        await served.SaveChangesAsync();
        return stub;
    }
}
