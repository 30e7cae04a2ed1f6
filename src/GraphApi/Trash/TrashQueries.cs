using GraphBlog.GraphApi.Engine.Paging;
using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.GraphApi.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Trash;

[QueryType]
public static class TrashQueries
{
    /// <summary>The organisation's deleted posts, the last deleted first. They can be reached from nowhere else.</summary>
    public static Task<Connection<TrashedPost>> TrashAsync(
        BlogDbContext blog, PagingArguments page, QueryContext<TrashedPost> query, CancellationToken ct)
        => blog.Trash.OrderByDescending(post => post.DeletedAt).ThenByDescending(post => post.Id).ToConnectionAsync(page, query, ct);
}
