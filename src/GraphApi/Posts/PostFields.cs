using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Engine.Paging;
using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.GraphApi.Engine.Relay;
using GraphBlog.GraphApi.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Posts;

[ObjectType<Post>(IgnoreProperties =
[
    nameof(Post.OrgId), nameof(Post.AuthorId), nameof(Post.CreatedById), nameof(Post.UpdatedById), nameof(Post.DeletedAt), nameof(Post.DeletedById),
])]
public static class PostFields
{
    [NodeResolver]
    public static Task<Post?> GetPostByIdAsync([ID<Post>] long id, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => PostQueries.PostAsync(id, blog, query, ct);

    /// <summary>Every change of the post that retention still keeps, newest first.</summary>
    public static IDataLoaderResult<Connection<AuditEntry>> AuditHistory(
        [Parent(nameof(Post.Id))] Post post, PagingArguments page, AuditHistoryLoader history, QueryContext<AuditEntry> query)
        => history.LoadAsync(RecordTypes.Posts, post.Id, page, query);
}
