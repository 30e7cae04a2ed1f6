using GraphBlog.Engine.Execution;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Upkeep;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// The server's own upkeep: at each tick schedules that have come due, and, when it was last done long enough ago and no other server is at
/// it, all that `maintain` does; or, where that is switched off, months ahead alone. What goes wrong is tried again.
/// </summary>
internal sealed class Caretaker(NpgsqlDataSource database, MaintenanceSettings settings, TimeProvider clock, ILogger<Caretaker> log)
    : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5), s_patience = TimeSpan.FromMinutes(1), s_again = TimeSpan.FromMinutes(10);
    private readonly BlogUpkeep _upkeep = new(database, settings.Archive is { Length: > 0 } folder ? new(folder) : null, s_patience);
    private readonly LogSample _failures = new(TimeSpan.FromMinutes(1));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await (settings.InServer
            ? Task.WhenAll(
                RepeatAsync(SayUnsettled, settings.ScheduleTick, SettleAsync, stoppingToken),
                RepeatAsync(SayUndone, s_look < settings.Every ? s_look : settings.Every, DoUpkeepAsync, stoppingToken))
            : RepeatAsync(SayUndone, TimeSpan.FromDays(1), ct => BlogUpkeep.MakeMonthsAsync(database, ct), stoppingToken));
    }

    private void SayUnsettled(Exception? trace, string reason, int unsaid) => log.LogError(
        trace, "Schedules that have come due could not be written; it is tried again. {Reason} ({Unsaid} more not logged)", reason, unsaid);

    private void SayUndone(Exception? trace, string reason, int unsaid) => log.LogError(
        trace, "The upkeep could not be done; it is tried again. {Reason} ({Unsaid} more not logged)", reason, unsaid);

    private Task RepeatAsync(Action<Exception?, string, int> say, TimeSpan every, Func<CancellationToken, Task> work, CancellationToken ct)
        => Repeatedly.DoAsync(every, clock, work, failure =>
        {
            var (trace, reason) = DatabaseFaults.ForLog(failure);
            if (_failures.TryTake(say.Method.Name, out var unsaid))
            {
                say(trace, reason, unsaid);
            }
        }, ct);

    private async Task SettleAsync(CancellationToken ct)
    {
        if (await BlogUpkeep.SettleAsync(database, ct) is > 0 and var settled)
        {
            log.LogInformation("{Settled} scheduled versions came due", settled);
        }
    }

    private async Task DoUpkeepAsync(CancellationToken ct)
    {
        if (await _upkeep.RunAsync(settings.Every, ct) is not { } done)
        {
            return;
        }

        foreach (var line in done.Lines())
        {
            log.LogInformation("Upkeep: {Done}", line);
        }

        if (done.IsHeldUp)
        {
            log.LogWarning("Upkeep: somebody reads the audit log for long, so a month could not be dropped; it is tried again in {Pause}", s_again);
            await Task.Delay(s_again, clock, ct);
        }
    }
}
