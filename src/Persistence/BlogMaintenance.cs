using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>What time does to a database: months of audit log to come, and things whose time is over.</summary>
public static class BlogMaintenance
{
    private const int Batch = 1000;

    /// <summary>
    /// Makes the months of audit log ahead and forgets idempotency keys that are older than a day; the serving role may, so that no cron
    /// job has to be remembered.
    /// </summary>
    public static async Task DoDailyWorkAsync(NpgsqlDataSource serving, CancellationToken ct)
    {
        await using var command = serving.CreateCommand("select audit.ensure_partitions(), app.forget_keys()");
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Purges trash past its keep time, and drops months of the audit log older than <paramref name="keepAudit"/>. Runs as the owner.</summary>
    /// <returns>The number of records purged, and the names of the partitions dropped.</returns>
    public static async Task<(long Purged, IReadOnlyList<string> Dropped)> CleanUpAsync(string ownerConnectionString, TimeSpan keepAudit, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await connection.OpenAsync(ct);
        await connection.ScalarAsync("select audit.ensure_partitions()", ct);
        await connection.ScalarAsync("set role gb_retention", ct);      // its policies show only what is past its time

        long purged = 0, n;
        do
        {
            purged += n = (long)(await connection.ScalarAsync($"select app.purge_trash({Batch})", ct))!;
        }
        while (n > 0);

        var dropped = new List<string>();
        while (await connection.ScalarAsync("select audit.drop_oldest($1)", ct, keepAudit) is string month)
        {
            dropped.Add(month);
        }

        await connection.ScalarAsync("reset role", ct);
        return (purged, dropped);
    }
}
