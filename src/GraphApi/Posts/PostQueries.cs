using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Engine.EntityFramework.Sorting;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
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
    /// <param name="id">The post's global id; one of another type finds nothing.</param>
    [LookUp]
    public static Task<Post?> PostAsync([ID<Post>] long id, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => s_byId.FindAsync(blog, id, query, ct);

    /// <summary>A live post by its address; null when there is none.</summary>
    /// <param name="slug">The last part of the post's address, such as `hello-world`.</param>
    public static Task<Post?> PostBySlugAsync(string slug, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => Slug.IsValid(slug) ? s_bySlug.FindAsync(blog, slug, query, ct) : Task.FromResult<Post?>(null);

    /// <summary>The organisation's live posts that the viewer may read, newest first unless ordered otherwise.</summary>
    /// <param name="where">Only posts that match this filter; all posts when left out.</param>
    /// <param name="order">
    /// The sort keys, the most significant first. Posts that are equal in all of them are ordered by when they were added, in the direction of
    /// the last key.
    /// </param>
    /// <param name="search">
    /// Only posts that match this search, as people type it: words in any form, "an exact phrase", or, -not. A match in the title counts most,
    /// then in the tags, then in the body. The best matches come first unless `order` is given.
    /// </param>
    public static Task<Connection<Post>> PostsAsync(
        BlogDbContext blog, PagingArguments page, PostFilterInput? where, IReadOnlyList<PostSortInput>? order, string? search,
        QueryContext<Post> query, CancellationToken ct)
    {
        var isOrdered = order is [_, ..];
        if (PostSearchResult.Query(search) is not { } words)
        {
            return where is null && !isOrdered
                ? s_newest.ToConnectionAsync(blog, page, query, ct)
                : s_newest.List(blog).Filter(where).Sort(order).ToConnectionAsync(page, query, ct);
        }

        if (!isOrdered)
        {
            return PostSearchResult.BestFirstAsync(blog, words, where, page, query, ct);
        }

        var hits = blog.SearchPosts(words).Select(hit => hit.Id);
        return s_newest.List(blog).Filter(where).Where(post => hits.Contains(post.Id)).Sort(order).ToConnectionAsync(page, query, ct);
    }
}
