using GraphBlog.Engine;
using GraphBlog.Engine.Http;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>
/// What a role may never do, whatever the row. Which rows it may see and write, the database says (Sql/Code/0800_row_rules.sql): a row it
/// may not see is not found; one it sees but may not write is refused here.
/// </summary>
internal static class Authorization
{
    /// <exception cref="GraphQLRequestException">The viewer's role is a lower one: AUTH_NOT_AUTHORIZED, and nothing was done.</exception>
    public static void Require(this TenantContext tenant, Role role)
    {
        if (tenant.Role < role)
        {
            throw Refused($"This needs the role {role.ToString().ToUpperInvariant()}.");
        }
    }

    /// <summary>Whether the database would let the viewer write this author's records.</summary>
    public static bool MayWriteOf(this TenantContext tenant, long authorId)
        => tenant.Role >= Role.Editor || tenant.Role == Role.Author && tenant.WriterId == authorId;

    /// <summary>Whether the database would let the viewer write this person's record.</summary>
    public static bool MayWriteUser(this TenantContext tenant, long userId) => tenant.Role == Role.Admin || tenant.UserId == userId;

    /// <summary>The refusal, for those who find out later.</summary>
    public static GraphQLRequestException Refused(string message) => new(message, ErrorCodes.NotAuthorized, StatusCodes.Status403Forbidden);
}
