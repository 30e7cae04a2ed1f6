namespace GraphBlog.Engine.Mutations;

/// <summary>Changes what the mutation convention would choose.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UseMutationConventionAttribute : Attribute
{
    /// <summary>The name of the payload's field for the result; null takes the name of the result's type.</summary>
    public string? PayloadFieldName { get; set; }

    /// <summary>Whether the result's properties are the payload's fields, where it is not one thing that has a name.</summary>
    public bool IsPayload { get; set; }

    /// <summary>
    /// Whether the mutation does several things, and each error says for which of them it is: <c>errors</c> are then objects of an index and
    /// an <c>Error</c>, and no union.
    /// </summary>
    public bool HasErrorsOfItems { get; set; }
}
