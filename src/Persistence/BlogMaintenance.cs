using System.Globalization;
using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>What time does to a database: months of audit log to come, and things whose time is over.</summary>
public static class BlogMaintenance
{
    private const int Batch = 1000;

    // A lock that is waited for keeps readers waiting behind it, so each try is short (half a second) and the pause is long.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(4);

    /// <summary>
    /// Makes the months of audit log ahead and forgets idempotency keys that are older than a day; the serving role may, so that no cron
    /// job has to be remembered.
    /// </summary>
    public static async Task DoDailyWorkAsync(NpgsqlDataSource serving, CancellationToken ct)
    {
        await using var command = serving.CreateCommand("select audit.ensure_partitions(), app.forget_keys()");
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// What of its work is done, as the serving role can tell: whether `maintain` has run it finds in what it should have dropped.
    /// </summary>
    /// <param name="serving">The serving role's connections.</param>
    /// <param name="keepAudit">How long the log is kept.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task<MaintenanceState> StateAsync(NpgsqlDataSource serving, TimeSpan keepAudit, CancellationToken ct)
    {
        const string Ask = """
            select count(*) filter (where month > date_trunc('month', now() at time zone 'UTC'))::integer,
                   greatest(extract(epoch from now() at time zone 'UTC' - $1 - min(month + interval '1 month')), 0)::double precision
              from (select to_timestamp(substr(c.relname, 11), 'YYYYMM')::timestamp as month
                      from pg_inherits i join pg_class c on c.oid = i.inhrelid
                     where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$') months
            """;
        await using var command = serving.CreateCommand(Ask);
        command.Parameters.Add(new() { Value = keepAudit });
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt32(0), reader.IsDBNull(1) ? TimeSpan.Zero : TimeSpan.FromSeconds(reader.GetDouble(1)));
    }

    /// <summary>
    /// Purges trash past its keep time, drops months of the audit log older than <paramref name="keepAudit"/>, and empties the default
    /// partition of what is as old. Runs as the owner. Where somebody reads the log for long, it is tried again.
    /// </summary>
    /// <param name="ownerConnectionString">The owner's connection.</param>
    /// <param name="keepAudit">How long the log is kept.</param>
    /// <param name="patience">How long to try again where a reader is in the way.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task<CleanUp> CleanUpAsync(string ownerConnectionString, TimeSpan keepAudit, TimeSpan patience, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(
            ownerConnectionString)
        { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        var until = DateTimeOffset.UtcNow + patience;
        var (purged, dropped, emptied) = (0L, new List<string>(), 0L);
        try
        {
            await AgainAsync("select audit.ensure_partitions()");
            await connection.ScalarAsync("set role gb_retention", ct);      // its policies show only what is past its time
            while ((long)(await AgainAsync($"select app.purge_trash({Batch})"))! is > 0 and var n)
            {
                purged += n;
            }

            while (await AgainAsync("select audit.drop_oldest($1)", keepAudit) is string month)
            {
                dropped.Add(month);
            }

            emptied = (long)(await AgainAsync("select audit.empty_default($1)", keepAudit))!;
            await connection.ScalarAsync("reset role", ct);
            return new(purged, dropped, emptied, null);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await connection.ScalarAsync("reset role", ct);
            return new(purged, dropped, emptied, await HoldersAsync(connection, ct));
        }

        async Task<object?> AgainAsync(string sql, params object[] values)
        {
            while (true)
            {
                try
                {
                    return await connection.ScalarAsync(sql, ct, values);
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && DateTimeOffset.UtcNow + s_pause < until)
                {
                    await Task.Delay(s_pause, ct);
                }
            }
        }
    }

    private static async Task<string> HoldersAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        var holders = new List<string>();
        try
        {
            await ReadHoldersAsync(connection, holders, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return "a session that only a superuser may see (select * from audit.holders())";
        }

        return holders.Count == 0 ? "a session that has ended by now" : string.Join(", ", holders);
    }

    private static async Task ReadHoldersAsync(NpgsqlConnection connection, List<string> holders, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select session, db_user::text, application, since from audit.holders()", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var application = reader.IsDBNull(2) ? "" : $", {reader.GetString(2)}";
            var since = reader.IsDBNull(3) ? "" : string.Create(CultureInfo.InvariantCulture, $", since {reader.GetFieldValue<DateTimeOffset>(3):u}");
            holders.Add(
                $"session {reader.GetInt32(0)} ({(reader.IsDBNull(1) ? "a prepared transaction" : reader.GetString(1))}{application}{since})");
        }
    }
}

/// <summary>How far a database's maintenance is.</summary>
/// <param name="MonthsAhead">Months of the audit log after this one that have their partition.</param>
/// <param name="Age">For how long the oldest of its work has been due; zero for nothing.</param>
public sealed record MaintenanceState(int MonthsAhead, TimeSpan Age);

/// <summary>What a clean-up did.</summary>
/// <param name="Purged">Records of the trash that are gone.</param>
/// <param name="Dropped">Months of the audit log that are gone, by their partitions.</param>
/// <param name="Emptied">Entries that are gone from the default partition.</param>
/// <param name="HeldBy">Who kept it from going on, holding the audit log all the while; null when all was done.</param>
public sealed record CleanUp(long Purged, IReadOnlyList<string> Dropped, long Emptied, string? HeldBy);
