using System.Linq.Expressions;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Conditions on values that have an order, all of which must hold. What is missing is neither greater nor less.</summary>
public abstract class ComparableOperationFilterInput<T> : OperationFilterInput where T : struct
{
    /// <summary>Equals this value; null matches records without one.</summary>
    public Optional<T?> Eq { get; set; }

    /// <summary>Does not equal this value, or there is none; null matches records that have a value.</summary>
    public Optional<T?> Neq { get; set; }

    /// <summary>Is greater than this value.</summary>
    public Optional<T?> Gt { get; set; }

    /// <summary>Is greater than or equal to this value.</summary>
    public Optional<T?> Gte { get; set; }

    /// <summary>Is less than this value.</summary>
    public Optional<T?> Lt { get; set; }

    /// <summary>Is less than or equal to this value.</summary>
    public Optional<T?> Lte { get; set; }

    /// <summary>Is not greater than this value; also matches records without one.</summary>
    public Optional<T?> Ngt { get; set; }

    /// <summary>Is neither greater than nor equal to this value; also matches records without one.</summary>
    public Optional<T?> Ngte { get; set; }

    /// <summary>Is not less than this value; also matches records without one.</summary>
    public Optional<T?> Nlt { get; set; }

    /// <summary>Is neither less than nor equal to this value; also matches records without one.</summary>
    public Optional<T?> Nlte { get; set; }

    /// <summary>Equals one of these values; null among them matches records without one.</summary>
    public Optional<IReadOnlyList<T?>?> In { get; set; }

    /// <summary>Equals none of these values; records without one match unless null is among them.</summary>
    public Optional<IReadOnlyList<T?>?> Nin { get; set; }

    public override Expression? Condition(Expression member, FilterPlace place)
    {
        return Conditions.All(
            place.Nullable("eq", Eq, value => Equal(member, value)),
            place.Nullable("neq", Neq, value => Expression.Not(Equal(member, value))),
            place.Operation("gt", Gt, value => Above(value, orEqual: false)),
            place.Operation("gte", Gte, value => Above(value, orEqual: true)),
            place.Operation("lt", Lt, value => Below(value, orEqual: false)),
            place.Operation("lte", Lte, value => Below(value, orEqual: true)),
            place.Operation("ngt", Ngt, value => OrMissing(Below(value, orEqual: true))),
            place.Operation("ngte", Ngte, value => OrMissing(Below(value, orEqual: false))),
            place.Operation("nlt", Nlt, value => OrMissing(Above(value, orEqual: true))),
            place.Operation("nlte", Nlte, value => OrMissing(Above(value, orEqual: false))),
            place.List("in", In, values => Conditions.In(member, Storable(values))),
            place.List("nin", Nin, values => Expression.Not(Conditions.In(member, Storable(values)))));

        // A value between two that can be stored is rounded down, and nothing equals it.
        Expression Above(object value, bool orEqual)
        {
            var (stored, isExact) = Stored((T)value);
            return Conditions.Compare(isExact && orEqual ? ExpressionType.GreaterThanOrEqual : ExpressionType.GreaterThan, member, stored);
        }

        Expression Below(object value, bool orEqual)
        {
            var (stored, isExact) = Stored((T)value);
            return Conditions.Compare(isExact && !orEqual ? ExpressionType.LessThan : ExpressionType.LessThanOrEqual, member, stored);
        }

        // What is always there needs no second condition.
        Expression OrMissing(Expression condition) => Nullable.GetUnderlyingType(member.Type) is null
            ? condition : Expression.OrElse(Conditions.IsMissing(member), condition);
    }

    private List<object?> Storable(IReadOnlyList<object?> values) =>
        [.. from value in values
            let stored = value is null ? default((T Value, bool IsExact)?) : Stored((T)value)
            where stored is not { IsExact: false }
            select stored is { } known ? known.Value : (object?)null];

    /// <summary>The greatest value not above this one that the database can store, and whether it is the same.</summary>
    private protected virtual (T Value, bool IsExact) Stored(T value) => (value, true);

    private Expression Equal(Expression member, object? value)
    {
        if (value is null)
        {
            return Conditions.Equal(member, null);
        }

        var (stored, isExact) = Stored((T)value);
        return isExact ? Conditions.Equal(member, stored) : Expression.Constant(false);
    }
}
