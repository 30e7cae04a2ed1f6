using System.Diagnostics.Metrics;
using GraphBlog.Engine.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>Has metrics say what `/health/ready` says; where metrics are told it is asked every half a minute.</summary>
internal sealed class ReadyGauge : IHealthCheckPublisher
{
    private volatile HealthReport? _last;

    public ReadyGauge(IMeterFactory meters) => meters.Create(Telemetry.Name).CreateObservableGauge(
        "graphblog.ready", () => (_last?.Entries ?? new Dictionary<string, HealthReportEntry>()).Select(entry => new Measurement<int>(
            (int)entry.Value.Status, new KeyValuePair<string, object?>("check", entry.Key))), description:
        "Each check of readiness: 2 is well, 1 serves but wants to be seen to, 0 serves nothing.");

    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        _last = report;
        return Task.CompletedTask;
    }
}
