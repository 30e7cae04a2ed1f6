using System.Collections.Concurrent;
using System.Reflection;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Types;
using GraphQL;

namespace GraphBlog.Engine.EntityFramework.Sorting;

/// <summary>
/// Keys of an order. A sort's properties are what clients can order by: each is an <see cref="Optional{T}"/> of a
/// <see cref="SortEnumType"/> and named as the property of <typeparamref name="T"/>. Those given in one input count in the order in
/// which the class declares them, since an input object has no order of its own (GraphQL specification, October 2021, section 2.9.8).
/// </summary>
public abstract class SortInput<T>
{
    private static readonly ConcurrentDictionary<Type, Field[]> s_fields = new();

    /// <summary>The keys asked for, each with whether the greatest comes first.</summary>
    /// <exception cref="ExecutionError">The client gave null for a direction.</exception>
    internal IEnumerable<KeysetKey> Keys()
    {
        foreach (var field in s_fields.GetOrAdd(GetType(), FieldsOf))
        {
            var direction = (Optional<SortEnumType?>)field.Direction(this)!;
            if (direction.HasValue)
            {
                yield return new(field.Member, direction.Value switch
                {
                    SortEnumType.Asc => false,
                    SortEnumType.Desc => true,
                    _ => throw new ExecutionError($"The value of `order.{field.Name}` must not be null.")
                    {
                        Code = ErrorCodes.NullNotSupported,
                    },
                });
            }
        }
    }

    private static Field[] FieldsOf(Type type) => [.. type.GetProperties().OrderBy(property => property.MetadataToken)
        .Select(property => new Field(
            Naming.FieldName(property),
            typeof(T).GetProperty(property.Name) is { } member && KeysetKey.IsSupported(member) ? member
                : throw new SchemaException($"{type}.{property.Name} orders by no property of {typeof(T)} that can be a key."),
            PropertyResolver.Compile(property)))];

    private sealed record Field(string Name, PropertyInfo Member, Func<object, object?> Direction);
}
