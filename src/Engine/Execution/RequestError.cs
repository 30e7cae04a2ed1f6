using GraphQLParser;

namespace GraphBlog.Engine.Execution;

/// <summary>Ends an operation before it executes, with errors that are the client's to mend.</summary>
internal sealed class RequestError(params IReadOnlyList<GraphQLError> errors) : Exception(errors[0].Message)
{
    public RequestError(string message, string code, Location? location = null)
        : this(new GraphQLError(message, code, location is { } at ? [at] : null))
    {
    }

    public IReadOnlyList<GraphQLError> Errors { get; } = errors;

    /// <summary>400, as the specification has it for every request error, but for a mutation sent by GET.</summary>
    public int Status { get; init; } = StatusCodes.Status400BadRequest;
}
