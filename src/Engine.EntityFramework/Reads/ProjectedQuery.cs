using System.Linq.Expressions;
using GraphBlog.Engine.Projections;
using GraphBlog.Statements;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>Finds one entity by a unique key, compiled once for each set of columns that clients ask for.</summary>
/// <param name="find">The entity with that key; at most one.</param>
public sealed class ProjectedQuery<TContext, TKey, T>(Expression<Func<TContext, TKey, IQueryable<T>>> find)
    where TContext : StatementContext where TKey : notnull where T : class
{
    private readonly ReadStatements<TContext, T> _statements = new(find);

    /// <summary>The entity with the columns asked for; null when there is none.</summary>
    public async Task<T?> FindAsync(TContext db, TKey key, QueryContext<T> query, CancellationToken ct)
        => (await _statements.Of(db, query.Selector).ReadAsync(db, [key], query.Companions, ct)).FirstOrDefault();
}
