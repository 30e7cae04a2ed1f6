using System.Diagnostics.Metrics;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Upkeep;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>How far the database's maintenance is; asked every minute, so that metrics have it where nobody asks for readiness.</summary>
internal sealed class MaintenanceWatch : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _clock;
    private readonly ILogger<MaintenanceWatch> _log;

    public MaintenanceWatch(NpgsqlDataSource database, TimeProvider clock, IMeterFactory meters, ILogger<MaintenanceWatch> log)
    {
        (_database, _clock, _log) = (database, clock, log);
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("graphblog.maintenance.age", () => Known(state => state.Age.TotalSeconds), "s",
            "How long ago all of the upkeep was last done.");
        meter.CreateObservableGauge("graphblog.audit.months_ahead", () => Known(state => state.MonthsAhead), "{month}",
            "Months of the audit log that have their partition already.");
    }

    /// <summary>As it was last known; null before it was.</summary>
    public UpkeepState? State { get; private set; }

    private IEnumerable<Measurement<T>> Known<T>(Func<UpkeepState, T> value) where T : struct => State is { } state ? [new(value(state))] : [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Repeatedly.DoAsync(
        s_interval, _clock, async ct => State = await UpkeepState.FindAsync(_database, ct), SayUnknown, stoppingToken);

    private void SayUnknown(Exception failure)
    {
        if (DatabaseFaults.Find(failure) is null)      // that it is away others say
        {
            _log.LogError(failure, "How far the maintenance is could not be asked; it is asked again.");
        }
    }
}

/// <summary>What becomes a fault if nobody sees to it: it keeps nothing from being served until then.</summary>
internal sealed class MaintenanceReadiness(NpgsqlDataSource database, MaintenanceWatch watch, TimeProvider clock, ILogger<Readiness> log)
    : Readiness(clock, log)
{
    private const int EnoughMonths = 3;

    // The server makes months once a day, so that on the first of a month one is missing for a while.
    private const int DayOfMonth = 3;
    private readonly TimeProvider _clock = clock;

    protected override async Task<IReadOnlyList<(Unfitness Reason, bool Stops)>> AskAsync(CancellationToken ct)
    {
        // What is away says nothing of its upkeep; that it is away is said beside it.
        var warnings = await InTimeAsync(token => BlogHealth.WarningsAsync(database, token), ct) ?? [];
        var found = warnings.Select(warning => (warning, false)).ToList();
        if (watch.State is { MonthsAhead: < EnoughMonths and var months } && _clock.GetUtcNow().Day >= DayOfMonth)
        {
            found.Add((new(Unfitness.FewMonthsAhead,
                $"The audit log has {months} months ahead, where {EnoughMonths} are made; with fewer than 2 nothing is served. Run `maintain`."), false));
        }

        return found;
    }
}
