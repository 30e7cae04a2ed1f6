using System.Collections.Concurrent;
using System.Linq.Expressions;
using GraphBlog.GraphApi.Engine.Paging;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Engine.Projections;

/// <summary>Finds one entity by a unique key, compiled once for each set of columns that clients ask for.</summary>
/// <param name="find">The entity with that key; at most one.</param>
public sealed class ProjectedQuery<TContext, TKey, T>(Expression<Func<TContext, TKey, IQueryable<T>>> find)
    where TContext : DbContext where TKey : notnull where T : class
{
    /// <summary>Clients choose the columns, so what is remembered is bounded.</summary>
    private const int MaxShapes = 512;

    private readonly ConcurrentDictionary<Expression<Func<T, T>>, Func<TContext, object[], IAsyncEnumerable<T>>> _compiled = new();

    /// <summary>The entity with the columns asked for; null when there is none.</summary>
    public async Task<T?> FindAsync(TContext db, TKey key, QueryContext<T> query, CancellationToken ct)
    {
        if (!_compiled.TryGetValue(query.Selector, out var compiled))
        {
            if (_compiled.Count >= MaxShapes)
                _compiled.Clear();
            var select = Expression.Call(
                typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(T)], find.Body, Expression.Quote(query.Selector));
            _compiled[query.Selector] = compiled = CompiledQuery.Rows<TContext, T>(Expression.Lambda(select, find.Parameters));
        }
        await foreach (var found in compiled(db, [key]).WithCancellation(ct))
            return found;
        return null;
    }
}
