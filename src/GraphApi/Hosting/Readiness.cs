using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Ready: the database is reachable, its rules hold, its migrations are this program's, and tokens can be checked. Asked at most every five
/// seconds.
/// </summary>
internal sealed class Readiness(NpgsqlDataSource database, IServiceProvider services, TimeProvider clock, ILogger<Readiness> log) : IHealthCheck
{
    public const string Tag = "ready";
    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1.8);      // the answer is due in two
    private readonly SemaphoreSlim _asking = new(1);
    private (HealthCheckResult Result, long Since)? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || clock.GetElapsedTime(last.Since) > s_keep)
            {
                _last = last = (await AskAsync(cancellationToken), clock.GetTimestamp());
            }

            return last.Result;
        }
        finally
        {
            _asking.Release();
        }
    }

    // The answer goes to anybody, so the reasons go to the log alone.
    private async Task<HealthCheckResult> AskAsync(CancellationToken ct)
    {
        var provided = services.GetService<ProviderKeys>()?.FindAsync(null, ct).AsTask() ?? Task.CompletedTask;
        // A network that swallows what is sent does not heed a token; the question is then left to end by itself.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(s_patience);
        var asked = Task.Run(() => BlogHealth.ProblemsAsync(database, patience.Token), CancellationToken.None);
        await ((Task)asked).WaitAsync(s_patience + s_patience / 10, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        var problems = asked.IsCompletedSuccessfully ? asked.Result : [$"The database did not answer within {s_patience.TotalSeconds} s."];
        await provided.WaitAsync(s_patience, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!provided.IsCompletedSuccessfully)
        {
            problems = [.. problems, "Auth__Authority does not answer, so no token can be checked."];
        }

        foreach (var problem in problems)
        {
            log.LogError("Not ready: {Problem}", problem);
        }

        return problems.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}

/// <summary>Makes the audit log's months ahead and forgets old idempotency keys, at the start and every day.</summary>
internal sealed class DailyMaintenance(NpgsqlDataSource database, TimeProvider clock, ILogger<DailyMaintenance> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var daily = new PeriodicTimer(TimeSpan.FromDays(1), clock);
        await using var end = stoppingToken.Register(daily.Dispose);      // to end without throwing, which is taken for a fault
        do
        {
            try
            {
                await BlogMaintenance.DoDailyWorkAsync(database, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                var (trace, reason) = DatabaseFaults.ForLog(e);
                log.LogError(trace, "The audit log's months ahead could not be made; the next try is in a day. {Reason}", reason);
            }
            catch (Exception)
            {
                return;      // the server stops, or could not start; whatever stopping the statement threw is no fault
            }
        }
        while (await daily.WaitForNextTickAsync(CancellationToken.None));
    }
}
