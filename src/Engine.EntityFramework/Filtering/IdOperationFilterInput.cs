using System.Linq.Expressions;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Conditions on an ID, all of which must hold. The ID of another type is an error; an ID that no record has matches nothing.</summary>
/// <remarks>A filter's property of this type says by <see cref="IDAttribute{T}"/> of what the ID is.</remarks>
public sealed class IdOperationFilterInput : OperationFilterInput
{
    /// <summary>Equals this value; null matches records without one.</summary>
    public Optional<GlobalId?> Eq { get; set; }

    /// <summary>Does not equal this value, or there is none; null matches records that have a value.</summary>
    public Optional<GlobalId?> Neq { get; set; }

    /// <summary>Equals one of these IDs; null among them matches records without one.</summary>
    public Optional<IReadOnlyList<GlobalId?>?> In { get; set; }

    /// <summary>Equals none of these values; records without one match unless null is among them.</summary>
    public Optional<IReadOnlyList<GlobalId?>?> Nin { get; set; }

    public override Expression? Condition(Expression member, FilterPlace place) => Conditions.All(
        place.Nullable("eq", Eq, value => Conditions.Equal(member, value)),
        place.Nullable("neq", Neq, value => Expression.Not(Conditions.Equal(member, value))),
        place.List("in", In, values => Conditions.In(member, values)),
        place.List("nin", Nin, values => Expression.Not(Conditions.In(member, values))));

    /// <summary>The condition on something that always has an id of one type or another; null when no operation was given.</summary>
    /// <param name="has">The condition that it has an id.</param>
    /// <param name="place">Where ids are of <see cref="FilterPlace.AnyType"/>.</param>
    public Expression? Condition(Func<GlobalId, Expression> has, FilterPlace place)
    {
        return Conditions.All(
            place.Nullable("eq", Eq, Is), place.Nullable("neq", Neq, value => Expression.Not(Is(value))),
            place.List("in", In, IsAny), place.List("nin", Nin, values => Expression.Not(IsAny(values))));

        Expression Is(object? id) => id is GlobalId known ? has(known) : Conditions.Never;

        Expression IsAny(IReadOnlyList<object?> ids) => Conditions.Any(ids.Select(Is)) ?? Conditions.Never;
    }
}
