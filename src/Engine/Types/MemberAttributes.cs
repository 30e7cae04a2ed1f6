namespace GraphBlog.Engine.Types;

/// <summary>Sets the name in the schema. In the name of a generic class <c>{0}</c> stands for its argument's name.</summary>
[AttributeUsage(AttributeTargets.All)]
public sealed class GraphQLNameAttribute(string name) : Attribute
{
    /// <summary>The name, or its pattern for a generic class.</summary>
    public string Name { get; } = name;
}

/// <summary>Marks a field, an argument, an input field or an enum value as deprecated.</summary>
/// <param name="reason">What to use instead, for the readers of the schema.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class GraphQLDeprecatedAttribute(string reason) : Attribute
{
    /// <summary>What to use instead.</summary>
    public string Reason { get; } = reason;
}

/// <summary>What <see cref="GraphQLTypeAttribute{T}"/> says, without its type parameter.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method | AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public abstract class GraphQLTypeAttribute(Type type) : Attribute
{
    /// <summary>A graph type, or a C# type that is mapped to one.</summary>
    public Type Type { get; } = type;
}

/// <summary>
/// Overrides the innermost named type of a member; lists and nullability still come from C#. <typeparamref name="T"/> is a graph
/// type (such as <c>NodeType</c>) or a C# type that is mapped to one.
/// </summary>
public sealed class GraphQLTypeAttribute<T>() : GraphQLTypeAttribute(typeof(T));
