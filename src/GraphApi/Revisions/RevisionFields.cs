using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Users;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Revisions;

[ObjectType<Post>]
public static class PostRevisionFields
{
    /// <summary>
    /// The post as it was at a version or at a point in time; give exactly one of the two. Null when the post did not exist then or the history
    /// no longer reaches back that far.
    /// </summary>
    /// <param name="post">The post.</param>
    /// <param name="version">A version of the post.</param>
    /// <param name="asOf">A point in time; the version that was current then is answered.</param>
    /// <param name="revisions">Where revisions come from.</param>
    public static IDataLoaderResult<PostRevision?> Revision(
        [Parent(nameof(Post.Id))] Post post, int? version, DateTimeOffset? asOf, RevisionLoader<Post> revisions)
        => revisions.LoadAsync(post.Id, version, asOf).Then(was => was is null ? null : new PostRevision(was));

    /// <summary>The version that readers saw at a moment; null when they saw none, or the history no longer reaches back that far.</summary>
    /// <param name="post">The post.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="revisions">Where revisions come from.</param>
    public static IDataLoaderResult<PostRevision?> LiveAt([Parent(nameof(Post.Id))] Post post, DateTimeOffset moment, LiveRevisionLoader revisions)
        => revisions.LoadAsync(post.Id, moment).Then(was => was is null ? null : new PostRevision(was));

    /// <summary>
    /// What changed between two versions of this post, field by field and sorted by field; backwards when `from` is the later one. A
    /// version that the post never had, or that the history no longer reaches, is the error REVISION_NOT_FOUND.
    /// </summary>
    /// <param name="post">The post.</param>
    /// <param name="from">The version whose values are `before`.</param>
    /// <param name="to">The version whose values are `after`; the current one when left out.</param>
    /// <param name="diffs">Where differences come from.</param>
    public static IDataLoaderResult<IReadOnlyList<FieldChange>> Diff(
        [Parent($"{nameof(Post.Id)} {nameof(Post.Version)}")] Post post, int from, int? to, DiffLoader<Post> diffs)
        => diffs.LoadAsync(post, from, to);
}

[ObjectType<RecordRevision>]
public static class RevisionFields
{
    /// <summary>Who made this version; null when it was made outside the API without a user.</summary>
    public static IDataLoaderResult<User?>? ChangedBy([Parent] RecordRevision revision, UserByIdLoader users, QueryContext<User> query)
        => revision.ChangedById is { } id ? users.LoadAsync(id, query) : null;

    /// <summary>The audit entry that made this version.</summary>
    public static IDataLoaderResult<AuditEntry?> Entry([Parent] RecordRevision revision, AuditEntryByIdLoader entries, QueryContext<AuditEntry> query)
        => entries.LoadAsync(AuditEntryKey.Of(revision.ChangedAt, revision.EntryId), query);
}
