using System.Diagnostics;
using System.Threading.Channels;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;

namespace GraphBlog.GraphApi.ChangeFeed;

/// <summary>The changes of one organisation as they commit, read once for all who follow them.</summary>
internal sealed class OrganisationFeed
{
    private const int Page = 1000;
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100), s_longestPause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Subscriber> _subscribers = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly SemaphoreSlim _turn = new(1);
    private DatabaseSnapshot? _now;
    private long _current;      // when nothing had been committed that its subscribers have not been told
    private long _asked, _answered;      // which question of _turn was begun last, and which one's moment _now is

    private readonly long _org;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _log;
    private readonly Action<long> _telling;

    /// <summary>A feed that reads whenever it is woken, until the server stops. Before it tells of changes it calls `telling`.</summary>
    public OrganisationFeed(long org, IServiceScopeFactory scopes, ILogger log, Action<long> telling, CancellationToken stopping)
    {
        (_org, _scopes, _log, _telling) = (org, scopes, log, telling);
        _ = RunAsync(stopping);
    }

    /// <summary>The moment up to which all subscribers have been told; null when there are none.</summary>
    public DatabaseSnapshot? Now
    {
        get { lock (_lock) { return _now; } }
    }

    /// <summary>Nothing is new since it was last asked.</summary>
    /// <param name="at">When that was found out, as <see cref="Stopwatch"/> tells time.</param>
    public void WasCurrent(long at) => Volatile.Write(ref _current, at);

    /// <summary>Something is new.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>
    /// Adds a subscriber, who gets everything that commits from the moment that is answered on. It includes what they have: another server
    /// may have told them more than this one had heard of.
    /// </summary>
    /// <param name="subscriber">The subscriber.</param>
    /// <param name="after">How far they have come; null when they begin.</param>
    /// <param name="ct">Cancels it.</param>
    /// <exception cref="Engine.Http.GraphQLRequestException">The position is none of this organisation's, or of this epoch's.</exception>
    public async Task<DatabaseSnapshot> AddAsync(Subscriber subscriber, FeedCursor? after, CancellationToken ct)
    {
        var before = Volatile.Read(ref _asked);
        for (var isFresh = false; ; isFresh = true)
        {
            lock (_lock)
            {
                if (_now is not null && Suffices(_now))
                {
                    after?.Authenticate(_org, _now);
                    _subscribers.Add(subscriber);
                    return _now;
                }

                if (isFresh && _now is not null && after is not null)
                {
                    after.Authenticate(_org, _now);
                    throw FeedCursor.Foreign();      // a moment that this database has not come to, as after a recovery to a point in time
                }
            }

            await AdvanceAsync(ct, Suffices);
        }

        // Who begins is told nothing that was committed before they came: a moment does that was asked for since.
        bool Suffices(DatabaseSnapshot now) => after is null ? _answered > before : now.Includes(after.To);
    }

    /// <summary>Takes a subscriber out. Behind the last the moment is forgotten: the next subscriber begins at their own.</summary>
    public void Remove(Subscriber subscriber)
    {
        lock (_lock)
        {
            _subscribers.Remove(subscriber);
        }

        ForgetIfUnfollowed();
    }

    private async Task RunAsync(CancellationToken ct)
    {
        var pause = s_firstPause;
        while (await _wake.Reader.WaitToReadAsync(ct))
        {
            _wake.Reader.TryRead(out _);
            try
            {
                if (!ForgetIfUnfollowed())
                {
                    await AdvanceAsync(ct);
                }

                pause = s_firstPause;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                var (trace, reason) = DatabaseFaults.ForLog(e);
                _log.Log(
                    trace is null ? LogLevel.Warning : LogLevel.Error, trace,
                    "The changes of organisation {Org} could not be read; trying again in {Pause}. {Reason}", _org, pause, reason);
                await Task.Delay(pause, ct);
                pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, s_longestPause.Ticks));      // a pool has several connections that are dead
                Wake();
            }
        }
    }

    /// <summary>What came after a position, up to a moment.</summary>
    /// <exception cref="Engine.Http.GraphQLRequestException">A part of it is no longer kept: CURSOR_TOO_OLD, and nothing of that part was
    /// told.</exception>
    public async IAsyncEnumerable<(PostChangeRow Change, FeedCursor Position)> MissedAsync(
        FeedCursor after, DatabaseSnapshot now, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var change in BetweenAsync(after.From, after.To.WithKeyOf(now), after.EntryId, ct, after))
        {
            yield return change;
        }

        await foreach (var change in BetweenAsync(after.To, now, 0, ct, after))
        {
            yield return change;
        }
    }

    /// <summary>
    /// The changes between two moments above an id, a page at a time, each with its position. What must be kept is asked after each page: a
    /// month that was dropped while it was read is noted by then.
    /// </summary>
    private async IAsyncEnumerable<(PostChangeRow Change, FeedCursor Position)> BetweenAsync(
        DatabaseSnapshot from, DatabaseSnapshot to, long above,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct, FeedCursor? kept = null)
    {
        while (true)
        {
            var changes = await ReadAsync((blog, token) => blog.PostChangesAsync(from.Text, to.Text, above, Page, token), ct);
            if (kept is not null && !(await ReadAsync(DatabaseSnapshot.NowAsync, ct)).Keeps(kept))
            {
                throw FeedCursor.TooOld();
            }

            foreach (var change in changes)
            {
                yield return (change, new(from, to, above = change.Id));
            }

            if (changes.Count < Page)
            {
                yield break;
            }
        }
    }

    // Nothing is read until somebody follows. True for that.
    private bool ForgetIfUnfollowed()
    {
        lock (_lock)
        {
            _now = _subscribers.Count == 0 ? null : _now;
            return _now is null;
        }
    }

    /// <summary>
    /// Goes on to this moment, and tells all subscribers what lies between; one call at a time, as the next begins where this one ended.
    /// </summary>
    /// <param name="ct">Cancels it.</param>
    /// <param name="isEnough">Whether the moment that another call has come to meanwhile does as well; null for never.</param>
    private async Task AdvanceAsync(CancellationToken ct, Func<DatabaseSnapshot, bool>? isEnough = null)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var from = Now;
            if (from is not null && isEnough?.Invoke(from) == true)
            {
                return;
            }

            var (question, began) = (++_asked, Stopwatch.GetTimestamp());
            var to = await ReadAsync(DatabaseSnapshot.NowAsync, ct);
            if (from is not null && !to.Includes(from))
            {
                EndAll();
                return;
            }

            var changes = new List<(PostChangeRow, FeedCursor)>();
            if (from is not null)
            {
                await foreach (var change in BetweenAsync(from, to, 0, ct))
                {
                    changes.Add(change);
                    _telling(_org);
                }
            }

            lock (_lock)
            {
                (_now, _answered) = (to, question);
                foreach (var (change, position) in changes)
                {
                    _subscribers.RemoveAll(subscriber => !subscriber.Offer(change, position, _current));
                    FeedMetrics.Found(_current);
                }

                _current = began;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The database was restored or moved while they followed: no moment of before leads to one of now.</summary>
    private void EndAll()
    {
        lock (_lock)
        {
            _now = null;
            _subscribers.ForEach(subscriber => subscriber.End(FeedCursor.Foreign()));
            _subscribers.Clear();
        }
    }

    private async Task<T> ReadAsync<T>(Func<BlogDbContext, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantHolder>().Tenant = TenantContext.ForFeed(_org);
        return await read(scope.ServiceProvider.GetRequiredService<BlogDbContext>(), ct);
    }
}
