using System.Collections.Concurrent;
using System.Globalization;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace GraphBlog.Persistence.Standbys;

/// <summary>
/// Says which standby a query may be read from: one that has replayed what its user has written here, what its organisation's followers
/// have been told here, what the client's token names, and all that is older than the lag that is allowed. Else it is read from the primary,
/// from which everything else is always read (decision 50).
/// </summary>
public sealed class StandbyReads : IAsyncDisposable
{
    /// <summary>Sent back by a client that wants what nobody could say the position of.</summary>
    private const string Newest = "primary";

    private const int PatienceInSeconds = 1;

    /// <summary>How often servers are asked how far they are: a write keeps its user from the standbys for their lag and so long.</summary>
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    private readonly NpgsqlDataSource _primary;
    private readonly ILogger<StandbyReads> _log;
    private readonly Standby[] _all;
    private readonly PrimaryLog _written;
    private readonly ConcurrentDictionary<(long Org, long User), long> _wroteAt = new();      // a user 0 is all of an organisation
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watching;

    /// <param name="all">All servers of the connection string; which of them is the primary changes.</param>
    /// <param name="primary">The primary.</param>
    /// <param name="maxLag">Behind what a standby may be, at most.</param>
    /// <param name="log">Is told of standbys that come and go.</param>
    internal StandbyReads(Standby[] all, NpgsqlDataSource primary, TimeSpan maxLag, ILogger<StandbyReads> log)
    {
        (_all, _primary, _written, _log) = (all, primary, new(maxLag), log);
        _watching = Task.WhenAll(all.Select(WatchAsync));
    }

    /// <summary>A standby that is far enough for a user, the same one as long as it is; null for the primary.</summary>
    /// <param name="tenant">Who is asking.</param>
    /// <param name="token">What <see cref="TokenAsync"/> said to the client last; null for nothing.</param>
    public Standby? Find(TenantContext tenant, string? token)
    {
        var needed = Math.Max(Position(token), _written.PositionOf(long.MinValue));
        foreach (var writer in new[] { (tenant.OrgId, tenant.UserId), (tenant.OrgId, 0) })
        {
            needed = _wroteAt.TryGetValue(writer, out var at) ? Math.Max(needed, _written.PositionOf(at)) : needed;
        }

        for (var i = 0; i < _all.Length; i++)
        {
            var standby = _all[(tenant.UserId + i) % _all.Length];
            if (standby.Replayed is > 0 and var replayed && replayed >= needed)
            {
                return standby;
            }
        }

        return null;
    }

    /// <summary>
    /// What the client sends back to read what was committed before this call, on whatever server. Nothing secret: it tells how much the
    /// database has written.
    /// </summary>
    public async Task<string> TokenAsync(CancellationToken ct)
    {
        try
        {
            await using var command = _primary.CreateCommand("select pg_current_wal_insert_lsn()");
            command.CommandTimeout = PatienceInSeconds;
            return ((ulong)(NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(ct))!).ToString("x", CultureInfo.InvariantCulture);
        }
        catch (Exception)
        {
            return Newest;      // whatever it is, it must not take the place of the answer to what was committed
        }
    }

    /// <summary>A user has committed something, or may have.</summary>
    internal void Wrote(TenantContext tenant) => _wroteAt[(tenant.OrgId, tenant.UserId)] = TimeProvider.System.GetTimestamp();

    /// <summary>Those who follow an organisation are about to be told of a change: whoever of it reads now expects to find it.</summary>
    public void Told(long org) => _wroteAt[(org, 0)] = TimeProvider.System.GetTimestamp();

    /// <summary>
    /// Whether a failure may be the standby's own: a conflict with what it replays, an end of it, something that only a primary can do, or a
    /// row that it does not have yet. So it may be anything but what took too long, which would take as long again.
    /// </summary>
    public static bool IsOfStandby(Exception exception)
        => exception is not (OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled })
            && (exception.InnerException is not { } inner || IsOfStandby(inner));

    /// <summary>Ends the asking, and closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _watching;
        foreach (var standby in _all)
        {
            await standby.DisposeAsync();
        }

        _end.Dispose();
    }

    private static ulong Position(string? token) => string.IsNullOrEmpty(token) ? 0
        : ulong.TryParse(token, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var position) ? position : PrimaryLog.Unknown;

    private async Task WatchAsync(Standby standby)
    {
        bool? isRead = null;      // unknown
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await standby.WatchAsync(s_interval, Moved, Answered, _end.Token);
            }
            catch (Exception e) when (!_end.IsCancellationRequested)
            {
                if (isRead != false)
                {
                    _log.LogWarning(
                        "The database server {Name} does not answer, so it is not read from until it does. {Reason}", standby.Name,
                        DatabaseFaults.ForLog(e).Reason);
                }

                isRead = false;
            }
            catch (Exception)
            {
                return;
            }

            await Task.Delay(s_pause, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        void Answered()
        {
            if (isRead != true)
            {
                _log.LogInformation("The standby {Name} is read from.", standby.Name);
            }

            isRead = true;
        }

        void Moved(long askedAt, ulong written)
        {
            isRead = false;
            _written.Add(askedAt, written);
            foreach (var (writer, at) in _wroteAt)
            {
                if (at < _written.OldestAt)
                {
                    _wroteAt.TryRemove(new(writer, at));      // every standby that is read from has it
                }
            }
        }
    }
}

/// <summary>A standby cannot answer this.</summary>
public sealed class PrimaryNeededException() : Exception("Only the primary can answer this.");
