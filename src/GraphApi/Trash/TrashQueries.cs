using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Trash;

[QueryType]
public static class TrashQueries
{
    /// <summary>
    /// The organisation's deleted posts, the most recently deleted first; an AUTHOR sees only their own. No other field answers them. Needs the
    /// role AUTHOR.
    /// </summary>
    public static async Task<Connection<TrashedPost>?> TrashAsync(
        BlogDbContext blog, PagingArguments page, QueryContext<TrashedPost> query, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        return await blog.Trash.OrderByDescending(post => post.DeletedAt).ThenByDescending(post => post.Id).ToConnectionAsync(page, query, ct);
    }
}
