using System.Linq.Expressions;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Lets a condition on a text be asked here, in place of the database: what only that understands is said in C#.</summary>
public sealed class InMemory : ExpressionVisitor
{
    /// <summary>The condition as a function of the text.</summary>
    public static Func<string, bool> Of(Expression condition, ParameterExpression text)
        => Expression.Lambda<Func<string, bool>>(new InMemory().Visit(condition), text).Compile(preferInterpretation: true);

    protected override Expression VisitMethodCall(MethodCallExpression call)
        => call.Method.Name == nameof(NpgsqlDbFunctionsExtensions.ILike) && call.Method.DeclaringType == typeof(NpgsqlDbFunctionsExtensions)
            ? Expression.Call(typeof(InMemory), nameof(IsLike), null, call.Arguments[1], call.Arguments[2]) : base.VisitMethodCall(call);

    /// <remarks>Source: PostgreSQL manual, section 9.7.1 "LIKE", as far as <see cref="TextConditions.InAnyCase"/> makes patterns.</remarks>
    private static bool IsLike(string text, string pattern)
    {
        var regex = Regex.Replace(pattern, @"\\(.)|(%)|(.)", part => part.Groups[2].Success ? ".*"
            : Regex.Escape(part.Groups[1].Success ? part.Groups[1].Value : part.Value), RegexOptions.Singleline);
        return Regex.IsMatch(text, $@"\A{regex}\z",
            RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }
}
