using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>
/// Conditions as expressions, with the meaning that they have in C#: a missing value equals no value, so it is "not equal" to all.
/// </summary>
internal static class Conditions
{
    private const string Escape = "\\";

    /// <summary>What holds for nothing.</summary>
    public static readonly Expression Never = Expression.Constant(false);

    /// <summary>All of the conditions; those that are null are left out, and none is null again.</summary>
    public static Expression? All(params IEnumerable<Expression?> conditions) => Join(conditions, Expression.AndAlso);

    /// <summary>At least one of the conditions; those that are null are left out, and none is null again.</summary>
    public static Expression? Any(params IEnumerable<Expression?> conditions) => Join(conditions, Expression.OrElse);

    /// <summary>Equality; with null, that there is no value.</summary>
    public static Expression Equal(Expression member, object? value) => value is null ? IsMissing(member)
        : IsStorable(value) ? Expression.Equal(member, Captured.Value(value, member.Type)) : Never;

    /// <summary>Whether the value is one of these, of which null is the missing value.</summary>
    public static Expression In(Expression member, IReadOnlyList<object?> values)
    {
        object[] given = [.. values.OfType<object>().Where(IsStorable)];
        var list = Array.CreateInstance(member.Type, given.Length);
        Array.Copy(given, list, given.Length);
        var isIn = Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Contains), [member.Type], Captured.Value(list, list.GetType()), member);
        return values.Contains(null) ? Expression.OrElse(IsMissing(member), isIn) : isIn;
    }

    /// <summary>A comparison by order, which a missing value never satisfies.</summary>
    public static Expression Compare(ExpressionType comparison, Expression member, object value)
        => Expression.MakeBinary(comparison, member, Captured.Value(value, member.Type));

    /// <summary>What a method of string with one parameter says of a text; false of a missing one.</summary>
    public static Expression Text(Expression member, string method, object value) => IsStorable(value)
        ? Expression.AndAlso(
            Expression.NotEqual(member, Expression.Constant(null, typeof(string))),
            Expression.Call(member, typeof(string).GetMethod(method, [typeof(string)])!, Captured.Value(value, typeof(string))))
        : Never;

    /// <summary>
    /// Whether a text is like this without regard to case; false of a missing one. The database folds both sides, so that each letter is
    /// folded alike whatever its locale makes of it.
    /// </summary>
    /// <param name="member">The text.</param>
    /// <param name="before">"%" where anything may come before.</param>
    /// <param name="value">What it holds; no character is a wildcard.</param>
    /// <param name="after">"%" where anything may come after.</param>
    public static Expression TextInAnyCase(Expression member, string before, string value, string after)
    {
        var pattern = before + value.Replace(Escape, Escape + Escape).Replace("%", Escape + "%").Replace("_", Escape + "_") + after;
        return !IsStorable(value) ? Never : Expression.AndAlso(
            Expression.NotEqual(member, Expression.Constant(null, typeof(string))),
            Expression.Call(
                typeof(NpgsqlDbFunctionsExtensions), nameof(NpgsqlDbFunctionsExtensions.ILike), null,
                Expression.Constant(EF.Functions), member, Captured.Value(pattern, typeof(string)), Expression.Constant(Escape)));
    }

    /// <summary>Whether there is no value; of what always has one, false.</summary>
    public static Expression IsMissing(Expression member) => member.Type.IsValueType && Nullable.GetUnderlyingType(member.Type) is null
        ? Never : Expression.Equal(member, Expression.Constant(null, member.Type));

    /// <summary>PostgreSQL stores no U+0000 and takes none as a parameter, so nothing equals or holds such a text.</summary>
    private static bool IsStorable(object value) => value is not string text || !text.Contains('\0', StringComparison.Ordinal);

    private static Expression? Join(IEnumerable<Expression?> conditions, Func<Expression, Expression, Expression> join)
        => conditions.OfType<Expression>().ToList() is [_, ..] given ? given.Aggregate(join) : null;
}
