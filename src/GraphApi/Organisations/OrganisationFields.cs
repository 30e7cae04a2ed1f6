using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Organisations;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Organisations;

[ObjectType<Organisation>(IgnoreProperties = [nameof(Organisation.OrgId)])]
public static class OrganisationFields
{
    [NodeResolver]
    public static Task<Organisation?> GetOrganisationByIdAsync(
        [ID<Organisation>] long id, BlogDbContext blog, QueryContext<Organisation> query, CancellationToken ct)
        => blog.Organisations.Where(organisation => organisation.OrgId == id).Select(query.Selector).FirstOrDefaultAsync(ct);
}
