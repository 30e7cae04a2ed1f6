using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using GraphBlog.Persistence.Audit;
using Npgsql;

namespace GraphBlog.GraphApi.Changes;

/// <summary>Brings what one connection hears to all who follow changes on this server.</summary>
public sealed class ChangeHub(NpgsqlDataSource database, IServiceScopeFactory scopes, ILogger<ChangeHub> log) : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<long, Lazy<OrganisationFeed>> _feeds = new();
    private readonly TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _stopping;

    /// <summary>
    /// The changes of an organisation's posts, in the order of commit. From now on, or from right after a position: then first what
    /// was missed, and of what is heard meanwhile only what is not among it.
    /// </summary>
    internal async IAsyncEnumerable<(PostChangeRow Change, FeedPosition Position)> FollowAsync(
        long org, FeedPosition? after, [EnumeratorCancellation] CancellationToken ct)
    {
        _wanted.TrySetResult();
        await _listening.Task.WaitAsync(ct);
        var feed = _feeds.GetOrAdd(org, id => new(() => new(id, scopes, log, _stopping))).Value;
        var follower = new Follower();
        var now = await feed.AddAsync(follower, ct);
        try
        {
            if (after is not null)
            {
                await foreach (var missed in feed.BetweenAsync(after.From, after.To, after.EntryId, ct))
                {
                    if (now.Sees(missed.Change.Transaction))
                    {
                        yield return missed;
                    }
                }

                await foreach (var missed in feed.BetweenAsync(after.To, now, 0, ct))
                {
                    yield return missed;
                }
            }

            await foreach (var heard in follower.ReadAllAsync(ct))
            {
                if (after?.Includes(heard.Change) != true)
                {
                    yield return heard;
                }
            }
        }
        finally
        {
            feed.Remove(follower);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        await _wanted.Task.WaitAsync(stoppingToken);      // a server whose changes nobody follows needs no connection for it
        while (true)
        {
            try
            {
                await ChangeListener.ListenAsync(database, OnListening, OnAnnounced, stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                log.LogWarning(e, "The connection that hears of changes was lost; opening it again in {Pause}. Nothing will be missed.", s_pause);
                await Task.Delay(s_pause, stoppingToken);
            }
        }
    }

    // All feeds look: they may have missed what was announced while nobody listened.
    private void OnListening()
    {
        _listening.TrySetResult();
        OnAnnounced("*");
    }

    private void OnAnnounced(string organisation)
    {
        foreach (var (org, feed) in _feeds)
        {
            if (organisation == "*" || organisation == org.ToString(CultureInfo.InvariantCulture))
            {
                feed.Value.Wake();
            }
        }
    }
}
