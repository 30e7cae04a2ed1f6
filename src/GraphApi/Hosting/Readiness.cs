using GraphBlog.Persistence;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>Ready: the database is reachable, its rules hold, and its migrations are this program's. Asked at most every five seconds.</summary>
internal sealed class Readiness(NpgsqlDataSource database, TimeProvider clock, ILogger<Readiness> log) : IHealthCheck
{
    public const string Tag = "ready";
    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _asking = new(1);
    private (HealthCheckResult Result, DateTimeOffset Until) _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_last.Until < clock.GetUtcNow())
            {
                _last = (await AskAsync(cancellationToken), clock.GetUtcNow() + s_keep);
            }

            return _last.Result;
        }
        finally
        {
            _asking.Release();
        }
    }

    // The answer goes to anybody, so the reasons go to the log alone.
    private async Task<HealthCheckResult> AskAsync(CancellationToken ct)
    {
        var problems = await BlogHealth.ProblemsAsync(database, ct);
        foreach (var problem in problems)
        {
            log.LogError("Not ready: {Problem}", problem);
        }

        return problems.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
    }
}

/// <summary>Makes the audit log's months ahead and forgets old idempotency keys, at the start and every day.</summary>
internal sealed class MonthsAhead(NpgsqlDataSource database, TimeProvider clock, ILogger<MonthsAhead> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var daily = new PeriodicTimer(TimeSpan.FromDays(1), clock);
        do
        {
            try
            {
                await BlogMaintenance.DoDailyWorkAsync(database, stoppingToken);
            }
            catch (NpgsqlException e)
            {
                log.LogError(e, "The audit log's months ahead could not be made; the next try is in a day.");
            }
        }
        while (await daily.WaitForNextTickAsync(stoppingToken));
    }
}
