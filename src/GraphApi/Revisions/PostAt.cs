using GraphBlog.Engine.Projections;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>Posts as mutations answered them, for a client that asks again.</summary>
internal static class PostAt
{
    /// <summary>A post at a version, whatever has become of it since; null when the history no longer tells.</summary>
    public static async Task<Post?> PostAtAsync(this BlogDbContext blog, long id, int version, QueryContext<Post> query, CancellationToken ct)
        => await blog.Posts.Where(post => post.Id == id && post.Version == version).Select(query.Selector).FirstOrDefaultAsync(ct)
            ?? (await blog.RevisionAsync(id, version, ct) is { } was ? await PostOfAsync(blog, was, ct) : null);

    /// <summary>A post as it went to the trash at a version, whatever has become of it since; null when the history no longer tells.</summary>
    public static async Task<TrashedPost?> TrashedPostAtAsync(
        this BlogDbContext blog, long id, int version, QueryContext<TrashedPost> query, CancellationToken ct)
        => await blog.Trash.Where(post => post.Id == id && post.Version == version).Select(query.Selector).FirstOrDefaultAsync(ct)
            ?? (await blog.RevisionAsync(id, version, ct) is { DeletedAt: not null } was ? await TrashedPostOfAsync(blog, was, ct) : null);

    private static async Task<PostRevision?> RevisionAsync(this BlogDbContext blog, long id, int version, CancellationToken ct)
        => await blog.Revisions(RecordHistory.Posts, [id], [version]).FirstOrDefaultAsync(ct) is { } was ? new(was) : null;

    private static async Task<Post> PostOfAsync(BlogDbContext blog, PostRevision was, CancellationToken ct)
    {
        var row = was.Row;
        var updatedBy = was.ChangedById ?? row.CreatedBy;
        var people = await PeopleAsync(blog, [row.AuthorId, row.CreatedBy, updatedBy], ct);
        return new()
        {
            OrgId = row.OrgId,
            Id = row.Id,
            Version = was.Version,
            Slug = row.Slug,
            Title = row.Title,
            Body = row.Body,
            Status = row.Status,
            Tags = row.Tags,
            Metadata = row.Metadata,
            PublishedAt = row.PublishedAt,
            AuthorId = row.AuthorId,
            Author = people[row.AuthorId],
            CreatedAt = row.CreatedAt,
            CreatedById = row.CreatedBy,
            CreatedBy = people[row.CreatedBy],
            UpdatedAt = was.ChangedAt,
            UpdatedById = updatedBy,
            UpdatedBy = people[updatedBy],
        };
    }

    private static async Task<TrashedPost> TrashedPostOfAsync(BlogDbContext blog, PostRevision was, CancellationToken ct)
    {
        var row = was.Row;
        var people = await PeopleAsync(blog, [row.AuthorId, row.DeletedBy!.Value], ct);
        return new()
        {
            OrgId = row.OrgId,
            Id = row.Id,
            Version = was.Version,
            Slug = row.Slug,
            Title = row.Title,
            AuthorId = row.AuthorId,
            Author = people[row.AuthorId],
            DeletedAt = row.DeletedAt!.Value,
            DeletedById = row.DeletedBy.Value,
            DeletedBy = people[row.DeletedBy.Value],
            PurgeAt = await blog.Database.SqlQuery<DateTimeOffset>($"""select {row.DeletedAt.Value.ToUniversalTime()} + app.trash_keep() as "Value" """).SingleAsync(ct),
        };
    }

    private static Task<Dictionary<long, User>> PeopleAsync(BlogDbContext blog, long[] ids, CancellationToken ct)
        => blog.Users.Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id, ct);
}
