namespace GraphBlog.Engine.Types;

/// <summary>The marked C# interface is a GraphQL interface; every class that implements it implements the GraphQL interface.</summary>
/// <param name="name">The name in the schema; null takes the C# name without its leading I.</param>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class InterfaceTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The name in the schema, null for the conventional one.</summary>
    public string? Name { get; } = name;
}

/// <summary>The marked C# interface is a union of the classes in the schema's assembly that implement it.</summary>
/// <param name="name">The name in the schema; null takes the C# name without its leading I.</param>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class UnionTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The name in the schema, null for the conventional one.</summary>
    public string? Name { get; } = name;
}
