namespace GraphBlog.Engine.Types;

/// <summary>
/// The marked class is an input of which a client gives exactly one field, and not null (<c>@oneOf</c>); so all of its fields are nullable.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OneOfAttribute : Attribute;
