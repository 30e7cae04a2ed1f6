using System.Linq.Expressions;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Conditions on an enum value, all of which must hold.</summary>
[GraphQLName("{0}OperationFilterInput")]
public sealed class EnumOperationFilterInput<T> : OperationFilterInput where T : struct, Enum
{
    /// <summary>Equals this value; null matches records without one.</summary>
    public Optional<T?> Eq { get; set; }

    /// <summary>Does not equal this value, or there is none; null matches records that have a value.</summary>
    public Optional<T?> Neq { get; set; }

    /// <summary>Equals one of these values.</summary>
    public Optional<IReadOnlyList<T>?> In { get; set; }

    /// <summary>Equals none of these values.</summary>
    public Optional<IReadOnlyList<T>?> Nin { get; set; }

    public override Expression? Condition(Expression member, FilterPlace place) => Conditions.All(
        place.Nullable("eq", Eq, value => Conditions.Equal(member, value)),
        place.Nullable("neq", Neq, value => Expression.Not(Conditions.Equal(member, value))),
        place.List("in", In, values => Conditions.In(member, values)),
        place.List("nin", Nin, values => Expression.Not(Conditions.In(member, values))));
}
