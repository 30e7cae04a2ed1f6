using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Posts;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Comments;

[ObjectType<Comment>(IgnoreProperties =
[
    nameof(Comment.OrgId), nameof(Comment.PostId), nameof(Comment.AuthorId), nameof(Comment.CreatedById), nameof(Comment.UpdatedById),
    nameof(Comment.DeletedById),
])]
public static class CommentFields
{
    [NodeResolver]
    public static IDataLoaderResult<Comment?> GetCommentById([ID<Comment>] long id, CommentByIdLoader comments, QueryContext<Comment> query)
        => comments.LoadAsync(id, query);

    /// <summary>The post that the comment belongs to; null when the post has just been moved to the trash or hidden from you.</summary>
    public static IDataLoaderResult<Post?> Post([Parent(nameof(Comment.PostId))] Comment comment, PostByIdLoader posts, QueryContext<Post> query)
        => posts.LoadAsync(comment.PostId, query);

    /// <summary>
    /// Every change of the comment that retention still keeps, newest first. Needs the role AUTHOR, and EDITOR for the comments of
    /// others, whose changes are not shown.
    /// </summary>
    /// <param name="where">Only changes that match this filter; all changes when left out.</param>
    public static IDataLoaderResult<Connection<AuditEntry>?> AuditHistory(
        [Parent(nameof(Comment.Id))] Comment comment, PagingArguments page, AuditEntryFilterInput? where,
        HistoryLoader<Comment> history, QueryContext<AuditEntry> query)
        => history.LoadAsync(comment.Id, page, where, query);

    /// <summary>
    /// The comment as it was at a version or at a point in time; give exactly one of the two. Null when the comment did not exist then or the
    /// history no longer reaches back that far. Needs the role AUTHOR, and EDITOR for the comments of others.
    /// </summary>
    /// <param name="comment">The comment.</param>
    /// <param name="version">A version of the comment.</param>
    /// <param name="asOf">A point in time; the version that was current then is answered.</param>
    /// <param name="revisions">Where revisions come from.</param>
    public static IDataLoaderResult<CommentRevision?> Revision(
        [Parent(nameof(Comment.Id))] Comment comment, int? version, DateTimeOffset? asOf, RevisionLoader<Comment> revisions)
        => revisions.LoadAsync(comment.Id, version, asOf).Then(was => was is null ? null : new CommentRevision(was));

    /// <summary>
    /// What changed between two versions of this comment, field by field and sorted by field; backwards when `from` is the later one. A
    /// version that the comment never had, or that the history no longer reaches, is the error REVISION_NOT_FOUND.
    /// </summary>
    /// <param name="comment">The comment.</param>
    /// <param name="from">The version whose values are `before`.</param>
    /// <param name="to">The version whose values are `after`; the current one when left out.</param>
    /// <param name="diffs">Where differences come from.</param>
    public static IDataLoaderResult<IReadOnlyList<FieldChange>> Diff(
        [Parent($"{nameof(Comment.Id)} {nameof(Comment.Version)}")] Comment comment, int from, int? to, DiffLoader<Comment> diffs)
        => diffs.LoadAsync(comment, from, to);
}

[ObjectType<Post>]
public static class PostCommentFields
{
    /// <summary>The comments on the post, oldest first.</summary>
    public static IDataLoaderResult<Connection<Comment>> Comments(
        [Parent(nameof(Post.Id))] Post post, PagingArguments page, CommentsOfPostLoader comments, QueryContext<Comment> query)
        => comments.LoadAsync(post.Id, page, query);
}
