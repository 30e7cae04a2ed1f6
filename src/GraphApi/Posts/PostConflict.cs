using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Why a write found no post.</summary>
internal static class PostConflict
{
    /// <summary>The live post, the trash and the entries since in one statement, hence in one snapshot. The organisation is the row they hang on.</summary>
    private static readonly Func<BlogDbContext, long, int, CancellationToken, Task<Found>> s_find = EF.CompileAsyncQuery(
        (BlogDbContext blog, long id, int expectedVersion, CancellationToken ct) => blog.Organisations.Select(_ => new Found
        {
            Live = blog.Posts.Include(post => post.Author).Include(post => post.CreatedBy).Include(post => post.UpdatedBy)
                .FirstOrDefault(post => post.Id == id),
            Trashed = blog.Trash.FirstOrDefault(post => post.Id == id),
            Since = blog.AuditLog.Include(entry => entry.ChangedBy)
                .Where(entry => entry.RecordType == RecordTypes.Posts && entry.RecordId == id && entry.Version > expectedVersion)
                .OrderBy(entry => entry.Version).ToList(),
        }).Single());

    /// <summary>See <see cref="Conflict.Explain"/>. The drafts of others do not exist, to an author.</summary>
    public static async Task<Exception> ExplainAsync(BlogDbContext blog, long id, int expectedVersion, Changes<Post>? yours, CancellationToken ct)
    {
        var found = await s_find(blog, id, expectedVersion, ct);
        var now = new Standing<Post>(found.Live, found.Live?.Version ?? found.Trashed?.Version, found.Live?.UpdatedBy, found.Since);
        var refusal = found.Live is { } live && !blog.Tenant.MayWriteOf(live.AuthorId)
            ? Authorization.Refused("This post is somebody else's; changing it needs the role EDITOR.") : null;
        return Conflict.Explain(now, expectedVersion, yours, new PostNotFoundException(id), refusal);
    }

    private sealed class Found
    {
        public Post? Live { get; init; }

        public TrashedPost? Trashed { get; init; }

        public List<AuditEntry> Since { get; init; } = [];
    }
}
