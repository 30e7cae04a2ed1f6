using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Organisations;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

/// <summary>Who is asking, as the server understood the request's token.</summary>
/// <param name="Role">What the request may do: the user's role, or less if the token says so.</param>
public sealed record Viewer(Role Role);

[QueryType]
public static class ViewerQueries
{
    /// <summary>Who is asking.</summary>
    public static Viewer Viewer(TenantContext tenant) => new(tenant.Role);
}

[ObjectType<Viewer>]
public static class ViewerFields
{
    /// <summary>The person.</summary>
    public static Task<User> UserAsync(BlogDbContext blog, TenantContext tenant, QueryContext<User> query, CancellationToken ct)
        => blog.Users.Where(user => user.Id == tenant.UserId).Select(query.Selector).SingleAsync(ct);

    /// <summary>The organisation the person works for; everything else in this API belongs to it.</summary>
    public static Task<Organisation> OrganisationAsync(BlogDbContext blog, QueryContext<Organisation> query, CancellationToken ct)
        => blog.Organisations.Select(query.Selector).SingleAsync(ct);
}
