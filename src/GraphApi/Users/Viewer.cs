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
    /// <summary>The person, or the program that acts for one.</summary>
    public static Task<User> UserAsync(BlogDbContext blog, TenantContext tenant, QueryContext<User> query, CancellationToken ct)
        => blog.Users.Where(user => user.Id == tenant.UserId).Select(query.Selector).SingleAsync(ct);

    /// <summary>The person for whom the program in `user` acts; null when nobody acts for somebody else.</summary>
    public static async Task<User?> OnBehalfOfAsync(BlogDbContext blog, TenantContext tenant, QueryContext<User> query, CancellationToken ct)
        => tenant.OnBehalfOf is { } person ? await blog.Users.Where(user => user.Id == person).Select(query.Selector).SingleAsync(ct) : null;

    /// <summary>The organisation the person works for; everything else in this API belongs to it.</summary>
    public static Task<Organisation> OrganisationAsync(BlogDbContext blog, QueryContext<Organisation> query, CancellationToken ct)
        => blog.Organisations.Select(query.Selector).SingleAsync(ct);
}
