using System.Linq.Expressions;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Conditions on an ID, all of which must hold. The ID of another type is an error; one that nothing has is none.</summary>
/// <remarks>A filter's property of this type says by <see cref="IDAttribute{T}"/> of what the ID is.</remarks>
public sealed class IdOperationFilterInput : OperationFilterInput
{
    /// <summary>Equal to this; with null, missing.</summary>
    public Optional<GlobalId?> Eq { get; set; }

    /// <summary>Anything but this; with null, not missing.</summary>
    public Optional<GlobalId?> Neq { get; set; }

    /// <summary>One of these, of which null stands for a missing ID.</summary>
    public Optional<IReadOnlyList<GlobalId?>?> In { get; set; }

    /// <summary>None of these, of which null stands for a missing one.</summary>
    public Optional<IReadOnlyList<GlobalId?>?> Nin { get; set; }

    public override Expression? Condition(Expression member, FilterPlace place) => Conditions.All(
        place.Nullable("eq", Eq, value => Conditions.Equal(member, value)),
        place.Nullable("neq", Neq, value => Expression.Not(Conditions.Equal(member, value))),
        place.List("in", In, values => Conditions.In(member, values)),
        place.List("nin", Nin, values => Expression.Not(Conditions.In(member, values))));
}
