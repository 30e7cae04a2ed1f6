using GraphBlog.GraphApi.Engine.Paging;
using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.GraphApi.Engine.Relay;
using GraphBlog.GraphApi.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Posts;

[QueryType]
public static class PostQueries
{
    private static readonly ProjectedQuery<BlogDbContext, long, Post> s_byId = new((blog, id) => blog.Posts.Where(post => post.Id == id));

    private static readonly ProjectedQuery<BlogDbContext, string, Post> s_bySlug = new(
        (blog, slug) => blog.Posts.Where(post => post.Slug == slug));

    private static readonly PagedQuery<BlogDbContext, Post> s_newest = new(
        blog => blog.Posts.OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id));

    /// <summary>A live post by its id; null when there is none.</summary>
    public static Task<Post?> PostAsync([ID<Post>] long id, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => s_byId.FindAsync(blog, id, query, ct);

    /// <summary>A live post by its address; null when there is none.</summary>
    public static Task<Post?> PostBySlugAsync(string slug, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => Slug.IsValid(slug) ? s_bySlug.FindAsync(blog, slug, query, ct) : Task.FromResult<Post?>(null);

    /// <summary>The organisation's live posts, newest first.</summary>
    public static Task<Connection<Post>> PostsAsync(
        BlogDbContext blog, PagingArguments page, QueryContext<Post> query, CancellationToken ct)
        => s_newest.ToConnectionAsync(blog, page, query, ct);
}
