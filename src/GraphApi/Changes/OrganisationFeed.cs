using System.Threading.Channels;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Changes;

/// <summary>The changes of one organisation as they commit, read once for all who follow them.</summary>
internal sealed class OrganisationFeed
{
    private const int Page = 1000;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Follower> _followers = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Moment? _now;

    private readonly long _org;
    private readonly IServiceScopeFactory _scopes;
    private readonly ILogger _log;

    /// <summary>A feed that reads whenever it is woken, until the server stops.</summary>
    public OrganisationFeed(long org, IServiceScopeFactory scopes, ILogger log, CancellationToken stopping)
    {
        (_org, _scopes, _log) = (org, scopes, log);
        _ = RunAsync(stopping);
    }

    /// <summary>The moment up to which all followers have been told; null when there are none.</summary>
    public Moment? Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }
    }

    /// <summary>Something is new.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>Adds a follower, who gets everything that commits from the moment that is answered on.</summary>
    public async Task<Moment> AddAsync(Follower follower, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_now is not null)
            {
                _followers.Add(follower);
                return _now;
            }
        }

        var now = await ReadAsync(MomentAsync, ct);
        lock (_lock)
        {
            now = _now ??= now;
            _followers.Add(follower);
        }

        return now;
    }

    /// <summary>Takes a follower out.</summary>
    public void Remove(Follower follower)
    {
        lock (_lock)
        {
            _followers.Remove(follower);
        }
    }

    /// <summary>Refuses a position of another epoch, or one that this one has not come to, as after a recovery to a point in time.</summary>
    /// <exception cref="Engine.Http.GraphQLRequestException">CURSOR_FROM_ANOTHER_EPOCH.</exception>
    public async Task RefuseForeignAsync(FeedPosition after, Moment now, CancellationToken ct)
    {
        // Followers may have been told less than another server's have, so what looks like the future is asked for again.
        if (!after.To.MayPrecede(now) && !after.To.MayPrecede(await ReadAsync(MomentAsync, ct)))
        {
            throw FeedPosition.Foreign();
        }
    }

    private async Task RunAsync(CancellationToken ct)
    {
        while (await _wake.Reader.WaitToReadAsync(ct))
        {
            _wake.Reader.TryRead(out _);
            try
            {
                await AdvanceAsync(ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                var (trace, reason) = DatabaseFaults.ForLog(e);
                _log.Log(
                    trace is null ? LogLevel.Warning : LogLevel.Error, trace,
                    "The changes of organisation {Org} could not be read; trying again in {Pause}. {Reason}", _org, s_pause, reason);
                await Task.Delay(s_pause, ct);
                Wake();
            }
        }
    }

    /// <summary>The changes between two moments above an id, a page at a time, each with its position.</summary>
    public async IAsyncEnumerable<(PostChangeRow Change, FeedPosition Position)> BetweenAsync(
        Moment from, Moment to, long above, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var changes = await ReadAsync((blog, token) => blog.PostChangesAsync(from.Text, to.Text, above, Page, token), ct);
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

    private async Task AdvanceAsync(CancellationToken ct)
    {
        Moment from;
        lock (_lock)
        {
            if (_followers.Count == 0 || _now is null)
            {
                _now = null;      // nobody follows: nothing is read until somebody does
                return;
            }

            from = _now;
        }

        var to = await ReadAsync(MomentAsync, ct);
        if (!from.MayPrecede(to))
        {
            EndAll();
            return;
        }

        var changes = new List<(PostChangeRow, FeedPosition)>();
        await foreach (var change in BetweenAsync(from, to, 0, ct))
        {
            changes.Add(change);
        }

        lock (_lock)
        {
            _now = to;
            foreach (var (change, position) in changes)
            {
                _followers.RemoveAll(follower => !follower.Offer(change, position));
            }
        }
    }

    /// <summary>The database was restored or moved while they followed: no moment of before leads to one of now.</summary>
    private void EndAll()
    {
        lock (_lock)
        {
            _now = null;
            _followers.ForEach(follower => follower.End(FeedPosition.Foreign()));
            _followers.Clear();
        }
    }

    /// <summary>This moment, as the context's transaction sees it.</summary>
    public static async Task<Moment> MomentAsync(BlogDbContext blog, CancellationToken ct)
        => (await blog.MomentAsync(ct)).Split(';') is [var epoch, var snapshot] && Moment.TryParse(epoch, snapshot) is { } moment
            ? moment : throw new InvalidOperationException("PostgreSQL wrote a snapshot that cannot be read.");

    /// <summary>As an editor: who may hear of what is decided for each follower.</summary>
    private async Task<T> ReadAsync<T>(Func<BlogDbContext, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantHolder>().Tenant = new TenantContext(_org, 0, Role.Editor, null);
        return await read(scope.ServiceProvider.GetRequiredService<BlogDbContext>(), ct);
    }
}
