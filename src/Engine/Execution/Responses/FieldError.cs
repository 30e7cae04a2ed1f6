using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Responses;

/// <summary>An error of one field. Source: GraphQL specification, section 6.4.4 "Handling Execution Errors".</summary>
/// <param name="Exception">What went wrong.</param>
/// <param name="Field">Where the document asks for the field.</param>
/// <param name="Path">Response names and list indexes.</param>
internal sealed record FieldError(Exception Exception, GraphQLField Field, IReadOnlyList<object> Path)
{
    /// <summary>Whether a whole root field failed, though a mutation's payload of nulls stands in its place.</summary>
    public bool IsOfRoot { get; init; } = Path.Count == 1;

    /// <summary>Whether it lies in the answer of a mutation that was done: what failed is the reading of what it wrote.</summary>
    public bool IsOfChange { get; init; }
}
