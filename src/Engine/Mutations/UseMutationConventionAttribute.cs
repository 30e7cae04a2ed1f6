namespace GraphBlog.Engine.Mutations;

/// <summary>Changes what the mutation convention would choose.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseMutationConventionAttribute : Attribute
{
    /// <summary>The name of the payload's field for the result; null takes the name of the result's type.</summary>
    public string? PayloadFieldName { get; set; }

    /// <summary>Whether the result's properties are the payload's fields, where it is not one thing that has a name.</summary>
    public bool IsPayload { get; set; }
}
