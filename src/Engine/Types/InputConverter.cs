using System.Collections;
using System.Reflection;

namespace GraphBlog.Engine.Types;

/// <summary>Turns what the scalars and the engine parsed into values of the C# type that asked for them.</summary>
internal static class InputConverter
{
    /// <summary>The conversion to a C# type. It takes null to null, and null in an <see cref="Optional{T}"/> to a given null.</summary>
    public static Func<object?, object?> For(Type type)
    {
        if (TypeShape.Definition(type) == typeof(Optional<>))
        {
            return Generic(nameof(ToOptional), type.GetGenericArguments()[0]);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return For(underlying);
        }

        if (TypeShape.ElementType(type) is { } element)
        {
            return type.IsAssignableFrom(element.MakeArrayType()) ? Generic(nameof(ToArray), element)
                : type.IsAssignableFrom(typeof(List<>).MakeGenericType(element)) ? Generic(nameof(ToList), element)
                : throw new SchemaException($"{type} cannot be a list of input: take an IReadOnlyList.");
        }
        return value => value;
    }

    private static Func<object?, object?> Generic(string name, Type argument)
        => (Func<object?, object?>)typeof(InputConverter).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(argument).Invoke(null, [For(argument)])!;

    private static Func<object?, object?> ToOptional<T>(Func<object?, object?> convert)
        => value => value is Optional<T> ? value : new Optional<T>((T?)convert(value));

    private static Func<object?, object?> ToArray<T>(Func<object?, object?> convert)
        => value => value is T[] or null ? value : Items<T>(value, convert).ToArray();

    private static Func<object?, object?> ToList<T>(Func<object?, object?> convert)
        => value => value is List<T> or null ? value : Items<T>(value, convert).ToList();

    private static IEnumerable<T?> Items<T>(object list, Func<object?, object?> convert)
        => ((IEnumerable)list).Cast<object?>().Select(item => (T?)convert(item));
}
