using System.Buffers;
using System.Text.Json;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Execution.Responses;

namespace GraphBlog.Engine.Execution;

/// <summary>What one operation came to, ready to be written. Source: GraphQL specification, section 7.1 "Response Format".</summary>
public sealed class OperationResult : IDisposable
{
    private static readonly byte[] s_dataAlone = "{\"data\":"u8.ToArray();
    private static readonly byte[] s_end = "}"u8.ToArray();

    private readonly IReadOnlyList<GraphQLError> _errors;
    private readonly ResponseBuffer? _data;
    private byte[]? _head;

    private OperationResult(IReadOnlyList<GraphQLError> errors, int status, ResponseBuffer? data = null)
    {
        (_errors, Status, _data) = (errors, status, data);
        for (var i = 0; i < errors.Count && Telemetry.Errors.Enabled; i++)
        {
            Telemetry.Errors.Add(1, new KeyValuePair<string, object?>(Telemetry.ErrorType, errors[i].Code));
        }
    }

    /// <summary>
    /// HTTP status with the media type application/graphql-response+json: 200 if and only if the operation executed and a part of its
    /// answer stands, or the fault is the request's.
    /// </summary>
    public int Status { get; }

    /// <summary>After how many seconds to try again; null where nobody can say.</summary>
    public int? RetryAfter => _errors.Max(error => error.RetryAfter);

    /// <summary>The codes of its errors.</summary>
    public IEnumerable<string> Codes => _errors.Select(error => error.Code);

    /// <summary>Whether the server failed, and not the client.</summary>
    public bool IsServersFault => _errors.Any(error => error.CorrelationId is not null || error.Status >= StatusCodes.Status500InternalServerError);

    /// <summary>Whether the operation executed, in part at least; if not there are errors, and nothing else.</summary>
    public bool IsExecuted => _data is not null;

    /// <summary>Whether the request was well-formed GraphQL over HTTP, and failed all the same before it executed.</summary>
    public bool IsRequestError { get; private init; }

    /// <summary>A request that was not well-formed, or not let in: its status holds with every media type.</summary>
    public static OperationResult Refused(int status, params IReadOnlyList<GraphQLError> errors) => new(errors, status);

    /// <summary>A well-formed request that came to nothing. Source: GraphQL specification, section 7.1.2 "Request Errors".</summary>
    public static OperationResult RequestError(int status, params IReadOnlyList<GraphQLError> errors)
        => new(errors, status) { IsRequestError = true };

    /// <summary>An operation that executed, in part at least.</summary>
    /// <param name="data">JSON; it is disposed of when the result is written.</param>
    /// <param name="errors">Of single fields; may be empty.</param>
    /// <param name="failed">Whether no part of the answer stands: where all of it failed for a fault of the server's that passes, the status
    /// says so.</param>
    internal static OperationResult Executed(ResponseBuffer data, IReadOnlyList<GraphQLError> errors, bool failed = false) => new(
        errors,
        failed && errors.All(error => error.Status == StatusCodes.Status503ServiceUnavailable) ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status200OK,
        data);

    /// <summary>An operation that executed and came to nothing at all, for a reason that is none of its fields'.</summary>
    internal static OperationResult WithoutData(GraphQLError error)
    {
        var data = new ResponseBuffer();
        data.Write("null"u8);
        return Executed(data, [error]);
    }

    /// <summary>How many bytes the response object has.</summary>
    public int Length => (_head ??= Head()).Length + (_data?.Length ?? 0) + s_end.Length;

    /// <summary>
    /// The bytes of the response object in JSON, in parts, so that what may be large is not copied: errors first, as section 7.1 advises, so
    /// that a reader cannot miss them. They last until the result is disposed of.
    /// </summary>
    public IEnumerable<ReadOnlyMemory<byte>> Parts() => _data is null ? [_head ??= Head(), s_end] : [_head ??= Head(), .. _data.Pieces, s_end];

    /// <summary>Gives the memory of the data back.</summary>
    public void Dispose() => _data?.Dispose();

    /// <summary>Writes the list of errors alone.</summary>
    public void WriteErrorsTo(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (var error in _errors)
        {
            Write(writer, error);
        }

        writer.WriteEndArray();
    }

    private byte[] Head()
    {
        if (_errors.Count == 0)
        {
            return s_dataAlone;
        }

        var head = new ArrayBufferWriter<byte>();
        head.Write("{\"errors\":"u8);
        using (var writer = new Utf8JsonWriter(head, ResponseBuffer.JsonOptions))
        {
            WriteErrorsTo(writer);
        }

        head.Write(_data is null ? ""u8 : ",\"data\":"u8);
        return head.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, GraphQLError error)
    {
        writer.WriteStartObject();
        writer.WriteString("message"u8, error.Message);
        if (error.Locations is { Count: > 0 })
        {
            writer.WriteStartArray("locations"u8);
            foreach (var location in error.Locations)
            {
                writer.WriteStartObject();
                writer.WriteNumber("line"u8, location.Line);
                writer.WriteNumber("column"u8, location.Column);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (error.Path is { Count: > 0 })
        {
            WritePath(writer, error.Path);
        }

        writer.WriteStartObject("extensions"u8);
        writer.WriteString("code"u8, error.Code);
        if (error.IsRetryable is { } retryable)
        {
            writer.WriteBoolean("retryable"u8, retryable);
        }

        if (error.RetryAfter is { } seconds)
        {
            writer.WriteNumber("retryAfter"u8, seconds);
        }

        if (error.CorrelationId is not null)
        {
            writer.WriteString("correlationId"u8, error.CorrelationId);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePath(Utf8JsonWriter writer, IReadOnlyList<object> path)
    {
        writer.WriteStartArray("path"u8);
        foreach (var segment in path)
        {
            if (segment is int index)
            {
                writer.WriteNumberValue(index);
            }
            else
            {
                writer.WriteStringValue((string)segment);
            }
        }

        writer.WriteEndArray();
    }
}
