using System.Collections.Concurrent;
using System.Reflection;
using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>One key of an ordering.</summary>
/// <param name="Property">The property ordered by.</param>
/// <param name="IsDescending">Whether the greatest comes first.</param>
internal sealed record KeysetKey(PropertyInfo Property, bool IsDescending)
{
    private static readonly ConcurrentDictionary<PropertyInfo, Func<object, object?>> s_getters = new();
    private static readonly ConcurrentDictionary<PropertyInfo, bool> s_nullable = new();

    /// <summary>Whether items may have no value of the key; PostgreSQL counts them as greater than all that have one.</summary>
    public bool IsNullable => s_nullable.GetOrAdd(Property, static property => TypeShape.Of(property).IsNullable);

    /// <summary>Whether a property can be a key: of a type that cursors hold.</summary>
    public static bool IsSupported(PropertyInfo property) => CursorValue.IsSupported(CursorValue.TypeOf(property));

    /// <summary>The key of an item.</summary>
    public object? ValueOf(object item) => s_getters.GetOrAdd(Property, PropertyResolver.Compile)(item)
        ?? (IsNullable ? null
            : throw new InvalidOperationException($"{Property.DeclaringType}.{Property.Name} is null, which this key must not be."));
}
