using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Posts;

/// <summary>What to do when somebody changed the post after the version the client read.</summary>
public enum ConflictPolicy
{
    /// <summary>Any change since is a ConcurrencyError.</summary>
    Reject,

    /// <summary>The change is put on top when nobody else touched the same fields; the same value on both sides is no conflict.</summary>
    Merge,
}

/// <summary>Puts a change on top of others that touched other fields.</summary>
internal static class PostMerge
{
    /// <summary>
    /// In one transaction: the row is locked, so that nobody changes it between the look and the write; what happened since is read
    /// from the log; the write expects the version that was looked at.
    /// </summary>
    /// <exception cref="ConcurrencyException">Both touched a field, or the post is in the trash.</exception>
    /// <exception cref="PostNotFoundException">There is no such post.</exception>
    public static Task<Post> MergePostAsync(
        this BlogDbContext blog, long id, int expectedVersion, Patch<Post> changes, QueryContext<Post> query,
        SelectionOf<ConcurrencyException> asked, CancellationToken ct)
        => blog.WriteAsync(
            async () =>
            {
                await blog.LockPostAsync(id, ct);
                var reason = await PostConflict.ExplainAsync(blog, id, expectedVersion, changes, ConflictSelection.ToMerge(asked), ct);
                if (reason is not ConcurrencyException conflict || !conflict.Mergeable && !IsCurrent(conflict))
                {
                    throw reason;
                }

                var post = blog.AttachPost(id, conflict.CurrentVersion);
                changes.ApplyTo(post);
                return await blog.SaveAsync(post, query, ct);
            },
            ct);

    // Nothing happened since: no conflict at all.
    private static bool IsCurrent(ConcurrencyException conflict) => !conflict.InTrash && conflict.CurrentVersion == conflict.ExpectedVersion;
}
