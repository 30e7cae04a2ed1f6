using GraphBlog.GraphApi.Engine.Http;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>What a role may do.</summary>
internal static class Authorization
{
    /// <exception cref="GraphQLRequestException">The viewer's role is a lower one: AUTH_NOT_AUTHORIZED, and nothing was done.</exception>
    public static void Require(this TenantContext tenant, Role role)
    {
        if (tenant.Role < role)
        {
            throw new GraphQLRequestException(
                $"This needs the role {role.ToString().ToUpperInvariant()}.", "AUTH_NOT_AUTHORIZED", StatusCodes.Status403Forbidden);
        }
    }
}
