namespace GraphBlog.Engine.Types;

/// <summary>The parameter is the object whose field is being resolved.</summary>
/// <param name="requires">
/// The members of the object that the method reads, separated by spaces; they are selected from the database. Without it all
/// columns are.
/// </param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ParentAttribute(string? requires = null) : Attribute
{
    /// <summary>Member names separated by spaces, null for all columns.</summary>
    public string? Requires { get; } = requires;
}
