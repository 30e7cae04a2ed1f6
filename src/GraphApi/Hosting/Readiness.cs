using GraphBlog.Engine.Execution;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// A part of being ready. Asked every two seconds at most, as anybody may ask; and anybody is told codes alone, the sentences go to the log:
/// each time what keeps the server from serving, once an hour what does not.
/// </summary>
internal abstract class Readiness(TimeProvider clock, ILogger log) : IHealthCheck
{
    public const string Tag = "ready";

    /// <summary>For how long a part may be asked: the answer is due in two seconds.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.8);

    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim _asking = new(1);
    private readonly LogSample _degraded = new(TimeSpan.FromHours(1));
    private (HealthCheckResult Result, long Since)? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_last is not { } last || clock.GetElapsedTime(last.Since) > s_keep)
            {
                _last = last = (Said(await AskAsync(cancellationToken)), clock.GetTimestamp());
            }

            return last.Result;
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>What is wrong, and whether nothing can be served because of it.</summary>
    protected abstract Task<IReadOnlyList<(Unfitness Reason, bool Stops)>> AskAsync(CancellationToken ct);

    /// <summary>
    /// What the database answers in time, else null. A network that swallows what is sent does not heed a token; the question is then left to
    /// end by itself.
    /// </summary>
    protected static async Task<IReadOnlyList<Unfitness>?> InTimeAsync(
        Func<CancellationToken, Task<IReadOnlyList<Unfitness>>> ask, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        var asked = Task.Run(() => ask(patience.Token), CancellationToken.None);
        await ((Task)asked).WaitAsync(Patience + Patience / 10, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        return asked.IsCompletedSuccessfully ? asked.Result : null;
    }

    private HealthCheckResult Said(IReadOnlyList<(Unfitness Reason, bool Stops)> found)
    {
        foreach (var (reason, stops) in found)
        {
            if (stops)
            {
                log.LogError("Not ready: {Problem}", reason.Sentence);
            }
            else if (_degraded.TryTake(reason.Code, out _))
            {
                log.LogWarning("Ready, but: {Problem}", reason.Sentence);
            }
        }

        return new(
            found.Any(one => one.Stops) ? HealthStatus.Unhealthy : found.Count > 0 ? HealthStatus.Degraded : HealthStatus.Healthy,
            data: new Dictionary<string, object> { [HealthAnswer.Reasons] = found.Select(one => one.Reason.Code).Distinct().ToArray() });
    }
}

/// <summary>The database is reachable, its rules hold, it is as it was sealed, and its migrations are this program's.</summary>
internal sealed class DatabaseReadiness(NpgsqlDataSource database, TimeProvider clock, ILogger<Readiness> log) : Readiness(clock, log)
{
    protected override async Task<IReadOnlyList<(Unfitness Reason, bool Stops)>> AskAsync(CancellationToken ct)
    {
        var reasons = await InTimeAsync(token => BlogHealth.ReasonsAsync(database, token), ct)
            ?? [new(Unfitness.Silent, $"The database did not answer within {Patience.TotalSeconds} s.")];
        return [.. reasons.Select(reason => (reason, true))];
    }
}

/// <summary>Tokens can be checked.</summary>
internal sealed class IdentityReadiness(TimeProvider clock, ILogger<Readiness> log, ProviderKeys? provider = null) : Readiness(clock, log)
{
    protected override async Task<IReadOnlyList<(Unfitness Reason, bool Stops)>> AskAsync(CancellationToken ct)
    {
        if (provider is null)
        {
            return [];
        }

        var provided = provider.FindAsync(null, ct).AsTask();
        await ((Task)provided).WaitAsync(Patience, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !provided.IsCompletedSuccessfully
            ? [(new(Unfitness.ProviderUnreachable, "Auth__Authority does not answer, so no token can be checked."), true)]
            : provider.IsAnswering ? []
            : [(new(Unfitness.ProviderUnreachable,
                "Auth__Authority does not answer. Tokens are checked with the keys that are known, and those signed with newer ones wait."), false)];
    }
}
