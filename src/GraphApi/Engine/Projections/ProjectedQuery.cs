using System.Collections.Concurrent;
using System.Linq.Expressions;
using GraphBlog.GraphApi.Engine.Reads;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Engine.Projections;

/// <summary>Finds one entity by a unique key, compiled once for each set of columns that clients ask for.</summary>
/// <param name="find">The entity with that key; at most one.</param>
public sealed class ProjectedQuery<TContext, TKey, T>(Expression<Func<TContext, TKey, IQueryable<T>>> find)
    where TContext : DbContext where TKey : notnull where T : class
{
    /// <summary>Clients choose the columns, so what is remembered is bounded.</summary>
    private const int MaxShapes = 512;

    private readonly ConcurrentDictionary<Expression<Func<T, T>>, ReadStatement<TContext, T>> _statements = new();

    /// <summary>The entity with the columns asked for; null when there is none.</summary>
    public async Task<T?> FindAsync(TContext db, TKey key, QueryContext<T> query, CancellationToken ct)
    {
        if (!_statements.TryGetValue(query.Selector, out var statement))
        {
            if (_statements.Count >= MaxShapes)
                _statements.Clear();
            _statements[query.Selector] = statement = new(db, find, query.Selector);
        }
        return (await statement.ReadAsync(db, [key], query.Along, ct)).FirstOrDefault();
    }
}
