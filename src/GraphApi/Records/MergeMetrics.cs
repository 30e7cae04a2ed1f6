using System.Diagnostics.Metrics;
using GraphBlog.Engine.Diagnostics;

namespace GraphBlog.GraphApi.Records;

/// <summary>How often changes are merged; what could not be merged is a ConcurrencyError among the errors of mutations.</summary>
internal static class MergeMetrics
{
    private static readonly Counter<long> s_merges = Telemetry.Meter.CreateCounter<long>(
        "graphblog.merges", "{merge}", "Changes that were merged with what others had changed since, by the type of the record.");

    public static void Merged(int count, Type record) => s_merges.Add(count, new KeyValuePair<string, object?>("graphblog.record_type", record.Name));
}
