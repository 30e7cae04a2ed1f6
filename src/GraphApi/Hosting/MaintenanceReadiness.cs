using System.Diagnostics.Metrics;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>How far the database's maintenance is; asked every minute, so that metrics have it where nobody asks for readiness.</summary>
internal sealed class MaintenanceWatch : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);
    private readonly NpgsqlDataSource _database;
    private readonly TimeSpan _keepAudit;
    private readonly TimeProvider _clock;

    public MaintenanceWatch(NpgsqlDataSource database, IConfiguration configuration, TimeProvider clock, IMeterFactory meters)
    {
        (_database, _clock) = (database, clock);
        _keepAudit = TimeSpan.FromDays(SettingSections.Read<RetentionSettings>(configuration).AuditDays);
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("graphblog.maintenance.age", () => Known(state => state.Age.TotalSeconds), "s",
            "For how long work of `maintain` has been due; 0 for none.");
        meter.CreateObservableGauge("graphblog.audit.months_ahead", () => Known(state => state.MonthsAhead), "{month}",
            "Months of the audit log that have their partition already.");
    }

    /// <summary>As it was last known; null before it was.</summary>
    public MaintenanceState? State { get; private set; }

    private IEnumerable<Measurement<T>> Known<T>(Func<MaintenanceState, T> value) where T : struct => State is { } state ? [new(value(state))] : [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var every = new PeriodicTimer(s_interval, _clock);
        await using var end = stoppingToken.Register(every.Dispose);      // to end without throwing, which is taken for a fault
        do
        {
            try
            {
                State = await BlogMaintenance.StateAsync(_database, _keepAudit, stoppingToken);
            }
            catch (Exception e) when (stoppingToken.IsCancellationRequested || DatabaseFaults.Find(e) is not null)
            {
                // it is away, which others say
            }
        }
        while (await every.WaitForNextTickAsync(CancellationToken.None));
    }
}

/// <summary>What becomes a fault if nobody sees to it: it keeps nothing from being served until then.</summary>
internal sealed class MaintenanceReadiness(MaintenanceWatch watch, TimeProvider clock, ILogger<Readiness> log) : Readiness(clock, log)
{
    private const int EnoughMonths = 3;

    // The server makes months once a day, so that on the first of a month one is missing for a while.
    private const int DayOfMonth = 3;
    private static readonly TimeSpan s_overdue = TimeSpan.FromDays(2);
    private readonly TimeProvider _clock = clock;

    protected override Task<IReadOnlyList<(Unfitness Reason, bool Stops)>> AskAsync(CancellationToken ct)
    {
        var found = new List<(Unfitness Reason, bool Stops)>();
        if (watch.State is { MonthsAhead: < EnoughMonths and var months } && _clock.GetUtcNow().Day >= DayOfMonth)
        {
            found.Add((new(Unfitness.FewMonthsAhead,
                $"The audit log has {months} months ahead, where {EnoughMonths} are made; with fewer than 2 nothing is served. Run `maintain`."), false));
        }

        if (watch.State is { Age: var age } && age > s_overdue)
        {
            found.Add((new(Unfitness.MaintenanceOverdue,
                $"The audit log has months that `maintain` should have dropped {age.TotalDays:0} days ago. See why it does not run."), false));
        }

        return Task.FromResult<IReadOnlyList<(Unfitness, bool)>>(found);
    }
}
