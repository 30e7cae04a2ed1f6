using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Why a write found no post.</summary>
internal static class PostConflict
{
    private static readonly StandingReader<Post> s_posts = new(
        RecordTypes.Posts, (blog, id) => blog.PostsAndTrash().Where(post => post.Id == id), nameof(Post.AuthorId));

    /// <summary>See <see cref="Conflict.Explain"/>. The drafts of others do not exist, to an author.</summary>
    public static async Task<Exception> ExplainAsync(
        BlogDbContext blog, long id, int expectedVersion, Patch<Post>? yours, ConflictSelection asked, CancellationToken ct)
    {
        var now = await s_posts.ReadAsync(blog, id, expectedVersion, yours, asked, ct);
        var refusal = now.Live is { } live && !blog.Tenant.MayWriteOf(live.AuthorId)
            ? Authorization.Refused("This post is somebody else's; changing it needs the role EDITOR.") : null;
        return Conflict.Explain(now, expectedVersion, yours, new PostNotFoundException(id), refusal);
    }
}
