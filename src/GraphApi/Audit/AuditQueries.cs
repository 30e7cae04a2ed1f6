using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Audit;

[QueryType]
public static class AuditQueries
{
    private static readonly PagedQuery<BlogDbContext, AuditEntry> s_newest = new(
        blog => blog.AuditLog.OrderByDescending(entry => entry.ChangedAt).ThenByDescending(entry => entry.Id));

    /// <summary>Every change in the organisation that retention still keeps, newest first. Needs the role EDITOR.</summary>
    /// <param name="where">Only changes that match this filter; all changes when left out.</param>
    public static async Task<Connection<AuditEntry>?> AuditLogAsync(
        BlogDbContext blog, PagingArguments page, AuditEntryFilterInput? where, QueryContext<AuditEntry> query, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Editor);
        return where is null
            ? await s_newest.ToConnectionAsync(blog, page, query, ct)
            : await s_newest.List(blog).Filter(where).ToConnectionAsync(page, query, ct);
    }
}
