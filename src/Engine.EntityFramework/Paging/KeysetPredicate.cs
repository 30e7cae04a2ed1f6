using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using GraphBlog.Engine.EntityFramework.Filtering;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>
/// The condition that an item lies after, or before, the given keys. A missing key counts as greater than every other, as in PostgreSQL
/// (manual, section 7.5 "Sorting Rows": NULLS LAST is the default of ASC, NULLS FIRST that of DESC).
/// </summary>
internal static class KeysetPredicate
{
    /// <param name="keys">The ordering's keys.</param>
    /// <param name="values">Their values at the cursor.</param>
    /// <param name="isAfter">Whether the items after the cursor are wanted, or those before it.</param>
    /// <param name="canCompareRows">
    /// Whether the database compares rows, as in <c>(a, b) &lt; (1, 2)</c> (PostgreSQL manual, section 9.25.5), which an index on the
    /// keys serves. It needs all keys in one direction.
    /// </param>
    public static Expression<Func<T, bool>> Build<T>(
        IReadOnlyList<KeysetKey> keys, IReadOnlyList<object?> values, bool isAfter, bool canCompareRows)
        => Compare<T>(keys, [.. keys.Zip(values, (key, value) => value is null ? null : Captured.Value(value, key.Property.PropertyType))],
            isAfter, canCompareRows);

    /// <summary>The same with the values as expressions, such as the parameters of a compiled query; null for a missing one.</summary>
    public static Expression<Func<T, bool>> Compare<T>(
        IReadOnlyList<KeysetKey> keys, IReadOnlyList<Expression?> values, bool isAfter, bool canCompareRows)
    {
        var item = Expression.Parameter(typeof(T), "x");
        var pairs = keys.Zip(values, (key, value) => new Pair(
            Expression.Property(item, key.Property), value, key.IsDescending != isAfter, key.IsNullable)).ToList();
        var isOneDirection = pairs.TrueForAll(pair => pair.IsGreater == pairs[0].IsGreater);
        var body = canCompareRows && isOneDirection && pairs.TrueForAll(IsComparable) && pairs.Count is > 1 and < 8
            ? Row(pairs) : Bounded(pairs);
        return Expression.Lambda<Func<T, bool>>(body, item);
    }

    /// <summary>A comparison of rows is not true of a missing key, which is right only where lesser ones are wanted.</summary>
    private static bool IsComparable(Pair pair) => !pair.IsNullable || (!pair.IsGreater && pair.Value is not null);

    private static MethodCallExpression Row(List<Pair> pairs)
    {
        var name = pairs[0].IsGreater ? nameof(NpgsqlDbFunctionsExtensions.GreaterThan) : nameof(NpgsqlDbFunctionsExtensions.LessThan);
        return Expression.Call(typeof(NpgsqlDbFunctionsExtensions), name, null, Expression.Constant(EF.Functions),
            Tuple(pairs.Select(pair => pair.Key)), Tuple(pairs.Select(pair => pair.Value!)));
    }

    private static UnaryExpression Tuple(IEnumerable<Expression> elements)
    {
        var items = elements.ToArray();
        var types = Array.ConvertAll(items, item => item.Type);
        return Expression.Convert(Expression.Call(typeof(ValueTuple), nameof(ValueTuple.Create), types, items), typeof(ITuple));
    }

    /// <summary>The expanded form. The bound on the first key follows from the rest, but is what an index can start from.</summary>
    private static Expression Bounded(List<Pair> pairs)
    {
        var expanded = Expanded(pairs, 0);
        return pairs.Count == 1 ? expanded : Expression.AndAlso(Compare(pairs[0], orEqual: true), expanded);
    }

    private static Expression Expanded(List<Pair> pairs, int index)
    {
        var pair = pairs[index];
        var beyond = Compare(pair, orEqual: false);
        return index == pairs.Count - 1 ? beyond
            : Expression.OrElse(beyond, Expression.AndAlso(
                pair.Value is null ? IsMissing(pair) : Expression.Equal(pair.Key, pair.Value), Expanded(pairs, index + 1)));
    }

    private static Expression Compare(Pair pair, bool orEqual)
    {
        if (pair.Value is null)
        {
            return (pair.IsGreater, orEqual) switch
            {
                (true, true) => IsMissing(pair),
                (true, false) => Expression.Constant(false),
                (false, true) => Expression.Constant(true),
                (false, false) => Expression.Not(IsMissing(pair)),
            };
        }
        var (left, right) = ((Expression)pair.Key, pair.Value);
        if (left.Type == typeof(string))
        {
            left = Expression.Call(typeof(string), nameof(string.Compare), null, left, right);
            right = Expression.Constant(0);
        }
        else if ((Nullable.GetUnderlyingType(left.Type) ?? left.Type) is { IsEnum: true } choice)
        {
            var number = choice.GetEnumUnderlyingType();
            number = choice == left.Type ? number : typeof(Nullable<>).MakeGenericType(number);
            (left, right) = (Expression.Convert(left, number), Expression.Convert(right, number));
        }
        var comparison = pair.IsGreater
            ? orEqual ? Expression.GreaterThanOrEqual(left, right) : Expression.GreaterThan(left, right)
            : orEqual ? Expression.LessThanOrEqual(left, right) : Expression.LessThan(left, right);
        return pair is { IsNullable: true, IsGreater: true } ? Expression.OrElse(comparison, IsMissing(pair)) : comparison;
    }

    private static BinaryExpression IsMissing(Pair pair) => Expression.Equal(pair.Key, Expression.Constant(null, pair.Key.Type));

    /// <param name="Key">The item's key.</param>
    /// <param name="Value">The key at the cursor; null when it is missing.</param>
    /// <param name="IsGreater">Whether greater keys are wanted, or lesser ones.</param>
    /// <param name="IsNullable">Whether the item's key may be missing.</param>
    private sealed record Pair(MemberExpression Key, Expression? Value, bool IsGreater, bool IsNullable);
}
