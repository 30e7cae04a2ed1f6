using System.Diagnostics.Metrics;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Execution.Memory;

namespace GraphBlog.Engine.Diagnostics;

/// <summary>What of a server is full, and how full it may be; asked when somebody collects.</summary>
internal sealed class Gauges
{
    public Gauges(IMeterFactory meters, ExecutionGate gate, AnswerMemory memory)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("graphblog.execution.places", () => gate.Places, "{place}", "Places to execute in.");
        meter.CreateObservableGauge("graphblog.execution.places.used", () => gate.Used, "{place}", "Those that are taken.");
        meter.CreateObservableGauge("graphblog.execution.waiting", () => gate.Waiting, "{request}", "Requests and events that wait for one.");
        meter.CreateObservableGauge("graphblog.answers.memory", () => memory.Held, "By",
            "What large answers hold until their clients have taken them.");
        meter.CreateObservableGauge("graphblog.answers.memory.limit", () => memory.Most, "By", "What they may hold.");
    }
}
