using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GraphBlog.Persistence.Demo;

/// <summary>
/// Two organisations to try things out with: <c>acme</c> and <c>globex</c>, each with people, posts with their history, and comments.
/// </summary>
public static class DemoBlog
{
    /// <summary>What the audit log names as the request of every change.</summary>
    private const string RequestId = "demo-seed";

    /// <summary>
    /// Fills a migrated database with two demo organisations. First their people, at once; then the posts, every edit of them and the
    /// comments, one by one in the order of the year they are spread over, each in the name of the user who made it. The same triggers
    /// as ever write the history; the owner alone may tell them another time than the present (Sql/Code/0300_locking.sql).
    /// </summary>
    /// <param name="ownerConnectionString">The owner of the schema, or a superuser.</param>
    /// <param name="ct">Heeded until the first row is written: half a demo could neither be completed nor removed.</param>
    /// <returns>False when one of the organisations is there already; then nothing is changed.</returns>
    public static async Task<bool> SeedAsync(string ownerConnectionString, CancellationToken ct)
    {
        var now = DateTimeOffset.UtcNow;
        DemoOrganisation[] organisations = [DemoFile.Read("acme.md"), DemoFile.Read("globex.md")];
        var owner = new NpgsqlConnectionStringBuilder(ownerConnectionString);
        owner.Options = $"{owner.Options} -c role=gb_owner".TrimStart();
        await using var services = new ServiceCollection().AddBlogDatabase(() => owner.ConnectionString).BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<BlogDbContext>>().CreateDbContextAsync(ct);
        if (await DemoPeople.AddAsync(ownerConnectionString, organisations, RequestId, DemoCalendar.Beginning(now), ct) is not { } users)
        {
            return false;
        }

        await db.Database.OpenConnectionAsync(CancellationToken.None);
        foreach (var (organisation, people) in organisations.Zip(users))
        {
            foreach (var (moment, by, write) in Year(organisation.Posts, people, now).OrderBy(happening => happening.Moment))
            {
                db.Tenant = people[by];
                await db.WriteAsync(
                    async () =>
                    {
                        await db.Database.SqlQuery<string>($"select app.write_at({moment})").ToListAsync();
                        write(db);
                        return await db.SaveChangesAsync(CancellationToken.None);
                    },
                    CancellationToken.None);
            }
        }

        return true;
    }

    /// <summary>Everything that happened to the posts of an organisation. Each version takes up the post as the one before left it.</summary>
    private static IEnumerable<Happening> Year(IReadOnlyList<DemoPost> posts, Dictionary<string, TenantContext> people, DateTimeOffset now)
    {
        for (var number = 0; number < posts.Count; number++)
        {
            var (demo, author) = (posts[number], people[posts[number].Author]);
            var post = new Post { OrgId = author.OrgId, AuthorId = author.UserId };
            var moments = DemoCalendar.Versions(demo, number, posts.Count, now);
            foreach (var (version, moment) in demo.Versions.Zip(moments))
            {
                yield return new(moment, version.By, db => Save(db, post, version, moment));
            }

            for (var comment = 0; comment < demo.Comments.Count; comment++)
            {
                var (by, body) = demo.Comments[comment];
                var published = moments[demo.Versions.TakeWhile(version => version.Status != PostStatus.Published).Count()];
                yield return new(DemoCalendar.Comment(published, comment), by, db => db.Add(
                    new Comment { OrgId = author.OrgId, AuthorId = people[by].UserId, PostId = post.Id, Body = body }));
            }
        }
    }

    private static void Save(BlogDbContext db, Post post, DemoVersion version, DateTimeOffset moment)
    {
        db.Entry(post).State = post.Id == 0 ? EntityState.Added : EntityState.Unchanged;
        (post.Title, post.Slug, post.Body) = (version.Title, version.Slug, version.Body);
        (post.Status, post.Tags) = (version.Status, version.Tags);
        post.PublishedAt ??= version.Status == PostStatus.Published ? moment : null;
        post.DeletedAt = version.InTrash ? moment : null;
        if (version is { Status: PostStatus.Published, IsPublished: true, InTrash: false } && post.Id != 0)
        {
            db.Entry(post).Property(p => p.Status).IsModified = true;      // to name it publishes this version
        }
    }

    private sealed record Happening(DateTimeOffset Moment, string By, Action<BlogDbContext> Write);
}
