using System.Diagnostics;
using GraphBlog.Engine.Execution;

namespace GraphBlog.Engine.Diagnostics;

/// <summary>
/// One execution of an operation, as traces and metrics tell it. Source: OpenTelemetry's semantic conventions for GraphQL servers. The document
/// is told by its hash: its literals may be anybody's data. A span is in error where the server is at fault.
/// </summary>
internal sealed class OperationSpan : IDisposable
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly Activity? _activity = Telemetry.Activities.StartActivity("GraphQL Operation", ActivityKind.Server);
    private string? _type;
    private string? _error = "cancelled";      // unless it is told how it ended

    /// <summary>Whether anybody listens.</summary>
    public static bool IsWanted => Telemetry.Activities.HasListeners() || Telemetry.Operations.Enabled;

    /// <summary>Begins one; null when nobody listens.</summary>
    /// <param name="correlationId">The request's id.</param>
    public static OperationSpan? Begin(string correlationId)
    {
        if (!IsWanted)
        {
            return null;
        }

        var span = new OperationSpan();
        span._activity?.SetTag(Telemetry.RequestId, correlationId);
        return span;
    }

    /// <summary>What it turned out to be.</summary>
    public void Is(PreparedOperation operation)
    {
        _type = operation.Word;
        if (_activity is not null)
        {
            _activity.DisplayName = _type;
            _activity.SetTag(Telemetry.OperationType, _type);
            _activity.SetTag("graphql.operation.name", operation.Name is { } name ? ErrorFilter.Shorten(name) : null);
            _activity.SetTag("graphblog.document.hash", operation.DocumentHash);
        }
    }

    /// <summary>What it came to.</summary>
    public void Ended(OperationResult? result)
    {
        _error = result?.Codes.FirstOrDefault();
        _activity?.SetTag(Telemetry.ErrorType, _error);
        if (result?.IsServersFault == true)
        {
            _activity?.SetStatus(ActivityStatusCode.Error, _error);
        }
    }

    public void Dispose()
    {
        _activity?.Dispose();
        if (Telemetry.Operations.Enabled)
        {
            var tags = new TagList();
            if (_type is not null)
            {
                tags.Add(Telemetry.OperationType, _type);
            }

            if (_error is not null)
            {
                tags.Add(Telemetry.ErrorType, _error);
            }

            Telemetry.Operations.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, tags);
        }
    }
}
