using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>Somebody whom a handle or a verified e-mail address named comes for the first time with what the provider calls them.</summary>
internal static class FirstSight
{
    /// <summary>Links the context's user to the token's subject. It is their own act, and the log says so.</summary>
    /// <returns>False when the subject is linked by now, or the user to another of the same provider.</returns>
    public static async Task<bool> LinkAtFirstSightAsync(this BlogDbContext blog, TokenNames names, CancellationToken ct)
    {
        var tenant = blog.Tenant;
        blog.Tenant = tenant.AsReader();      // an administrator links whom they like; this is what everybody may once
        try
        {
            return await blog.WriteAsync(
                async () =>
                {
                    blog.Add(new UserSubject
                    {
                        OrgId = tenant.OrgId,
                        UserId = tenant.UserId,
                        Issuer = names.Issuer,
                        Subject = names.Subject!,
                        Linked = true
                    });
                    return await blog.SaveChangesAsync(ct) > 0;
                },
                ct);
        }
        catch (DbUpdateException e) when (SqlState.ViolatedConstraint(e) == UserSubject.UniqueIndex || SqlState.IsAgainstRowRule(e))
        {
            return false;
        }
        finally
        {
            blog.Tenant = tenant;
        }
    }
}
