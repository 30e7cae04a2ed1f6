using System.Linq.Expressions;
using GraphBlog.Engine.EntityFramework.Paging;

namespace GraphBlog.Engine.EntityFramework.Sorting;

/// <summary>Orders queries as clients ask.</summary>
public static class SortingQueryableExtensions
{
    /// <summary>
    /// The items in the order that a client asks for; where it asks for none, as they are. Its keys come first to last, a property that
    /// comes again counts once, and the last key of the query's own order follows, in the direction of the one before it: it makes the
    /// order unique, and one direction throughout is what an index serves.
    /// </summary>
    /// <param name="items">A query with an order of its own, whose last key is unique.</param>
    /// <param name="order">What the client asks for; null for nothing.</param>
    /// <exception cref="GraphQL.ExecutionError">The client gave null for a direction.</exception>
    public static IQueryable<T> Sort<T>(this IQueryable<T> items, IReadOnlyList<SortInput<T>>? order)
    {
        var keys = (order ?? []).SelectMany(input => input.Keys()).DistinctBy(key => key.Property).ToList();
        if (keys.Count == 0)
        {
            return items;
        }

        var unique = KeysetOrdering.KeysOf(items)[^1];
        if (keys.TrueForAll(key => key.Property != unique.Property))
        {
            keys.Add(unique with { IsDescending = keys[^1].IsDescending });
        }

        return items.Provider.CreateQuery<T>(keys.Index().Aggregate(items.Expression, By<T>));
    }

    /// <summary>The first key takes the place of an order that was there before, as EF has it.</summary>
    private static MethodCallExpression By<T>(Expression items, (int Index, KeysetKey Key) at)
    {
        var (index, key) = at;
        var item = Expression.Parameter(typeof(T), "x");
        var value = Expression.Property(item, key.Property);
        var method = (index, key.IsDescending) switch
        {
            (0, false) => nameof(Queryable.OrderBy),
            (0, true) => nameof(Queryable.OrderByDescending),
            (_, false) => nameof(Queryable.ThenBy),
            _ => nameof(Queryable.ThenByDescending),
        };
        return Expression.Call(
            typeof(Queryable), method, [typeof(T), value.Type], items, Expression.Quote(Expression.Lambda(value, item)));
    }
}
