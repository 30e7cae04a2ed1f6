using System.Reflection;
using GraphBlog.Engine.Relay;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>What an argument and an input field have in common.</summary>
/// <param name="Name">The name in the schema.</param>
/// <param name="Type">The graph type.</param>
/// <param name="DefaultValue">The value when it is left out, null for none.</param>
/// <param name="Parser">Decodes global ids while the request is validated; null when there is nothing to decode.</param>
/// <param name="Convert">Turns the parsed value into one of the C# type.</param>
internal sealed record InputValue(
    string Name, IGraphType Type, object? DefaultValue, Func<object, object>? Parser, Func<object?, object?> Convert)
{
    /// <summary>Of a method's or constructor's parameter.</summary>
    /// <param name="types">The graph types.</param>
    /// <param name="name">The name in the schema.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="idTypes">The C# types that it identifies, empty when it does not say or is no id.</param>
    public static InputValue Of(TypeRegistry types, string name, ParameterInfo parameter, IReadOnlyList<Type> idTypes)
        => Of(types, name, TypeShape.Of(parameter), parameter.ParameterType, parameter.GetCustomAttribute<GraphQLTypeAttribute>(),
            idTypes, parameter.IsDefined(typeof(IDAttribute), true), parameter.HasDefaultValue ? parameter.DefaultValue : null);

    /// <summary>Of a settable property. An input object of conditions on ids is no id itself: the attribute says of what those are.</summary>
    public static InputValue Of(TypeRegistry types, string name, PropertyInfo property)
    {
        var shape = TypeShape.Of(property);
        var id = shape.NamedType.IsValueType || shape.NamedType == typeof(string) ? property.GetCustomAttribute<IDAttribute>() : null;
        return Of(types, name, shape, property.PropertyType, property.GetCustomAttribute<GraphQLTypeAttribute>(),
            id?.Types ?? [], id is not null, null);
    }

    private static InputValue Of(TypeRegistry types, string name, TypeShape shape, Type runtimeType, GraphQLTypeAttribute? given,
        IReadOnlyList<Type> idTypes, bool isId, object? defaultValue)
    {
        var isAnyId = shape.NamedType == typeof(GlobalId);
        if (isId && idTypes.Count == 0 && !isAnyId)
        {
            throw new SchemaException($"the ID `{name}` must say of what: write [ID<T>], or make it a GlobalId.");
        }

        var isEncoded = isAnyId || idTypes.Count > 0;
        var parser = isEncoded ? IdConversion.Decoder([.. idTypes.Select(Naming.TypeName)], shape.NamedType) : null;
        if (defaultValue is not null && shape.Type.IsEnum)
        {
            defaultValue = Enum.ToObject(shape.Type, defaultValue);
        }

        return new(name, types.Input(shape, isEncoded ? typeof(GlobalId) : given?.Type), defaultValue, parser,
            InputConverter.For(runtimeType));
    }
}
