using System.Collections;

namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>The items of what a resolver answered for a list.</summary>
internal static class ListItems
{
    /// <exception cref="InvalidOperationException">The value is no list.</exception>
    public static IEnumerable Of(object value) => value as IEnumerable
        ?? throw new InvalidOperationException($"Expected an IEnumerable list though did not find one. Found: {value.GetType()}");

    /// <summary>The items in an array that is nobody else's.</summary>
    /// <exception cref="Exception">The value is no list, or cannot be enumerated to its end.</exception>
    public static object?[] Copy(object value)
    {
        switch (value)
        {
            case object?[] array:
                var copy = new object?[array.Length];
                array.CopyTo(copy, 0);
                return copy;
            case IReadOnlyList<object?> list:
                var items = new object?[list.Count];
                for (var i = 0; i < items.Length; i++)
                {
                    items[i] = list[i];
                }

                return items;
            case IList list:      // by index: introspection's filtered lists of GraphQL.NET cannot be enumerated as their generic selves
                var values = new object?[list.Count];
                for (var i = 0; i < values.Length; i++)
                {
                    values[i] = list[i];
                }

                return values;
            default:
                return [.. Of(value).Cast<object?>()];
        }
    }
}
