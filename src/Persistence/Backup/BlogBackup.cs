using System.Data;
using System.Text.RegularExpressions;
using Npgsql;

namespace GraphBlog.Persistence.Backup;

/// <summary>
/// A file of everything a database holds, of all organisations, and back. The file is one of pg_dump's (its custom format), written by
/// the role gb_backup, since row-level security binds every owner. Both directions count the rows by another way and refuse a difference.
/// </summary>
public static partial class BlogBackup
{
    private static readonly string[] s_schemas = ["app", "audit", "blog"];

    // Restoring adds to these.
    private static readonly string[] s_notCompared = ["app.epochs", "app.migrations", "app.sealed"];

    /// <summary>Writes the file; it gets its name when it is complete.</summary>
    /// <returns>The number of rows in it.</returns>
    /// <exception cref="BackupException">It could not be made, or misses rows.</exception>
    public static async Task<long> WriteAsync(string ownerConnectionString, string file, CancellationToken ct)
    {
        if (File.Exists(file))
        {
            throw new BackupException($"{file} is there already; a backup never overwrites one.");
        }

        var programs = ClientPrograms.Find(ownerConnectionString);
        var unfinished = $"{file}.unfinished";
        CreateForOwnerOnly(unfinished);
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var snapshot = (string)(await connection.ScalarAsync("select pg_export_snapshot()", ct))!;
        await programs.RunAsync(
            "pg_dump",
            [
                "--format=custom", "--role=gb_backup", "--enable-row-security", $"--snapshot={snapshot}", $"--file={unfinished}",
                .. s_schemas.Select(schema => $"--schema={schema}"),
            ],
            ct);
        var rows = Compare(await CountAsync(connection, ct), await CountAsync(programs, unfinished, ct), "The backup");
        File.Move(unfinished, file);
        return rows;
    }

    /// <summary>
    /// Fills an empty or missing database from the file, brings it to this version and begins an epoch: what was numbered in the other
    /// cluster is history. Roles that the server lacks are made.
    /// </summary>
    /// <returns>The number of rows restored.</returns>
    /// <exception cref="BackupException">The database is not empty, or the file could not be restored wholly.</exception>
    public static async Task<long> RestoreAsync(
        string ownerConnectionString, string? appPassword, string file, CancellationToken ct, Action<string>? tell = null)
    {
        if (!File.Exists(file))
        {
            throw new BackupException($"There is no file {file}.");
        }

        if (await BlogMigrations.IsBlogAsync(ownerConnectionString, ct))
        {
            throw new BackupException("The database holds a blog already. Restore into an empty one, or one that does not exist yet.");
        }

        var programs = ClientPrograms.Find(ownerConnectionString);
        var contents = $"{file}.contents-{Guid.NewGuid():N}";
        try
        {
            // Migrating makes the roles and what belongs to server and database; the schemas then come from the file, as they were.
            await BlogMigrations.MigrateAsync(ownerConnectionString, appPassword, ct);
            await using (var connection = new NpgsqlConnection(ownerConnectionString))
            {
                await connection.OpenAsync(ct);
                await connection.ScalarAsync("drop schema app, audit, blog cascade", ct);
                await connection.ScalarAsync(
                    "create schema app authorization gb_owner; create schema audit authorization gb_owner; create schema blog authorization gb_owner", ct);
                await connection.ScalarAsync($"grant create on schema app, audit, blog to {Makers}", ct);
                await File.WriteAllLinesAsync(contents, await ContentsAsync(programs, file, ct), ct);
                await programs.RunAsync("pg_restore", ["--exit-on-error", $"--dbname={connection.Database}", $"--use-list={contents}", file], ct);
                await connection.ScalarAsync($"revoke create on schema app, audit, blog from {Makers}", ct);
            }

            await BlogMigrations.MigrateAsync(ownerConnectionString, appPassword, ct, mends: true, tell: tell);
            await using var restored = new NpgsqlConnection(ownerConnectionString);
            await restored.OpenAsync(ct);
            await restored.ScalarAsync("select app.begin_epoch(true)", ct);
            await using var transaction = await restored.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            return Compare(await CountAsync(programs, file, ct), await CountAsync(restored, ct), "The restored database");
        }
        finally
        {
            File.Delete(contents);
        }
    }

    // The roles that own functions, which are theirs only if they may create in the schema at that moment.
    private const string Makers = "gb_audit_writer, gb_purger, gb_retention, gb_identity, gb_finder";

    private static async Task<List<string>> ContentsAsync(ClientPrograms programs, string file, CancellationToken ct)
    {
        var lines = new List<string>();
        await foreach (var line in programs.LinesAsync("pg_restore", ["--list", file], ct))
        {
            if (!SchemaItself().IsMatch(line))
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static async Task<SortedDictionary<string, long>> CountAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.ScalarAsync("set local role gb_identity", ct);      // the only role that sees who exists
        var organisations = (long[])(await connection.ScalarAsync("select coalesce(array_agg(org_id), '{}') from blog.organisations", ct))!;
        await connection.ScalarAsync("set local role gb_owner", ct);
        await using var command = new NpgsqlCommand("select relation, rows from app.count_rows($1)",
            connection)
        { Parameters = { new() { Value = organisations } } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            counts[reader.GetString(0)] = reader.GetInt64(1);
        }

        return counts;
    }

    private static async Task<SortedDictionary<string, long>> CountAsync(ClientPrograms programs, string file, CancellationToken ct)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        string? table = null;
        await foreach (var line in programs.LinesAsync("pg_restore", ["--data-only", "--file=-", file], ct))
        {
            if (table is null)
            {
                table = Copy().Match(line) is { Success: true } copy ? Partition().Replace(copy.Groups[1].Value, "") : null;
            }
            else if (line == @"\.")
            {
                table = null;
            }
            else
            {
                counts[table] = counts.GetValueOrDefault(table) + 1;
            }
        }

        return counts;
    }

    private static long Compare(IReadOnlyDictionary<string, long> expected, IReadOnlyDictionary<string, long> found, string what)
    {
        var compared = expected.ExceptBy(s_notCompared, table => table.Key).ToList();
        var wrong = compared.Where(table => found.GetValueOrDefault(table.Key) != table.Value)
            .Select(table => $"{table.Key}: {found.GetValueOrDefault(table.Key)} of {table.Value} rows").ToList();
        return wrong.Count == 0
            ? compared.Sum(table => table.Value)
            : throw new BackupException($"{what} is not complete and must not be used: {string.Join("; ", wrong)}. `doctor` may say why.");
    }

    private static void CreateForOwnerOnly(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(file);
        new FileStream(file, options).Dispose();
    }

    [GeneratedRegex(@"^\d+; \d+ \d+ SCHEMA - ")]
    private static partial Regex SchemaItself();

    [GeneratedRegex(@"^COPY ([a-z_]+\.[a-z0-9_]+) .*FROM stdin;\z")]
    private static partial Regex Copy();

    [GeneratedRegex(@"(?<=^audit\.audit_log)_(\d{6}|default)\z")]
    private static partial Regex Partition();
}
