using System.Linq.Expressions;
using System.Reflection;

namespace GraphBlog.Engine.Projections;

/// <summary>
/// Builds <c>x => new T { A = x.A, … }</c> of a set of columns. An entity that a property leads to is built inside it, so that the
/// database joins it in the same statement.
/// </summary>
internal static class SelectorExpression
{
    public static Expression<Func<T, T>> Build<T>(ColumnSet columns)
    {
        var source = Expression.Parameter(typeof(T), "x");
        return Expression.Lambda<Func<T, T>>(New(source, columns), source);
    }

    private static MemberInitExpression New(Expression source, ColumnSet columns)
    {
        var members = source.Type.GetProperty(EntityMembers.Key) is { } key ? columns.With(MissingKey(key, columns)) : columns;
        var bindings = members.Members.Select(member => (Property: source.Type.GetProperty(member.Key)!, Nested: member.Value))
            .Where(member => EntityMembers.IsSelectable(member.Property))
            .Select(member => Expression.Bind(member.Property, Value(source, member.Property, member.Nested)));
        return Expression.MemberInit(Expression.New(source.Type), bindings);
    }

    private static string[] MissingKey(PropertyInfo key, ColumnSet columns)
        => columns.Members.Any(member => member.Key == key.Name) ? [] : [key.Name];

    private static Expression Value(Expression source, PropertyInfo property, ColumnSet? nested)
    {
        var value = Expression.Property(source, property);
        if (nested is null)
        {
            return value;
        }

        var built = New(value, nested);
        var isNullable = new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull;
        return !isNullable ? built
            : Expression.Condition(Expression.Equal(value, Expression.Constant(null, value.Type)),
                Expression.Constant(null, value.Type), built);
    }
}
