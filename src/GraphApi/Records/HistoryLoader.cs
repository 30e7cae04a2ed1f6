using System.Linq.Expressions;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphBlog.GraphApi.Records;

/// <summary>The histories of records of a kind, whether live or in the trash, newest first.</summary>
public sealed class HistoryLoader<T>(BlogDbContext blog) : ConnectionLoader<BlogDbContext, AuditEntry>(blog, s_history)
    where T : class, IRecord, new()
{
    private static readonly PagedQuery<BlogDbContext, AuditEntry> s_history = new(History(RecordTypes.Of<T>().Name), IdRows.Of);

    private readonly BlogDbContext _blog = blog;

    /// <summary>A record's history.</summary>
    /// <exception cref="GraphBlog.Engine.Http.GraphQLRequestException">The viewer's role sees no history of such records.</exception>
    public IDataLoaderResult<Connection<AuditEntry>?> LoadAsync(
        long id, PagingArguments page, AuditEntryFilterInput? where, QueryContext<AuditEntry> query)
    {
        _blog.Tenant.Require(RecordTypes.Of<T>().HistoryRole);
        return base.LoadAsync(id, page, where, query)!;
    }

    // The name is a constant of the statement.
    private static Expression<Func<BlogDbContext, long, IQueryable<AuditEntry>>> History(string recordType)
    {
        Expression<Func<BlogDbContext, long, string, IQueryable<AuditEntry>>> history = (blog, id, name) => blog.AuditLog
            .Where(entry => entry.RecordType == name && entry.RecordId == id)
            .OrderByDescending(entry => entry.Version);
        return Expression.Lambda<Func<BlogDbContext, long, IQueryable<AuditEntry>>>(
            ReplacingExpressionVisitor.Replace(history.Parameters[2], Expression.Constant(recordType), history.Body),
            history.Parameters[0], history.Parameters[1]);
    }
}
