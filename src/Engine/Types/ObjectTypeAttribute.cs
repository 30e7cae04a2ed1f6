namespace GraphBlog.Engine.Types;

/// <summary>What <see cref="ObjectTypeAttribute{T}"/> says, without its type parameter.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class ObjectTypeAttribute(Type type) : Attribute
{
    /// <summary>The C# type whose object type is extended.</summary>
    public Type Type { get; } = type;

    /// <summary>Names of properties of <see cref="Type"/> that are not fields, for types that cannot carry an attribute.</summary>
    public string[] IgnoreProperties { get; set; } = [];
}

/// <summary>
/// The public static methods of the marked static class are fields of <typeparamref name="T"/>'s object type; those of an abstract class are
/// fields of every object type whose class derives from it. A method whose field name equals that of a property takes the property's place.
/// </summary>
public sealed class ObjectTypeAttribute<T>() : ObjectTypeAttribute(typeof(T));
