using System.Diagnostics;
using GraphBlog.Persistence.Tenancy;
using Npgsql;

namespace GraphBlog.Persistence.Upkeep;

/// <summary>
/// What time does to a database: months of the log to come, and what is past what its organisation keeps. The database decides all of it;
/// this asks it for one batch after the other, each a transaction, with pauses between, so that writers hardly notice. The server does so
/// and `maintain`; of several one leads, and when that is not heard of for ten seconds, another.
/// </summary>
/// <param name="database">Connections of the serving role, or of the owner.</param>
/// <param name="archive">Where months of the log are written before they go; null for nowhere.</param>
/// <param name="patience">How long to try again where somebody reads the log for long.</param>
public sealed class BlogUpkeep(NpgsqlDataSource database, LogArchive? archive, TimeSpan patience)
{
    private const string AnotherLeads = "GB021";
    private const int Records = 50, Entries = 500, LongestStep = 300;
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    // A lock that is waited for keeps writers waiting behind it, so each try is short (0.05 s) and the pause is long.
    private static readonly TimeSpan s_lockPause = TimeSpan.FromSeconds(4);
    private readonly Guid _server = Guid.NewGuid();

    /// <summary>Writes schedules that have come due into their posts; how many.</summary>
    public static async Task<int> SettleAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select app.settle_due()");
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Makes the months of the log ahead and forgets idempotency keys that are older than a day: what no server can do without.</summary>
    public static async Task MakeMonthsAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select audit.ensure_partitions(), app.forget_keys()");
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Does all that is due, if it is this one's turn.</summary>
    /// <param name="every">How long ago it must have been done last.</param>
    /// <param name="ct">Stops it between two batches; what is left is done by whoever comes next.</param>
    /// <returns>What was done; null when it is not due, or another does it.</returns>
    public async Task<UpkeepReport?> RunAsync(TimeSpan every, CancellationToken ct)
    {
        if (!await StepAsync<bool>("select app.lead_upkeep($1, $2)", ct, _server, every))
        {
            return null;
        }

        var report = new UpkeepReport();
        try
        {
            await DoAsync(report, ct);
            return report;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            report.IsHeldUp = true;
            return report;
        }
        catch (PostgresException e) when (e.SqlState == AnotherLeads)
        {
            return null;      // this one was not heard of for too long
        }
        finally
        {
            await StepAsync<object>("select app.end_upkeep($1, $2)", CancellationToken.None, _server, report.IsComplete);
        }
    }

    private async Task DoAsync(UpkeepReport report, CancellationToken ct)
    {
        await MakeMonthsAsync(database, ct);
        if (archive is not null)
        {
            await StepAsync<object>("select app.require_archives()", ct);
        }

        var due = await StepAsync<long[]>("select coalesce(array_agg(o), '{}') from app.upkeep_due() o", ct) ?? [];
        foreach (var org in due)
        {
            while (await StepAsync<long>("select app.purge_past($1, $2, $3)", ct, _server, org, Records) is > 0 and var n)
            {
                report.Of(org).Purged += n;
            }

            await ArchiveAsync(report, org, ct);
        }

        var until = Stopwatch.GetTimestamp() + patience.Ticks * Stopwatch.Frequency / TimeSpan.TicksPerSecond;
        while (await AgainAsync<string>("select audit.drop_past_month($1)", until, ct) is { } month)
        {
            report.Dropped.Add(month);
        }

        foreach (var org in due)
        {
            while (await StepAsync<long>("select audit.delete_past($1, $2, $3)", ct, _server, org, Entries) is > 0 and var n)
            {
                report.Of(org).Deleted += n;
            }
        }

        report.IsComplete = true;
    }

    private async Task ArchiveAsync(UpkeepReport report, long org, CancellationToken ct)
    {
        if (archive is null)
        {
            return;
        }

        foreach (var month in await StepAsync<DateTime[]>("select coalesce(array_agg(m), '{}') from audit.months_to_archive($1) m", ct, org) ?? [])
        {
            await using var blog = BlogDatabase.For(database, TenantContext.ForArchive(org));
            var written = await archive.WriteAsync(blog, month, Renew, ct);
            await StepAsync<object>(
                "select audit.note_archive($1, $2, $3, $4, $5, $6)", ct, _server, org, month, written.Entries, written.LastEntry, written.Sha256);
            report.Of(org).Archived.Add($"{month:yyyyMM}");
        }

        Task Renew() => StepAsync<object>("select app.must_lead($1)", ct, _server);
    }

    /// <summary>One transaction, and a pause of three times as long.</summary>
    private async Task<T?> StepAsync<T>(string sql, CancellationToken ct, params object[] values)
    {
        var began = Stopwatch.GetTimestamp();
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await connection.ScalarAsync($"set local statement_timeout = '{LongestStep}s'", ct);      // a large month may take more than a request may
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = LongestStep };
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        var answer = await command.ExecuteScalarAsync(ct);
        await transaction.CommitAsync(ct);
        var pause = 3 * Stopwatch.GetElapsedTime(began);
        await Task.Delay(pause < s_longestPause ? pause : s_longestPause, ct);
        return answer is null or DBNull ? default : (T)answer;
    }

    private async Task<T?> AgainAsync<T>(string sql, long until, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await StepAsync<T>(sql, ct, _server);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && Stopwatch.GetTimestamp() < until)
            {
                await Task.Delay(s_lockPause, ct);
                await StepAsync<object>("select app.must_lead($1)", ct, _server);
            }
        }
    }
}
