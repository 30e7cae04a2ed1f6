using GraphBlog.Engine.Execution;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
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
    private readonly LogSample _warned = new(TimeSpan.FromHours(1));
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

        return problems.Count > 0 ? HealthCheckResult.Unhealthy()
            : await IsWorthAWarningAsync(ct) ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy();
    }

    // Ready all the same. Once an hour they are logged, since they stay for days.
    private async Task<bool> IsWorthAWarningAsync(CancellationToken ct)
    {
        var warnings = await BlogHealth.WarningsAsync(database, ct);
        if (warnings.Count > 0 && _warned.TryTake("", out _))
        {
            warnings.ToList().ForEach(warning => log.LogWarning("Ready, but: {Warning}", warning));
        }

        return warnings.Count > 0;
    }
}
