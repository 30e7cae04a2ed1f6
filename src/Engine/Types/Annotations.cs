using System.Reflection;

namespace GraphBlog.Engine.Types;

/// <summary>Finds the attributes of members. Those of a positional record's parameter count for its property as well.</summary>
internal static class Annotations
{
    /// <summary>The attribute of a property or, for a positional record, of the constructor parameter it was made from.</summary>
    public static T? Find<T>(PropertyInfo property) where T : Attribute
        => property.GetCustomAttribute<T>() ?? PositionalParameter(property)?.GetCustomAttribute<T>();

    /// <summary>The attribute of a method or of its return value.</summary>
    public static T? Find<T>(MethodInfo method) where T : Attribute
        => method.GetCustomAttribute<T>() ?? method.ReturnParameter.GetCustomAttribute<T>();

    /// <summary>The public constructor with the most parameters, null when there is none.</summary>
    public static ConstructorInfo? PrimaryConstructor(Type type)
        => type.GetConstructors().MaxBy(constructor => constructor.GetParameters().Length);

    private static ParameterInfo? PositionalParameter(PropertyInfo property)
        => PrimaryConstructor(property.DeclaringType!)?.GetParameters()
            .FirstOrDefault(parameter => parameter.Name == property.Name && parameter.ParameterType == property.PropertyType);
}
