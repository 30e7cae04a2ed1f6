using System.Linq.Expressions;
using System.Reflection;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>What a client asks of the <typeparamref name="T"/>s of a list.</summary>
public abstract class FilterInput<T>
{
    /// <summary>The conditions as a predicate whose values are parameters of the statement; null when there are none.</summary>
    /// <exception cref="GraphQL.ExecutionError">The filter is too large, or a value is none that the operation takes.</exception>
    public Expression<Func<T, bool>>? Predicate()
    {
        var item = Expression.Parameter(typeof(T), "x");
        return Condition(item, new("where")) is { } condition ? Expression.Lambda<Func<T, bool>>(condition, item) : null;
    }

    internal abstract Expression? Condition(ParameterExpression item, FilterPlace place);
}

/// <summary>
/// A filter's properties are what clients can filter by: each sets conditions on the property of <typeparamref name="T"/> that has its
/// name, as an <see cref="Optional{T}"/> of an <see cref="OperationFilterInput"/>. All that are given must hold.
/// </summary>
/// <typeparam name="T">The entity.</typeparam>
/// <typeparam name="TSelf">The class itself.</typeparam>
public abstract class FilterInput<T, TSelf> : FilterInput<T> where TSelf : FilterInput<T, TSelf>
{
    private static readonly Func<TSelf, ParameterExpression, FilterPlace, Expression?>[] s_fields =
        [.. typeof(TSelf).GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(property => !property.IsDefined(typeof(DerivedAttribute))).Select(Field)];

    /// <summary>All of these conditions must hold; an empty list always does. Each item must set a condition.</summary>
    public Optional<IReadOnlyList<TSelf>?> And { get; set; }

    /// <summary>At least one of these conditions must hold; an empty list matches nothing. Each item must set a condition.</summary>
    public Optional<IReadOnlyList<TSelf>?> Or { get; set; }

    internal override Expression? Condition(ParameterExpression item, FilterPlace place) => Conditions.All(
    [
        place.All("and", And, (filter, at) => filter.Condition(item, at)),
        place.Any("or", Or, (filter, at) => filter.Condition(item, at)),
        .. s_fields.Select(field => field((TSelf)this, item, place)),
        Further(item, place),
    ]);

    /// <summary>The condition of the properties with <see cref="DerivedAttribute"/>; null when they set none.</summary>
    protected virtual Expression? Further(ParameterExpression item, FilterPlace place) => null;

    private static Func<TSelf, ParameterExpression, FilterPlace, Expression?> Field(PropertyInfo property)
        => typeof(T).GetProperty(property.Name) is { } member && TypeShape.Of(property).Type is var input
            && input.IsAssignableTo(typeof(OperationFilterInput))
            ? (Func<TSelf, ParameterExpression, FilterPlace, Expression?>)typeof(FilterInput<T, TSelf>)
                .GetMethod(nameof(Operations), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(input).Invoke(null, [property, member])!
            : throw new SchemaException($"{typeof(TSelf)}.{property.Name} filters by no property of {typeof(T)}.");

    private static Func<TSelf, ParameterExpression, FilterPlace, Expression?> Operations<TInput>(PropertyInfo property, PropertyInfo member)
        where TInput : OperationFilterInput
    {
        var given = property.GetMethod!.CreateDelegate<Func<TSelf, Optional<TInput?>>>();
        var name = Naming.FieldName(property);
        var idType = property.GetCustomAttribute<IDAttribute>()?.Type is { } type ? Naming.TypeName(type) : null;
        return typeof(TInput) == typeof(IdOperationFilterInput) && idType is null
            ? throw new SchemaException($"{typeof(TSelf)}.{property.Name} must say of what the ID is: write [ID<T>].")
            : (filter, item, place) => place.Within(name, given(filter), idType,
                (input, at) => input.Condition(Expression.Property(item, member), at));
    }
}
