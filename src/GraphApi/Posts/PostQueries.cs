using GraphBlog.GraphApi.Engine.Filtering;
using GraphBlog.GraphApi.Engine.Paging;
using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.GraphApi.Engine.Relay;
using GraphBlog.GraphApi.Engine.Sorting;
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

    /// <summary>The organisation's live posts, newest first unless ordered otherwise.</summary>
    /// <param name="where">Only posts such as these; all of them when left out.</param>
    /// <param name="order">
    /// The most significant first. Posts that are equal in all of them follow by when they were added, in the direction of the last.
    /// </param>
    public static Task<Connection<Post>> PostsAsync(
        BlogDbContext blog, PagingArguments page, PostFilterInput? where, IReadOnlyList<PostSortInput>? order,
        QueryContext<Post> query, CancellationToken ct)
        => where is null && order is not [_, ..]
            ? s_newest.ToConnectionAsync(blog, page, query, ct)
            : s_newest.List(blog).Filter(where).Sort(order).ToConnectionAsync(page, query, ct);
}
