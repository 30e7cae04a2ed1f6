using System.Data.Common;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GraphBlog.Persistence.Reading;

/// <summary>
/// Tells how long it took to get a connection, of the pool or a new one. Npgsql's own metrics say how many wait, and not for how long.
/// Source of the name: OpenTelemetry's semantic conventions for database metrics.
/// </summary>
internal sealed class PoolWait : DbConnectionInterceptor
{
    private static readonly Histogram<double> s_waits = new Meter("GraphBlog").CreateHistogram<double>(
        "db.client.connection.wait_time", "s", "How long it took to get a connection.", null, new()
        {
            HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
        });

    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Tell(eventData.Duration);
        return Task.CompletedTask;
    }

    /// <summary>Opens a connection past EF.</summary>
    public static async Task OpenAsync(DbConnection connection, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        await connection.OpenAsync(ct);
        Tell(Stopwatch.GetElapsedTime(begun));
    }

    private static void Tell(TimeSpan duration)
    {
        if (s_waits.Enabled)
        {
            s_waits.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("db.client.connection.pool.name", "graphblog"));
        }
    }
}
