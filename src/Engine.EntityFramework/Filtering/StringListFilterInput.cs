using System.Linq.Expressions;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Conditions on a list of texts, all of which must hold. An inner input without an operation sets no condition.</summary>
public sealed class StringListFilterInput : OperationFilterInput
{
    /// <summary>At least one text in the list satisfies the condition.</summary>
    public Optional<StringOperationFilterInput?> Some { get; set; }

    /// <summary>No text in the list satisfies the condition.</summary>
    public Optional<StringOperationFilterInput?> None { get; set; }

    /// <summary>Every text in the list satisfies the condition; an empty list does too.</summary>
    public Optional<StringOperationFilterInput?> All { get; set; }

    /// <summary>true matches lists with at least one text, false matches empty lists.</summary>
    public Optional<bool?> Any { get; set; }

    public override Expression? Condition(Expression member, FilterPlace place)
    {
        return Conditions.All(
            Texts("some", Some, nameof(Enumerable.Any)),
            Texts("none", None, nameof(Enumerable.Any)) is { } some ? Expression.Not(some) : null,
            Texts("all", All, nameof(Enumerable.All)),
            place.Operation("any", Any, isAny => (bool)isAny ? NotEmpty() : Expression.Not(NotEmpty())));

        Expression NotEmpty() => Expression.Call(typeof(Enumerable), nameof(Enumerable.Any), [typeof(string)], member);

        Expression? Texts(string name, Optional<StringOperationFilterInput?> input, string method)
        {
            var text = Expression.Parameter(typeof(string), "text");
            return place.Within(name, input, null, (texts, at) => texts.Condition(text, at)) is not { } condition ? null
                : Expression.Call(
                    typeof(Enumerable), method, [typeof(string)], member, Expression.Lambda<Func<string, bool>>(condition, text));
        }
    }
}
