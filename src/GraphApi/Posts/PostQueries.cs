using GraphBlog.GraphApi.Engine.Paging;
using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.GraphApi.Engine.Relay;
using GraphBlog.GraphApi.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

[QueryType]
public static class PostQueries
{
    /// <summary>A live post by its id; null when there is none.</summary>
    public static Task<Post?> PostAsync([ID<Post>] long id, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => blog.Posts.Where(post => post.Id == id).Select(query.Selector).FirstOrDefaultAsync(ct);

    /// <summary>A live post by its address; null when there is none.</summary>
    public static Task<Post?> PostBySlugAsync(string slug, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => blog.Posts.Where(post => post.Slug == slug).Select(query.Selector).FirstOrDefaultAsync(ct);

    /// <summary>The organisation's live posts, newest first.</summary>
    public static Task<Connection<Post>> PostsAsync(BlogDbContext blog, PagingArguments page, QueryContext<Post> query, CancellationToken ct)
        => blog.Posts.OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id).ToConnectionAsync(page, query, ct);
}
