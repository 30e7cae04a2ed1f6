using System.Linq.Expressions;
using GraphBlog.GraphApi.Engine.Types;

namespace GraphBlog.GraphApi.Engine.Filtering;

/// <summary>Conditions on values that have an order, all of which must hold. What is missing is neither greater nor less.</summary>
public abstract class ComparableOperationFilterInput<T> : OperationFilterInput where T : struct
{
    /// <summary>Equal to this; with null, missing.</summary>
    public Optional<T?> Eq { get; set; }

    /// <summary>Anything but this; with null, not missing.</summary>
    public Optional<T?> Neq { get; set; }

    /// <summary>Greater than this.</summary>
    public Optional<T?> Gt { get; set; }

    /// <summary>Greater than this, or equal to it.</summary>
    public Optional<T?> Gte { get; set; }

    /// <summary>Less than this.</summary>
    public Optional<T?> Lt { get; set; }

    /// <summary>Less than this, or equal to it.</summary>
    public Optional<T?> Lte { get; set; }

    internal override Expression? Condition(Expression member, FilterPlace place)
    {
        return Conditions.All(
            place.Nullable("eq", Eq, value => Equal(member, value)),
            place.Nullable("neq", Neq, value => Expression.Not(Equal(member, value))),
            Compare("gt", Gt, ExpressionType.GreaterThan, ExpressionType.GreaterThan),
            Compare("gte", Gte, ExpressionType.GreaterThanOrEqual, ExpressionType.GreaterThan),
            Compare("lt", Lt, ExpressionType.LessThan, ExpressionType.LessThanOrEqual),
            Compare("lte", Lte, ExpressionType.LessThanOrEqual, ExpressionType.LessThanOrEqual));

        Expression? Compare(string name, Optional<T?> operand, ExpressionType exact, ExpressionType rounded)
            => place.Operation(name, operand, value =>
            {
                var (stored, isExact) = Stored((T)value);
                return Conditions.Compare(isExact ? exact : rounded, member, stored);
            });
    }

    /// <summary>The greatest value not above this one that the database can store, and whether it is the same.</summary>
    private protected virtual (T Value, bool IsExact) Stored(T value) => (value, true);

    private Expression Equal(Expression member, object? value)
    {
        if (value is null)
            return Conditions.Equal(member, null);
        var (stored, isExact) = Stored((T)value);
        return isExact ? Conditions.Equal(member, stored) : Expression.Constant(false);
    }
}
