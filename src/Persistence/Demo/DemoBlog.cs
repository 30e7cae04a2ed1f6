using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Persistence.Demo;

/// <summary>Two organisations to try things out with: <c>acme</c> and <c>globex</c>, each with people, posts with their history, and comments.</summary>
public static class DemoBlog
{
    /// <summary>What the audit log names as the request of every change.</summary>
    private const string RequestId = "demo-seed";

    /// <summary>
    /// Fills a migrated database with two demo organisations. The owner adds the organisations and their users, at once; the posts,
    /// every edit of them and the comments are then written as the serving role, each by the user who made it, so that their history
    /// is genuine.
    /// </summary>
    /// <param name="ownerConnectionString">The owner of the schema, or a superuser.</param>
    /// <param name="appConnectionString">The role that serves.</param>
    /// <param name="ct">Heeded until the first row is written: half a demo could neither be completed nor removed.</param>
    /// <returns>False when one of the organisations is there already; then nothing is changed.</returns>
    public static async Task<bool> SeedAsync(string ownerConnectionString, string appConnectionString, CancellationToken ct)
    {
        DemoOrganisation[] organisations = [DemoFile.Read("acme.md"), DemoFile.Read("globex.md")];
        await using var services = new ServiceCollection().AddBlogDatabase(() => appConnectionString).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<BlogDbContext>>().CreateDbContextAsync(ct);
        if (await DemoPeople.AddAsync(ownerConnectionString, organisations, RequestId, ct) is not { } users)
        {
            return false;
        }

        await db.Database.OpenConnectionAsync(CancellationToken.None);
        foreach (var (organisation, people) in organisations.Zip(users))
        {
            await WriteAsync(db, organisation.Posts, people);
        }

        return true;
    }

    /// <summary>
    /// Creates the posts one by one, in their order. Then each round adds one version to every post that has another, in one
    /// transaction for each person.
    /// </summary>
    private static async Task WriteAsync(BlogDbContext db, IReadOnlyList<DemoPost> posts, Dictionary<string, TenantContext> people)
    {
        var drafts = posts.Select((post, i) => new Draft(
            post.Versions,
            new Post { OrgId = people[post.Author].OrgId, AuthorId = people[post.Author].UserId },
            DateTime.UtcNow.Date.AddDays((i - posts.Count) * 365 / (posts.Count + 1)).AddHours(7 + (i * 5 % 12)))).ToList();
        for (var round = 0; drafts.Any(draft => draft.Versions.Count > round); round++)
        {
            var due = drafts.Where(draft => draft.Versions.Count > round);
            foreach (var session in due.GroupBy(draft => (draft.Versions[round].By, round == 0 ? draft : null)))
            {
                db.Tenant = people[session.Key.By];
                await db.WriteAsync(() => SaveAsync(db, session, round), CancellationToken.None);
            }
        }

        await CommentAsync(db, posts.Zip(drafts, (post, draft) => (draft.Post, post.Comments)), people);
    }

    /// <summary>Round by round as well, since a person's comments are written together and each post's must come in their order.</summary>
    private static async Task CommentAsync(
        BlogDbContext db, IEnumerable<(Post Post, IReadOnlyList<DemoComment> Comments)> posts, Dictionary<string, TenantContext> people)
    {
        var rounds = posts.SelectMany(post => post.Comments.Select((comment, round) => (post.Post, Comment: comment, Round: round)));
        foreach (var session in rounds.GroupBy(said => (said.Round, said.Comment.By)).OrderBy(session => session.Key.Round))
        {
            var (org, user) = (people[session.Key.By].OrgId, people[session.Key.By].UserId);
            db.Tenant = people[session.Key.By];
            await db.WriteAsync(
                () =>
                {
                    db.AddRange(session.Select(said => new Comment { OrgId = org, AuthorId = user, PostId = said.Post.Id, Body = said.Comment.Body }));
                    return db.SaveChangesAsync(CancellationToken.None);
                },
                CancellationToken.None);
        }
    }

    private static Task<int> SaveAsync(BlogDbContext db, IEnumerable<Draft> session, int round)
    {
        foreach (var (versions, post, publishedAt) in session)
        {
            db.Entry(post).State = round == 0 ? EntityState.Added : EntityState.Unchanged;
            var version = versions[round];
            (post.Title, post.Slug, post.Body) = (version.Title, version.Slug, version.Body);
            (post.Status, post.Tags) = (version.Status, version.Tags);
            post.PublishedAt ??= version.Status == PostStatus.Published ? publishedAt : null;
            post.DeletedAt = version.InTrash ? DateTimeOffset.UtcNow : null;
        }

        return db.SaveChangesAsync(CancellationToken.None);
    }

    private sealed record Draft(IReadOnlyList<DemoVersion> Versions, Post Post, DateTimeOffset PublishedAt);
}
