using System.Diagnostics;
using GraphBlog.Engine.Execution;
using GraphBlog.GraphApi.Tenancy;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// One line for each request to the API: who asked for what, how long it took and what went wrong; never a body, a token or a variable.
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
                var lasts = http.WebSockets.IsWebSocketRequest || http.Response.ContentType == "text/event-stream";
                var level = took >= slow && !lasts ? LogLevel.Warning : LogLevel.Information;
                if (log.IsEnabled(level))
                {
                    var notes = http.RequestServices.GetRequiredService<RequestNotes>();
                    var tenant = http.RequestServices.GetRequiredService<TenantHolder>().Known;
                    Request(
                        log, level, notes.Operations, http.Request.Method, http.Response.StatusCode, took.TotalMilliseconds, tenant?.Statements ?? 0,
                        tenant?.OrgId, tenant?.UserId, notes.Codes, http.TraceIdentifier);
                }
            }
        }));
    }

    [LoggerMessage("{Operation} by {Method} answered {Status} in {DurationMs:0.0} ms with {Statements} statements; "
        + "organisation {Organisation}, user {User}, errors [{Errors}], request {RequestId}")]
    private static partial void Request(
        ILogger log, LogLevel level, string operation, string method, int status, double durationMs, int statements,
        long? organisation, long? user, string errors, string requestId);
}
