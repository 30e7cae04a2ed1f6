using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Posts;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Comments;

[ObjectType<Comment>(IgnoreProperties =
[
    nameof(Comment.OrgId), nameof(Comment.PostId), nameof(Comment.AuthorId), nameof(Comment.CreatedById), nameof(Comment.UpdatedById),
    nameof(Comment.DeletedAt), nameof(Comment.DeletedById),
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
}

[ObjectType<Post>]
public static class PostCommentFields
{
    /// <summary>The comments on the post, oldest first.</summary>
    public static IDataLoaderResult<Connection<Comment>> Comments(
        [Parent(nameof(Post.Id))] Post post, PagingArguments page, CommentsOfPostLoader comments, QueryContext<Comment> query)
        => comments.LoadAsync(post.Id, page, query);
}
