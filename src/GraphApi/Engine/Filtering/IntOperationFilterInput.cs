using System.Linq.Expressions;
using GraphBlog.GraphApi.Engine.Types;

namespace GraphBlog.GraphApi.Engine.Filtering;

/// <summary>Conditions on a number, all of which must hold.</summary>
public sealed class IntOperationFilterInput : ComparableOperationFilterInput<int>
{
    /// <summary>One of these, of which null stands for a missing number.</summary>
    public Optional<IReadOnlyList<int?>?> In { get; set; }

    /// <summary>None of these, of which null stands for a missing one.</summary>
    public Optional<IReadOnlyList<int?>?> Nin { get; set; }

    internal override Expression? Condition(Expression member, FilterPlace place) => Conditions.All(
        base.Condition(member, place),
        place.List("in", In, values => Conditions.In(member, values)),
        place.List("nin", Nin, values => Expression.Not(Conditions.In(member, values))));
}
