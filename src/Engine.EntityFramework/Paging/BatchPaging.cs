using System.Linq.Expressions;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>The same page of many lists in one statement: a lateral join of the parents with a keyset page of each.</summary>
public static class BatchPaging
{
    /// <summary>Reads a page of <paramref name="items"/> for every parent. A parent without items has an empty page.</summary>
    /// <param name="parents">The parents' ids, as rows of the database.</param>
    /// <param name="ids">The same ids.</param>
    /// <param name="items">A parent's items, ordered by numbers or times; the last key makes the order unique.</param>
    /// <param name="page">Which page of each.</param>
    /// <param name="query">Which columns; those of the keys are read in any case.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async Task<IReadOnlyDictionary<long, Connection<T>>> ToConnectionsAsync<T>(
        this IQueryable<long> parents, IReadOnlyList<long> ids, Expression<Func<long, IQueryable<T>>> items, PagingArguments page,
        QueryContext<T> query, CancellationToken ct) where T : notnull
    {
        var ordered = parents.Provider.CreateQuery<T>(items.Body);
        var keys = KeysetOrdering.KeysOf(ordered);
        var selector = query.Include([.. keys.Select(key => key.Property.Name)]).Selector;
        var inner = PagingQueryableExtensions.Page(ordered, keys, page, canCompareRows: true).Select(selector);
        var found = await parents.SelectMany(Lambda<T>(inner, items), (parent, item) => new { parent, item }).ToListAsync(ct);
        var byParent = found.ToLookup(row => row.parent, row => row.item);

        var cursor = Cursor.Writer<T>(keys);
        Task<Dictionary<long, int>>? counts = null;
        return ids.ToDictionary(id => id, id => PagingQueryableExtensions.Connect(
            KeysetOrdering.InOrder([.. byParent[id]], keys, backwards: page.First is null), cursor, page, async token =>
            {
                counts ??= CountAsync(parents, items, token);      // the first to be asked counts for all
                return (await counts).GetValueOrDefault(id);
            }));
    }

    private static Expression<Func<long, IEnumerable<T>>> Lambda<T>(IQueryable<T> inner, Expression<Func<long, IQueryable<T>>> items)
        => Expression.Lambda<Func<long, IEnumerable<T>>>(inner.Expression, items.Parameters);

    /// <summary>How many items each parent has.</summary>
    internal static Task<Dictionary<long, int>> CountAsync<T>(IQueryable<long> parents, Expression<Func<long, IQueryable<T>>> items,
        CancellationToken ct)
    {
        var count = Expression.Call(typeof(Queryable), nameof(Queryable.Count), [typeof(T)], items.Body);
        var pair = Expression.New(typeof(KeyValuePair<long, int>).GetConstructor([typeof(long), typeof(int)])!, items.Parameters[0], count);
        return parents.Select(Expression.Lambda<Func<long, KeyValuePair<long, int>>>(pair, items.Parameters))
            .ToDictionaryAsync(row => row.Key, row => row.Value, ct);
    }
}
