using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Comments;

namespace GraphBlog.GraphApi.Comments;

/// <summary>Why a write found no comment.</summary>
internal static class CommentConflict
{
    private static readonly StandingReader<Comment> s_comments = new(
        RecordTypes.Comments, (blog, id) => blog.CommentsAndTrash().Where(comment => comment.Id == id), nameof(Comment.AuthorId));

    /// <summary>See <see cref="Conflict.Explain"/>. The comments of a post that cannot be seen do not exist.</summary>
    public static async Task<Exception> ExplainAsync(
        BlogDbContext blog, long id, int expectedVersion, Patch<Comment>? yours, ConflictSelection asked, CancellationToken ct)
    {
        var now = await s_comments.ReadAsync(blog, id, expectedVersion, yours, asked, ct);
        var refusal = now.Live is { } live && !blog.Tenant.MayWriteOf(live.AuthorId)
            ? Authorization.Refused("This comment is somebody else's; changing it needs the role EDITOR.") : null;
        var missing = new CommentNotFoundException(id);
        return Conflict.Explain(now, expectedVersion, yours, missing, refusal).OrMissing(missing);
    }
}
