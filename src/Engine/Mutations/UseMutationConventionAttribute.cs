namespace GraphBlog.Engine.Mutations;

/// <summary>Changes what the mutation convention would choose.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseMutationConventionAttribute : Attribute
{
    /// <summary>The name of the payload's field for the result; null takes the name of the result's type.</summary>
    public string? PayloadFieldName { get; set; }
}
