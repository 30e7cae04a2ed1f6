using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

[QueryType]
public static class UserQueries
{
    /// <summary>A person of the organisation by id, also one who is deactivated; null when there is none.</summary>
    /// <param name="id">The person's global id; one of another type finds nothing.</param>
    public static Task<User?> UserAsync([ID<User>] long id, BlogDbContext blog, QueryContext<User> query, CancellationToken ct)
        => blog.Users.Where(user => user.Id == id).Select(query.Selector).FirstOrDefaultAsync(ct);

    /// <summary>The people of the organisation who may come in, by handle; with `deactivated: true` those who may not.</summary>
    /// <param name="deactivated">Whether the people are those who are deactivated; false when left out.</param>
    public static Task<Connection<User>> UsersAsync(
        BlogDbContext blog, PagingArguments page, QueryContext<User> query, CancellationToken ct, bool? deactivated = null)
        => blog.Users.Where(user => user.DeletedAt != null == (deactivated == true)).OrderBy(user => user.Handle).ToConnectionAsync(page, query, ct);
}
