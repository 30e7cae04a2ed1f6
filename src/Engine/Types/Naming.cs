using System.Reflection;
using System.Text.Json;

namespace GraphBlog.Engine.Types;

/// <summary>The names in the schema of C# types and members, after Hot Chocolate's conventions.</summary>
internal static class Naming
{
    /// <summary>The name of an object, interface, union or enum type.</summary>
    public static string TypeName(Type type)
    {
        var arguments = type.GetGenericArguments();
        if (type.GetCustomAttribute<GraphQLNameAttribute>() is { Name: var name })
        {
            return arguments.Length == 0 ? name : string.Format(name, arguments.Select(TypeName).ToArray<object>());
        }

        var plain = type.Name.Split('`')[0];
        if (type.IsAssignableTo(typeof(Exception)) && plain.EndsWith("Exception", StringComparison.Ordinal))
        {
            plain = plain[..^"Exception".Length] + "Error";
        }

        return arguments.Length == 0 ? plain : $"{plain}Of{string.Join("And", arguments.Select(TypeName))}";
    }

    /// <summary>The name of an input object type: the type's name, ending in Input.</summary>
    public static string InputTypeName(Type type)
    {
        var name = TypeName(type);
        var isSet = type.GetCustomAttribute<GraphQLNameAttribute>() is not null;
        return isSet || name.EndsWith("Input", StringComparison.Ordinal) ? name : name + "Input";
    }

    /// <summary>The name of the field that a method is: without Get, and without Async where it answers a task or a stream.</summary>
    public static string FieldName(MethodInfo method)
    {
        if (method.GetCustomAttribute<GraphQLNameAttribute>() is { } given)
        {
            return given.Name;
        }

        var name = method.Name;
        if (name.StartsWith("Get", StringComparison.Ordinal) && name.Length > 3 && char.IsUpper(name[3]))
        {
            name = name[3..];
        }

        if (name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 && IsAsynchronous(method.ReturnType))
        {
            name = name[..^5];
        }

        return Camel(name);
    }

    /// <summary>The name of a property's field or of an input field.</summary>
    public static string FieldName(PropertyInfo property)
        => Annotations.Find<GraphQLNameAttribute>(property)?.Name ?? Camel(property.Name);

    /// <summary>The name of an argument.</summary>
    public static string ArgumentName(ParameterInfo parameter)
        => parameter.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? Camel(parameter.Name!);

    /// <summary>The name of an enum value: PascalCase becomes CONSTANT_CASE.</summary>
    public static string EnumValueName(FieldInfo value)
        => value.GetCustomAttribute<GraphQLNameAttribute>()?.Name ?? Constant(value.Name);

    /// <summary>Turns a C# name into camelCase.</summary>
    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    /// <summary>Turns a PascalCase name into CONSTANT_CASE.</summary>
    public static string Constant(string name) => JsonNamingPolicy.SnakeCaseUpper.ConvertName(name);

    /// <summary>Turns a field's name back into PascalCase, for the names of the types made for it.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static bool IsAsynchronous(Type type) => type == typeof(Task) || type == typeof(ValueTask)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var generic
            && (generic == typeof(Task<>) || generic == typeof(ValueTask<>) || generic == typeof(IAsyncEnumerable<>)));
}
