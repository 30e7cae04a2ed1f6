using System.Diagnostics;
using System.Diagnostics.Metrics;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Execution;
using GraphBlog.GraphApi.Tenancy;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// One line for each request to the API: who asked for what, how long it took and what went wrong; never a body, a token or a variable. A
/// document is named by its hash, as in traces.
/// A socket, or an event stream, has its line when it ends. Its category is `GraphBlog.Request`.
/// </summary>
internal static partial class RequestLog
{
    public static void UseRequestLog(this WebApplication app, PathString path, TimeSpan slow)
    {
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("GraphBlog.Request");
        app.UseWhen(http => http.Request.Path.StartsWithSegments(path), branch => branch.Use(async (http, next) =>
        {
            var began = Stopwatch.GetTimestamp();
            try
            {
                await next(http);
            }
            finally
            {
                var took = Stopwatch.GetElapsedTime(began);
                var lasts = http.WebSockets.IsWebSocketRequest
                    || http.Response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;
                var level = took >= slow && !lasts ? LogLevel.Warning : LogLevel.Information;
                var tenant = log.IsEnabled(level) || s_statements.Enabled ? http.RequestServices.GetRequiredService<TenantHolder>().Known : null;
                if (!lasts && tenant is not null)
                {
                    s_statements.Record(tenant.Statements);
                }

                if (log.IsEnabled(level))
                {
                    var notes = http.RequestServices.GetRequiredService<RequestNotes>();
                    Request(
                        log, level, notes.Operations, http.Request.Method, http.Response.StatusCode, took.TotalMilliseconds, tenant?.Statements ?? 0,
                        tenant?.OrgId, tenant?.UserId, tenant?.OnBehalfOf, notes.Codes, notes.Documents, http.TraceIdentifier,
                        Activity.Current?.TraceId.ToHexString());
                }
            }
        }));
    }

    private static readonly Histogram<int> s_statements = Telemetry.Meter.CreateHistogram<int>(
        "graphblog.request.statements", "{statement}", "Statements sent for a request; sockets and event streams are not counted.", null,
        new() { HistogramBucketBoundaries = [0, 1, 2, 3, 5, 10, 20, 50, 100] });

    [LoggerMessage("{Operation} by {Method} answered {Status} in {DurationMs:0.0} ms with {Statements} statements; "
        + "organisation {Organisation}, user {User}, on behalf of {OnBehalfOf}, errors [{Errors}], documents [{Documents}], request {RequestId}, "
        + "trace {TraceId}")]
    private static partial void Request(
        ILogger log, LogLevel level, string operation, string method, int status, double durationMs, int statements,
        long? organisation, long? user, long? onBehalfOf, string errors, string documents, string requestId, string? traceId);
}
