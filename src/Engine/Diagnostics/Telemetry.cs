using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GraphBlog.Engine.Diagnostics;

/// <summary>
/// What the server tells of itself to whoever listens, by .NET's own <see cref="ActivitySource"/> and <see cref="Meter"/>. Names are those of
/// OpenTelemetry's semantic conventions where there are any; labels are of closed sets. While nobody listens it costs a comparison or two.
/// </summary>
public static class Telemetry
{
    /// <summary>The name of the source of traces, and of the meters.</summary>
    public const string Name = "GraphBlog";

    /// <summary>The attribute with the request's id: that of the answer, the log and the audit entry.</summary>
    public const string RequestId = "graphblog.request_id";

    internal const string ErrorType = "error.type", OperationType = "graphql.operation.type";

    private static readonly InstrumentAdvice<double> s_seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    public static ActivitySource Activities { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);

    internal static Histogram<double> Operations { get; } = Seconds("graphblog.operation.duration",
        "How long an operation took, or what it is to an event of a subscription. error.type is the first code of its errors.");

    internal static Histogram<double> Waits { get; } = Seconds("graphblog.execution.wait",
        "How long requests and events waited for a place to execute in.");

    internal static Counter<long> Errors { get; } = Meter.CreateCounter<long>("graphblog.errors", "{error}", "Errors of answers, by their code.");

    internal static Counter<long> Refusals { get; } = Meter.CreateCounter<long>(
        "graphblog.mutation.errors", "{error}", "Typed errors of mutations, by their type; a conflict is a ConcurrencyError.");

    internal static UpDownCounter<long> Subscriptions { get; } = Meter.CreateUpDownCounter<long>(
        "graphblog.subscriptions", "{subscription}", "Subscriptions that are open.");

    private static Counter<long> Caches { get; } = Meter.CreateCounter<long>(
        "graphblog.cache.requests", "{request}", "What was looked up in a cache, and whether it was there.");

    /// <summary>A histogram of times in seconds, from a millisecond to ten seconds.</summary>
    public static Histogram<double> Seconds(string name, string description) => Meter.CreateHistogram(name, "s", description, null, s_seconds);

    /// <summary>Counts that something was looked up.</summary>
    /// <param name="cache">The cache's name.</param>
    /// <param name="isHit">Whether it was there.</param>
    public static void LookedUp(string cache, bool isHit)
    {
        if (Caches.Enabled)
        {
            Caches.Add(1, new("graphblog.cache", cache), new("graphblog.cache.hit", isHit));
        }
    }

    /// <summary>Puts an attribute on the span that is under way, if anybody listens to spans.</summary>
    public static void Tag(string name, object? value)
    {
        if (Activities.HasListeners())
        {
            Activity.Current?.SetTag(name, value);
        }
    }
}
