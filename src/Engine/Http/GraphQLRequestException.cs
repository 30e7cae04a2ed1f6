namespace GraphBlog.Engine.Http;

/// <summary>
/// A refusal whose message and code are meant for the client. Thrown while a request is read or intercepted it ends the request;
/// thrown by a resolver it becomes that field's error and the status is not used.
/// </summary>
/// <param name="message">What is wrong, for the client's developer.</param>
/// <param name="code">A stable word in upper case, sent as `extensions.code`.</param>
/// <param name="status">HTTP status of the answer.</param>
public sealed class GraphQLRequestException(string message, string code, int status) : Exception(message)
{
    /// <summary>The stable word sent as `extensions.code`.</summary>
    public string Code { get; } = code;

    /// <summary>HTTP status of the answer.</summary>
    public int Status { get; } = status;

    /// <summary>
    /// Whether the same request may succeed later and does no harm, sent as `extensions.retryable`; null, and not sent, where the request
    /// itself has to change.
    /// </summary>
    public bool? IsRetryable { get; init; }

    /// <summary>After how many seconds to try again, sent as `extensions.retryAfter` and, where nothing else was answered, as Retry-After.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>
    /// What is wrong beneath the server, in one line for its log and nobody else; null for the client's own mistakes. Such an error has
    /// a correlation id.
    /// </summary>
    public string? Fault { get; init; }
}
