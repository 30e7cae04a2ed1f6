using System.Diagnostics;
using System.Diagnostics.Metrics;
using GraphBlog.Engine.Diagnostics;

namespace GraphBlog.GraphApi.ChangeFeed;

/// <summary>
/// How late changes are told. When a transaction was committed the database does not say; what is known is when it was not committed yet:
/// the last time that the feed asked and was told of nothing new. Counted from there no delay is told shorter than it was, clocks that differ
/// do not matter, and one that is told is too long by a tenth of a second at most.
/// </summary>
internal static class FeedMetrics
{
    private static readonly Histogram<double> s_delay = Telemetry.Seconds(
        "graphblog.feed.delay", "From a change's commit until it waits for its subscribers, at most.");

    private static readonly Histogram<double> s_lag = Telemetry.Seconds(
        "graphblog.subscription.lag", "From a change's commit until a subscriber has it, at most.");

    /// <summary>A change waits for its subscribers.</summary>
    /// <param name="since">When it had not been committed yet.</param>
    public static void Found(long since) => s_delay.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);

    /// <summary>A subscriber has it.</summary>
    /// <param name="since">When it had not been committed yet.</param>
    public static void Told(long since) => s_lag.Record(Stopwatch.GetElapsedTime(since).TotalSeconds);
}
