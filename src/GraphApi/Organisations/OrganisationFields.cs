using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Organisations;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Organisations;

[ObjectType<Organisation>(IgnoreProperties = [nameof(Organisation.OrgId), nameof(Organisation.UpdatedAt), nameof(Organisation.DeletedAt)])]
public static class OrganisationFields
{
    [NodeResolver]
    public static Task<Organisation?> GetOrganisationByIdAsync(
        [ID<Organisation>] long id, BlogDbContext blog, QueryContext<Organisation> query, CancellationToken ct)
        => blog.Organisations.Where(organisation => organisation.OrgId == id).Select(query.Selector).FirstOrDefaultAsync(ct);

    /// <summary>Every change of the organisation itself that retention still keeps, newest first. Needs the role EDITOR.</summary>
    /// <param name="where">Only changes that match this filter; all changes when left out.</param>
    public static IDataLoaderResult<Connection<AuditEntry>?> AuditHistory(
        [Parent(nameof(Organisation.Id))] Organisation organisation, PagingArguments page, AuditEntryFilterInput? where,
        HistoryLoader<Organisation> history, QueryContext<AuditEntry> query)
        => history.LoadAsync(organisation.Id, page, where, query);
}
