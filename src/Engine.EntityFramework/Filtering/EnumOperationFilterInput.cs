using System.Linq.Expressions;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Conditions on one of several choices, all of which must hold.</summary>
[GraphQLName("{0}OperationFilterInput")]
public sealed class EnumOperationFilterInput<T> : OperationFilterInput where T : struct, Enum
{
    /// <summary>Equal to this; with null, missing.</summary>
    public Optional<T?> Eq { get; set; }

    /// <summary>Anything but this; with null, not missing.</summary>
    public Optional<T?> Neq { get; set; }

    /// <summary>One of these.</summary>
    public Optional<IReadOnlyList<T>?> In { get; set; }

    /// <summary>None of these.</summary>
    public Optional<IReadOnlyList<T>?> Nin { get; set; }

    public override Expression? Condition(Expression member, FilterPlace place) => Conditions.All(
        place.Nullable("eq", Eq, value => Conditions.Equal(member, value)),
        place.Nullable("neq", Neq, value => Expression.Not(Conditions.Equal(member, value))),
        place.List("in", In, values => Conditions.In(member, values)),
        place.List("nin", Nin, values => Expression.Not(Conditions.In(member, values))));
}
