using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Http;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;

namespace GraphBlog.GraphApi.ChangeFeed;

/// <summary>
/// Brings the changes of organisations to all who follow them on this server. One statement finds out which of them changed at all;
/// being told by the database instead would make all writers wait for each other (decision 8).
/// </summary>
public sealed class ChangeHub(IServiceScopeFactory scopes, ILogger<ChangeHub> log) : BackgroundService
{
    /// <summary>How often it is asked, so how late a change is told; less often when asking takes more than a tenth of it.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Lazy<OrganisationFeed>> _feeds = new();
    private readonly LogSample _lost = new(TimeSpan.FromMinutes(1));
    private CancellationToken _stopping;

    /// <summary>
    /// The changes of an organisation's posts, in the order of commit. From now on, or from right after a position: then first what
    /// was missed, up to the moment from which on it is heard.
    /// </summary>
    /// <exception cref="GraphQLRequestException">The position is none of this organisation's, or of this epoch's.</exception>
    internal async IAsyncEnumerable<(PostChangeRow Change, FeedCursor Position)> FollowAsync(
        long org, FeedCursor? after, [EnumeratorCancellation] CancellationToken ct)
    {
        var feed = _feeds.GetOrAdd(org, id => new(() => new(id, scopes, log, _stopping))).Value;
        var subscriber = new Subscriber();
        var now = await feed.AddAsync(subscriber, after, ct);
        try
        {
            if (after is not null)
            {
                await foreach (var missed in feed.BetweenAsync(after.From, after.To.WithKeyOf(now), after.EntryId, ct))
                {
                    yield return missed;
                }

                await foreach (var missed in feed.BetweenAsync(after.To, now, 0, ct))
                {
                    yield return missed;
                }
            }

            await foreach (var heard in subscriber.ReadAllAsync(ct))
            {
                yield return heard;
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
                pause = TimeSpan.FromTicks(Math.Max(s_interval.Ticks, 10 * Stopwatch.GetElapsedTime(began).Ticks));
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(e);
                pause = s_pause;
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
            log.LogWarning(
                trace, "The database did not say what has changed; asking again every {Pause}. Nothing will be missed. {Reason} ({Unsaid} more not logged)",
                s_pause, reason, unsaid);
        }
    }

    private async Task AskAsync(CancellationToken ct)
    {
        var followed = _feeds.Select(feed => (Org: feed.Key, Feed: feed.Value.Value, feed.Value.Value.Now)).Where(feed => feed.Now is not null).ToList();
        if (followed.Count == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantHolder>().Tenant = TenantContext.ForFeeds();
        var changed = await scope.ServiceProvider.GetRequiredService<BlogDbContext>().ChangedAsync(
            [.. followed.Select(feed => feed.Org)], [.. followed.Select(feed => feed.Now!.Text)], [.. followed.Select(feed => feed.Now!.Epoch)], ct);
        foreach (var feed in followed.Where(feed => changed.Contains(feed.Org)))
        {
            feed.Feed.Wake();
        }
    }
}
