using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>
/// Conditions on a text, compared in Unicode's form NFC unless it is compared as stored. NFC is what the model maps
/// <see cref="StringNormalizationExtensions.Normalize(string)"/> to, as the program itself may run without ICU: the database composes
/// both sides.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="isAsStored">Whether it has one form alone.</param>
internal sealed class TextConditions(Expression text, bool isAsStored)
{
    private const string Escape = "\\";

    private static readonly MethodInfo s_compose = typeof(StringNormalizationExtensions)
        .GetMethod(nameof(StringNormalizationExtensions.Normalize), [typeof(string)])!;

    /// <summary>Equality; with null, that there is no text.</summary>
    public Expression Equal(string? value) => value is null || isAsStored ? Conditions.Equal(text, value)
        : Storable(value, () => IfThere(Expression.Equal(Compared(text), Compared(Captured.Value(value, typeof(string))))));

    /// <summary>Whether the text is one of these, of which null is the missing one.</summary>
    public Expression In(IReadOnlyList<object?> values)
    {
        if (isAsStored)
        {
            return Conditions.In(text, values);
        }

        string[] given = [.. values.OfType<string>().Where(Conditions.IsStorable)];
        var one = Expression.Parameter(typeof(string), "one");
        var isIn = IfThere(Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Any), [typeof(string)], Captured.Value(given, typeof(string[])),
            Expression.Lambda<Func<string, bool>>(Expression.Equal(Compared(one), Compared(text)), one)));
        return values.Contains(null) ? Expression.OrElse(Conditions.IsMissing(text), isIn) : isIn;
    }

    /// <summary>What a method of string with one parameter says of the text; false of a missing one.</summary>
    public Expression Method(string name, string value) => Storable(value, () => IfThere(
        Expression.Call(Compared(text), typeof(string).GetMethod(name, [typeof(string)])!, Compared(Captured.Value(value, typeof(string))))));

    /// <summary>
    /// Whether the text is like this without regard to case; false of a missing one. The database folds both sides, so that each letter is
    /// folded alike whatever its locale makes of it.
    /// </summary>
    /// <param name="before">"%" where anything may come before.</param>
    /// <param name="value">What it holds; no character is a wildcard.</param>
    /// <param name="after">"%" where anything may come after.</param>
    public Expression InAnyCase(string before, string value, string after)
    {
        var pattern = before + value.Replace(Escape, Escape + Escape).Replace("%", Escape + "%").Replace("_", Escape + "_") + after;
        return Storable(value, () => IfThere(Expression.Call(
            typeof(NpgsqlDbFunctionsExtensions), nameof(NpgsqlDbFunctionsExtensions.ILike), null,
            Expression.Constant(EF.Functions), Compared(text), Compared(Captured.Value(pattern, typeof(string))), Expression.Constant(Escape))));
    }

    private static Expression Storable(string value, Func<Expression> condition) => Conditions.IsStorable(value) ? condition() : Conditions.Never;

    private Expression Compared(Expression side) => isAsStored ? side : Expression.Call(s_compose, side);

    private BinaryExpression IfThere(Expression condition)
        => Expression.AndAlso(Expression.NotEqual(text, Expression.Constant(null, typeof(string))), condition);
}
