using GraphQLParser;

namespace GraphBlog.Engine.Execution;

/// <summary>An error as the client reads it. Source: GraphQL specification, section 7.1.2 "Errors".</summary>
/// <param name="Message">For the client's developer; never holds details of the server.</param>
/// <param name="Code">Sent as `extensions.code`.</param>
/// <param name="Locations">Places in the document, counted from 1; null when there are none.</param>
/// <param name="Path">Response names and list indexes to the field; null for an error of the whole request.</param>
/// <param name="CorrelationId">Sent as `extensions.correlationId`; null unless the error is in the server's log.</param>
public sealed record GraphQLError(
    string Message,
    string Code,
    IReadOnlyList<Location>? Locations = null,
    IReadOnlyList<object>? Path = null,
    string? CorrelationId = null)
{
    /// <summary>HTTP status of an answer that holds nothing but this error.</summary>
    public int Status { get; init; } = StatusCodes.Status400BadRequest;

    /// <summary>Sent as `extensions.retryable`; null where the request has to change.</summary>
    public bool? IsRetryable { get; init; }

    /// <summary>Seconds, sent as `extensions.retryAfter`; null where nobody can say.</summary>
    public int? RetryAfter { get; init; }
}
