using System.Collections;
using System.Reflection;
using GraphQL.DataLoader;

namespace GraphBlog.Engine.Types;

/// <summary>
/// A C# type as the schema sees it: tasks, loaders and <see cref="Optional{T}"/> unwrapped, lists and nullability made explicit.
/// </summary>
/// <param name="Type">The type without wrappers; for a list the list's own type.</param>
/// <param name="IsNullable">Whether C# says that it may be null.</param>
/// <param name="Element">The shape of the elements of a list, null for anything else.</param>
internal sealed record TypeShape(Type Type, bool IsNullable, TypeShape? Element = null)
{
    /// <summary>The innermost type that is not a list.</summary>
    public Type NamedType => Element?.NamedType ?? Type;

    public static TypeShape Of(PropertyInfo property) => Read(new NullabilityInfoContext().Create(property));

    public static TypeShape Of(ParameterInfo parameter) => Read(new NullabilityInfoContext().Create(parameter));

    /// <summary>The shape of what a method answers, once awaited.</summary>
    public static TypeShape OfResult(MethodInfo method) => Of(method.ReturnParameter);

    /// <summary>The definition of a generic type, null for a type that is not generic.</summary>
    public static Type? Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : null;

    /// <summary>The type of the elements when the type is a list in the schema.</summary>
    public static Type? ElementType(Type type)
    {
        if (type.IsArray)
        {
            return type.GetElementType();
        }

        if (type == typeof(string) || type.GetGenericArguments() is not [var element])
        {
            return null;
        }

        return type.IsAssignableTo(typeof(IEnumerable)) && type.IsAssignableTo(typeof(IEnumerable<>).MakeGenericType(element))
            ? element : null;
    }

    private static TypeShape Read(NullabilityInfo info)
    {
        var type = info.Type;
        if (Definition(type) is { } generic && IsWrapper(generic))
        {
            return Read(info.GenericTypeArguments[0]);
        }

        if (Definition(type) == typeof(Optional<>))
        {
            var value = Read(info.GenericTypeArguments[0]);
            return value.IsNullable ? value
                : throw new SchemaException($"{type} must admit null: a client may leave it out. Write Optional<{value.Type.Name}?>.");
        }
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return new(underlying, true);
        }

        var isNullable = !type.IsValueType && info.ReadState != NullabilityState.NotNull;
        if (ElementType(type) is null)
        {
            return new(type, isNullable);
        }

        return new(type, isNullable, Read(info.ElementType ?? info.GenericTypeArguments[0]));
    }

    private static bool IsWrapper(Type generic) => generic == typeof(Task<>) || generic == typeof(ValueTask<>)
        || generic == typeof(IAsyncEnumerable<>) || generic == typeof(IDataLoaderResult<>);
}
