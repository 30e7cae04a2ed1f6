using System.Linq.Expressions;
using System.Reflection;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>
/// The keys that a query is ordered by, read from its expression. Keys are properties of the item itself, and together they must be
/// unique: the last is usually the primary key.
/// </summary>
internal static class KeysetOrdering
{
    private static readonly HashSet<string> s_cuts = [nameof(Queryable.Take), nameof(Queryable.Skip), nameof(Queryable.Distinct),
        nameof(Queryable.Reverse)];

    /// <summary>The keys, the most significant first.</summary>
    /// <exception cref="NotSupportedException">The query is not ordered, or by something that cannot be a key.</exception>
    public static IReadOnlyList<KeysetKey> KeysOf<T>(IQueryable<T> query, bool canBeNull = false)
        => KeysOf(query.Expression, typeof(T), canBeNull);

    /// <summary>The keys that the expression of a query of such items is ordered by.</summary>
    /// <param name="expression">The query.</param>
    /// <param name="item">The type of its items.</param>
    /// <param name="canBeNull">Whether a key may be null: where PostgreSQL orders, not .NET, which counts null as the least.</param>
    /// <exception cref="NotSupportedException">The query is not ordered, or by something that cannot be a key.</exception>
    public static IReadOnlyList<KeysetKey> KeysOf(Expression expression, Type item, bool canBeNull = false)
    {
        var keys = new List<KeysetKey>();
        while (expression is MethodCallExpression { Method: { IsStatic: true } method, Arguments: [var source, ..] } call)
        {
            if (method.DeclaringType == typeof(Queryable))
            {
                if (s_cuts.Contains(method.Name))
                {
                    throw new NotSupportedException($"A query cannot be paged after {method.Name}.");
                }

                var isFirst = method.Name is nameof(Queryable.OrderBy) or nameof(Queryable.OrderByDescending);
                if (isFirst || method.Name is nameof(Queryable.ThenBy) or nameof(Queryable.ThenByDescending))
                {
                    keys.Insert(0, Key(call, item, canBeNull));
                }

                if (isFirst)
                {
                    return keys;
                }
            }
            expression = source;
        }
        throw new NotSupportedException($"A query of {item} must be ordered to be paged.");
    }

    /// <summary>
    /// Has rows in the order in which they were asked for: a join keeps those of a page in order by habit, not by promise.
    /// </summary>
    /// <param name="rows">The rows of one list.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="backwards">Whether the list was read from its end.</param>
    public static List<T> InOrder<T>(List<T> rows, IReadOnlyList<KeysetKey> keys, bool backwards) where T : notnull
    {
        for (var i = 1; i < rows.Count; i++)
        {
            if (Compare(rows[i - 1], rows[i]) > 0)
            {
                rows.Sort(Compare);
                break;
            }
        }

        return rows;

        int Compare(T a, T b)
        {
            foreach (var key in keys)
            {
                if (Comparer<object>.Default.Compare(key.ValueOf(a), key.ValueOf(b)) is not 0 and var order)
                {
                    return key.IsDescending != backwards ? -order : order;
                }
            }

            return 0;
        }
    }

    private static KeysetKey Key(MethodCallExpression call, Type item, bool canBeNull)
    {
        var lambda = (LambdaExpression)((UnaryExpression)call.Arguments[1]).Operand;
        if (call.Arguments.Count > 2 || lambda.Parameters[0].Type != item || lambda.Body is not MemberExpression
            { Member: PropertyInfo property, Expression: ParameterExpression } || !KeysetKey.IsSupported(property))
        {
            throw new NotSupportedException(
                $"{lambda} cannot order a page of {item}: a key is a property of it that is no flag or object.");
        }
        var key = new KeysetKey(property, call.Method.Name.EndsWith("Descending", StringComparison.Ordinal));
        return canBeNull || !key.IsNullable ? key
            : throw new NotSupportedException($"{lambda} may be null, which no key of this page can be.");
    }
}
