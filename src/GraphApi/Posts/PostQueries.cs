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
    private static readonly PostReads s_seen = new(
        new((blog, id) => blog.Posts.Where(post => post.Id == id)),
        new((blog, slug) => blog.Posts.Where(post => post.Slug == slug)),
        new(blog => blog.Posts.OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id)));

    private static readonly PostReads s_working = new(
        new((blog, id) => blog.WorkingPosts.Where(post => post.Id == id)),
        new((blog, slug) => blog.WorkingPosts.Where(post => post.Slug == slug)),
        new(blog => blog.WorkingPosts.OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id)));

    private static readonly PostReads s_live = new(
        new((blog, id) => blog.LivePosts.Where(post => post.Id == id)),
        new((blog, slug) => blog.LivePosts.Where(post => post.Slug == slug)),
        new(blog => blog.LivePosts.OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id)));

    /// <summary>A post by its id; null when there is none.</summary>
    /// <param name="id">The post's global id; one of another type finds nothing.</param>
    /// <param name="perspective">WORKING when left out.</param>
    [LookUp]
    public static Task<Post?> PostAsync(
        [ID<Post>] long id, Perspective? perspective, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => Reads(blog, perspective).ById.FindAsync(blog, id, query, ct);

    /// <summary>A post by its address; null when there is none.</summary>
    /// <param name="slug">The last part of the post's address, such as `hello-world`.</param>
    /// <param name="perspective">
    /// WORKING when left out: then it is the slug of the working copy, where the viewer may edit the post. A changed slug is the public address
    /// once it is published.
    /// </param>
    public static Task<Post?> PostBySlugAsync(
        string slug, Perspective? perspective, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
        => Slug.IsValid(slug) ? Reads(blog, perspective).BySlug.FindAsync(blog, slug, query, ct) : Task.FromResult<Post?>(null);

    /// <summary>The organisation's posts that the viewer may read and that are not in the trash, newest first unless ordered otherwise.</summary>
    /// <param name="where">Only posts that match this filter; all posts when left out.</param>
    /// <param name="order">
    /// The sort keys, the most significant first. Posts that are equal in all of them are ordered by when they were added, in the direction of
    /// the last key.
    /// </param>
    /// <param name="search">
    /// Only posts that match this search, as people type it: words in any form, "an exact phrase", or, -not. A match in the title counts most,
    /// then in the tags, then in the body. The best matches come first unless `order` is given.
    /// </param>
    /// <param name="perspective">WORKING when left out.</param>
    [LookUp]
    public static Task<Connection<Post>> PostsAsync(
        BlogDbContext blog, PagingArguments page, PostFilterInput? where, IReadOnlyList<PostSortInput>? order, string? search,
        Perspective? perspective, QueryContext<Post> query, CancellationToken ct)
    {
        var isOrdered = order is [_, ..];
        var newest = Reads(blog, perspective).Newest;
        if (PostSearchResult.Query(search) is not { } words)
        {
            return where is null && !isOrdered
                ? newest.ToConnectionAsync(blog, page, query, ct)
                : newest.List(blog).Filter(where).Sort(order).ToConnectionAsync(page, query, ct);
        }

        if (!isOrdered)
        {
            return PostSearchResult.BestFirstAsync(blog, words, perspective, where, page, query, ct);
        }

        var hits = blog.SearchPosts(words, perspective == Perspective.Live).Select(hit => hit.Id);
        return newest.List(blog).Filter(where).Where(post => hits.Contains(post.Id)).Sort(order).ToConnectionAsync(page, query, ct);
    }

    private static PostReads Reads(BlogDbContext blog, Perspective? perspective) => blog.SeenAs(perspective, s_live, s_working, s_seen);

    /// <summary>The compiled queries of one perspective.</summary>
    private sealed record PostReads(
        ProjectedQuery<BlogDbContext, long, Post> ById, ProjectedQuery<BlogDbContext, string, Post> BySlug, PagedQuery<BlogDbContext, Post> Newest);
}
