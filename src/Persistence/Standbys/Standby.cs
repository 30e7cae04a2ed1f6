using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using NpgsqlTypes;

namespace GraphBlog.Persistence.Standbys;

/// <summary>A server of the connection string, as it was when it was last asked: a standby that reads may go to, the primary, or away.</summary>
public sealed class Standby : IAsyncDisposable
{
    private const string Ask = "select pg_is_in_recovery(), case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end";
    private const int PatienceInSeconds = 2;

    private readonly NpgsqlDataSource _source;
    private readonly string _asking;
    private readonly PooledDbContextFactory<BlogDbContext> _contexts;
    private long _replayed;

    internal Standby(string connectionString, Func<string, NpgsqlDataSource> open, Action<DbContextOptionsBuilder, NpgsqlDataSource> configure)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Name = $"{settings.Host}:{settings.Port}";
        _source = open(connectionString);
        var options = new DbContextOptionsBuilder<BlogDbContext>();
        configure(options, _source);
        _contexts = new(options.Options);
        (settings.Pooling, settings.CommandTimeout, settings.Timeout) = (false, PatienceInSeconds, PatienceInSeconds);
        _asking = settings.ConnectionString;
    }

    /// <summary>Its host and port, for a log.</summary>
    public string Name { get; }

    /// <summary>
    /// How far it has replayed the primary's log (an LSN); 0 when it is no standby, or away. Never ahead of what the next snapshot there sees:
    /// PostgreSQL moves it when a record has been replayed, and it is read before the snapshot is taken.
    /// </summary>
    internal ulong Replayed => (ulong)Volatile.Read(ref _replayed);

    /// <summary>A context that reads here; it is the caller's to dispose of.</summary>
    internal BlogDbContext CreateContext() => _contexts.CreateDbContext();

    /// <summary>Asks again and again how far it is, on a connection of its own, so that it never waits for one; until that fails.</summary>
    /// <param name="interval">How often.</param>
    /// <param name="tellPrimary">Is told, where it is the primary, when it was asked (a timestamp) and what was written by then (an LSN).</param>
    /// <param name="tellStandby">Is told when it has answered as a standby.</param>
    /// <param name="ct">Ends it.</param>
    internal async Task WatchAsync(TimeSpan interval, Action<long, ulong> tellPrimary, Action tellStandby, CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(_asking);
            await connection.OpenAsync(ct);
            await using var command = new NpgsqlCommand(Ask, connection);
            using var turns = new PeriodicTimer(interval);
            do
            {
                var askedAt = TimeProvider.System.GetTimestamp();
                await using var answer = await command.ExecuteReaderAsync(ct);
                await answer.ReadAsync(ct);
                var position = answer.IsDBNull(1) ? 0 : (ulong)answer.GetFieldValue<NpgsqlLogSequenceNumber>(1);
                if (answer.GetBoolean(0))
                {
                    Volatile.Write(ref _replayed, (long)position);
                    tellStandby();
                }
                else
                {
                    Volatile.Write(ref _replayed, 0);      // it was promoted
                    tellPrimary(askedAt, position);
                }
            }
            while (await turns.WaitForNextTickAsync(ct));
        }
        finally
        {
            Volatile.Write(ref _replayed, 0);
        }
    }

    /// <summary>Closes its connections.</summary>
    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
