using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Comments;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Comments;

/// <summary>Comments as mutations answered them, for a client that asks again.</summary>
internal static class CommentAt
{
    /// <summary>A comment at a version, be it changed or deleted since; null when its post is out of sight or the history no longer tells.</summary>
    public static async Task<Comment?> CommentAtAsync(this BlogDbContext blog, long id, int version, QueryContext<Comment> query, CancellationToken ct)
        => await blog.Comments.Where(comment => comment.Id == id && comment.Version == version).Select(query.Selector).FirstOrDefaultAsync(ct)
            ?? (await blog.Revisions(RecordHistory.Comments, [id], [version]).FirstOrDefaultAsync(ct) is { } was ? await CommentOfAsync(blog, was, ct) : null);

    private static async Task<Comment> CommentOfAsync(BlogDbContext blog, Revision was, CancellationToken ct)
    {
        var row = was.Row<CommentRow>();
        return new()
        {
            OrgId = row.OrgId,
            Id = row.Id,
            Version = was.Version,
            PostId = row.PostId,
            Body = row.Body,
            AuthorId = row.AuthorId,
            Author = await blog.Users.SingleAsync(user => user.Id == row.AuthorId, ct),
            CreatedAt = row.CreatedAt,
            UpdatedAt = was.ChangedAt,
        };
    }

    /// <summary>The columns of a comment, as the database writes a row in JSON.</summary>
    private sealed record CommentRow(long OrgId, long Id, long PostId, long AuthorId, string Body, DateTimeOffset CreatedAt);
}
