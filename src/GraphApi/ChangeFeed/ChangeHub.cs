using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Http;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Standbys;
using GraphBlog.Persistence.Tenancy;

namespace GraphBlog.GraphApi.ChangeFeed;

/// <summary>
/// Brings the changes of organisations to all who follow them on this server. One statement finds out which of them changed at all;
/// being told by the database instead would make all writers wait for each other (decision 8).
/// </summary>
public sealed class ChangeHub : BackgroundService
{
    /// <summary>
    /// How often it is asked, so how late a change is told; less often when asking takes more than a tenth of it, but not for longer than a
    /// fault would: the first question after an outage, which opens a connection, may take a second.
    /// </summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Lazy<OrganisationFeed>> _feeds = new();
    private readonly LogSample _lost = new(TimeSpan.FromMinutes(1));
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _log;
    private readonly StandbyReads? _standbys;
    private long _current;      // when the database was last asked what has changed, and answered; 0 while nobody follows
    private CancellationToken _stopping;

    public ChangeHub(IServiceScopeFactory scopes, ILogger<ChangeHub> log, IMeterFactory meters, StandbyReads? standbys = null)
    {
        (_scopes, _log, _standbys) = (scopes, log, standbys);
        meters.Create(Telemetry.Name).CreateObservableGauge(
            "graphblog.feed.age", () => Volatile.Read(ref _current) is > 0 and var asked ? Stopwatch.GetElapsedTime(asked).TotalSeconds : 0, "s",
            "How long ago the database said what has changed; 0 while nobody follows changes.");
    }

    /// <summary>
    /// The changes of an organisation's posts, in the order of commit. From now on: nothing that was committed before the call, and all
    /// that is committed after its answer. Or from right after a position: then first what was missed.
    /// </summary>
    /// <param name="org">The organisation.</param>
    /// <param name="after">The position; null for now.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>To be enumerated, in any case: with the end of that it ends.</returns>
    /// <exception cref="GraphQLRequestException">The position is none of this organisation's, or of this epoch's.</exception>
    internal async Task<IAsyncEnumerable<(PostChangeRow Change, FeedCursor Position)>> FollowAsync(long org, FeedCursor? after, CancellationToken ct)
    {
        var feed = _feeds.GetOrAdd(org, id => new(() => new(id, _scopes, _log, told => _standbys?.Told(told), _stopping))).Value;
        var subscriber = new Subscriber();
        return TellAsync(feed, subscriber, after, await feed.AddAsync(subscriber, after, ct), ct);
    }

    private static async IAsyncEnumerable<(PostChangeRow Change, FeedCursor Position)> TellAsync(
        OrganisationFeed feed, Subscriber subscriber, FeedCursor? after, DatabaseSnapshot now, [EnumeratorCancellation] CancellationToken ct)
    {
        try
        {
            if (after is not null)
            {
                await foreach (var missed in feed.MissedAsync(after, now, ct))
                {
                    yield return missed;
                }
            }

            await foreach (var (change, position, since) in subscriber.ReadAllAsync(ct))
            {
                yield return (change, position);
                FeedMetrics.Told(since);      // the next is asked for when this one was taken
            }
        }
        finally
        {
            feed.Remove(subscriber);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        var pause = s_interval;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var began = Stopwatch.GetTimestamp();
            try
            {
                await AskAsync(stoppingToken);
                pause = TimeSpan.FromTicks(Math.Clamp(10 * Stopwatch.GetElapsedTime(began).Ticks, s_interval.Ticks, s_pause.Ticks));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(e);
                pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, s_pause.Ticks));      // a pool has several connections that are dead
            }
            catch (Exception)
            {
                return;      // the server stops
            }
        }
    }

    // Once in a while: while a database is away it is away every second.
    private void LogLost(Exception e)
    {
        if (_lost.TryTake("", out var unsaid))
        {
            var (trace, reason) = DatabaseFaults.ForLog(e);
            _log.LogWarning(
                trace, "The database did not say what has changed; asking again, at least every {Pause}. Nothing will be missed. {Reason} ({Unsaid} more not logged)",
                s_pause, reason, unsaid);
        }
    }

    private async Task AskAsync(CancellationToken ct)
    {
        var followed = _feeds.Select(feed => (Org: feed.Key, Feed: feed.Value.Value, feed.Value.Value.Now))
            .Where(feed => feed.Now is not null).ToList();
        if (followed.Count == 0)
        {
            _current = 0;
            return;
        }

        var began = Stopwatch.GetTimestamp();
        await using var scope = _scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantHolder>().Tenant = TenantContext.ForFeeds();
        var changed = await scope.ServiceProvider.GetRequiredService<BlogDbContext>().ChangedAsync(
            [.. followed.Select(feed => feed.Org)], [.. followed.Select(feed => feed.Now!.Text)], [.. followed.Select(feed => feed.Now!.Epoch)], ct);
        _current = began;
        foreach (var feed in followed)
        {
            if (changed.Contains(feed.Org))
            {
                feed.Feed.Wake();
            }
            else
            {
                feed.Feed.WasCurrent(began);
            }
        }
    }
}
