using System.Diagnostics;
using GraphBlog.Engine.Execution.Memory;
using GraphBlog.Engine.Execution.Values;
using GraphBlog.Engine.Http;
using GraphQL;
using GraphQL.Validation;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Execution;

/// <summary>Names an exception for the client, or answers null to leave it unexpected.</summary>
public delegate GraphQLRequestException? ErrorMapping(Exception exception);

/// <summary>
/// The one place where an exception becomes an error that a client reads. What nobody named is logged in full and answered with a
/// correlation id alone, as its message may hold SQL, table names or CLR types.
/// </summary>
public sealed partial class ErrorFilter(
    IEnumerable<ErrorMapping> mappings, IOptions<GraphQLServerOptions> options, ILogger<ErrorFilter> logger)
{
    // Messages quote what the client sent, which may be a megabyte.
    private const int MaxMessageLength = 500;

    private const string WrittenNotRead =
        "The change was made, but this part of its answer could not be read. Read it; do not make the change again.";

    // What is wrong beneath us is wrong for everybody at once.
    private readonly LogSample _faults = new(TimeSpan.FromSeconds(1));

    /// <summary>
    /// The error for an exception. It has a correlation id where the server is at fault: what is unexpected is logged each time, a fault that
    /// has a name once a second for each code.
    /// </summary>
    /// <param name="exception">What went wrong.</param>
    /// <param name="operationName">Of the request; null when it has none.</param>
    /// <param name="correlationId">Joins the error with the log.</param>
    /// <param name="isOfChange">Whether a change was made, and this befell its answer: then nobody may be told to make it again.</param>
    public GraphQLError OnError(Exception exception, string? operationName, string correlationId, bool isOfChange = false)
    {
        var (named, fault) = Name(exception);
        if (fault is not null)
        {
            named = named! with { CorrelationId = correlationId };
            if (_faults.TryTake(named.Code, out var unsaid))
            {
                LogFault(logger, named.Code, operationName ?? "(none)", correlationId, Trace, fault, unsaid);
            }
        }

        if (named is null)
        {
            LogUnexpected(logger, Cause(exception), operationName ?? "(none)", correlationId, Trace);
            named = new("Unexpected execution error.", ErrorCodes.Unexpected)
            {
                CorrelationId = correlationId,
                Status = StatusCodes.Status500InternalServerError,
            };
        }

        if (isOfChange && (named.CorrelationId is not null || named.Code == ErrorCodes.Timeout))
        {
            named = new(WrittenNotRead, ErrorCodes.WrittenNotRead) { CorrelationId = named.CorrelationId };
        }

        var place = exception as ExecutionError;
        return named with { Message = Shorten(named.Message), Locations = place?.Locations, Path = place?.Path?.ToList() };
    }

    private (GraphQLError? Error, string? Fault) Name(Exception exception) => exception switch
    {
        GraphQLRequestException named => (
            new(named.Message, named.Code) { Status = named.Status, IsRetryable = named.IsRetryable, RetryAfter = named.RetryAfter }, named.Fault),
        AnswerRefusedException refused => Name(refused.Why),
        TimeLimitException => Name(ExecutionGate.TimedOut(options.Value)),
        ValidationError invalid => (new(Describe(invalid), (invalid as WrongValueError)?.Code ?? ErrorCodes.ValidationFailed), null),

        // The engine wraps what a resolver throws, and then makes the code of the exception's CLR type.
        ExecutionError { InnerException: { } inner } => Name(inner),
        ExecutionError { Code: { } code } deliberate => (new(deliberate.Message, code), null),
        _ => mappings.Select(map => map(exception)).FirstOrDefault(e => e is not null) is { } mapped ? Name(mapped) : default,
    };

    private static string? Trace => Activity.Current?.TraceId.ToHexString();

    private static Exception Cause(Exception exception)
        => exception is ExecutionError { InnerException: { } inner } ? Cause(inner) : exception;

    // Suggestions would tell name by name what introspection does not.
    private string Describe(ValidationError invalid)
    {
        var suggestion = options.Value.AllowIntrospection ? -1 : invalid.Message.IndexOf(Wording.Suggestion.TrimEnd(), StringComparison.Ordinal);
        return suggestion < 0 ? invalid.Message : invalid.Message[..suggestion];
    }

    /// <summary>Keeps a message from echoing all of a long value.</summary>
    internal static string Shorten(string text)
        => text.Length <= MaxMessageLength ? text : string.Concat(text.AsSpan(0, MaxMessageLength - 1), "…");

    [LoggerMessage(LogLevel.Warning, "{Code} in operation {OperationName}, correlation id {CorrelationId}, trace {TraceId}: {Reason} ({Unsaid} more not logged)")]
    private static partial void LogFault(
        ILogger logger, string code, string operationName, string correlationId, string? traceId, string reason, int unsaid);

    [LoggerMessage(LogLevel.Error, "Unexpected error in operation {OperationName}, correlation id {CorrelationId}, trace {TraceId}")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string operationName, string correlationId, string? traceId);
}
