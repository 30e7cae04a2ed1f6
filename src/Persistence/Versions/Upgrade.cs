using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace GraphBlog.Persistence.Versions;

/// <summary>
/// One transaction that brings a database to this version: the migrations it lacks, then all Code files, then what time and place ask
/// for, then the seal. It is committed only when app.lint() finds nothing, so a database is of the version before or of this one, never between.
/// </summary>
internal static class Upgrade
{
    // The chain of the releases before the files were parted into Schema and Code: how it began, and where the last release left it.
    private const string FormerFirst = "20261123050305_Initial", FormerLast = "20261126205751_Faults";

    // What changes with time and place: done with every start, also when nothing else is to do.
    private const string Freshen = "select app.seal_database(), audit.ensure_partitions(), app.begin_epoch()";

    /// <param name="connection">The owner's.</param>
    /// <param name="mends">Whether a database that is up to date is compared with its seal, and all Code run again where it differs.</param>
    /// <param name="tell">Is told, in a sentence each, what differed from the seal before all of it was sealed anew.</param>
    /// <param name="ct">Cancels it.</param>
    /// <returns>What was run: names of migrations, and the Code if that was. Nothing when the database was up to date.</returns>
    /// <exception cref="MigrationException">The database is not of a release this program knows, a file failed, or a rule does not hold.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(NpgsqlConnection connection, bool mends, Action<string> tell, CancellationToken ct)
    {
        if (!mends && (await DatabaseVersion.ReadAsync(connection, ct)).IsCurrent)
        {
            await RunAsync(connection, Freshen, ct);
            return [];
        }

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await RunAsync(connection, "select pg_advisory_xact_lock(hashtext('GraphBlog migrates'))", ct);
        var version = await DatabaseVersion.ReadAsync(connection, ct);      // another program may have done it meanwhile
        // A seal is compared in the words of the release that made it.
        var differences = version.Code == CodeFiles.Checksum
            ? await Seal.DifferencesAsync(connection, ct) : await Seal.FormerDifferencesAsync(connection, ct);
        if (version.IsCurrent && (!mends || differences.Count == 0))
        {
            await RunAsync(connection, Freshen, ct);
            await transaction.CommitAsync(ct);
            return [];
        }

        // Whoever waits for a table keeps everybody waiting who comes later: rather nothing now than a standstill.
        await RunAsync(connection, "set local lock_timeout = '10s'", ct);
        if (version.Migrations.Count > 0)
        {
            await RunAsync(connection, "lock table app.migrations", ct);      // so that servers see that it is at work (BlogHealth)
        }

        var applied = await AdoptAsync(connection, version.Migrations, ct);
        if (applied.Except(BlogMigrations.All).ToList() is { Count: > 0 } unknown)
        {
            throw new MigrationException(
                $"This database is of a newer release: it has {string.Join(", ", unknown)}, which this program does not know. Use the program of that release. {Unchanged}");
        }

        var pending = BlogMigrations.All.Except(applied).ToList();
        foreach (var file in ScriptsOf(pending).Concat(CodeFiles.All))
        {
            await RunAsync(connection, file, ct);
        }

        await RunAsync(connection, Freshen, ct);
        const string Broken = "select coalesce(array_agg(problem || ': ' || object), '{}') from app.lint_rules()";
        Refuse((string[])(await connection.ScalarAsync(Broken, ct))!);
        await SealAsync(connection, differences, tell, ct);
        await connection.ScalarAsync(
            "with former as (delete from app.code) insert into app.code (checksum) values ($1)", ct, CodeFiles.Checksum);
        await transaction.CommitAsync(ct);
        return [.. pending, $"Code {CodeFiles.Checksum[..8]}"];
    }

    /// <summary>What Code has put right is as it was sealed; what is left becomes what the database is, and is told.</summary>
    private static async Task SealAsync(NpgsqlConnection connection, IReadOnlyList<string> differences, Action<string> tell, CancellationToken ct)
    {
        if (differences.Count > 0)
        {
            var left = await Seal.DifferencesAsync(connection, ct);
            foreach (var difference in differences)
            {
                tell($"{(left.Contains(difference) ? "Sealed as it is now" : "Put right")}: {difference}");
            }
        }

        await connection.ScalarAsync("select app.seal()", ct);
        Refuse(await Seal.DifferencesAsync(connection, ct));      // a month of the log that is not like the others
    }

    private const string Unchanged = "Nothing was changed.";

    /// <summary>The former chain ends where this one begins, so a database at its end has all that the first migration makes.</summary>
    private static async Task<IReadOnlyList<string>> AdoptAsync(NpgsqlConnection connection, IReadOnlyList<string> applied, CancellationToken ct)
    {
        if (!applied.Contains(FormerFirst))
        {
            return applied;
        }

        if (applied[^1] != FormerLast)
        {
            throw new MigrationException(
                $"This database is of an older release: its last migration is {applied[^1]}, and this program takes over from {FormerLast} alone. Run `migrate` of the "
                + $"release that ends there, or start it once if the database is its private one; then run this one. {Unchanged}");
        }

        await connection.ScalarAsync("delete from app.migrations where \"MigrationId\" <> $1", ct, FormerLast);
        await connection.ScalarAsync("update app.migrations set \"MigrationId\" = $1", ct, BlogMigrations.All[0]);
        return [BlogMigrations.All[0]];
    }

    /// <summary>As EF writes them, each with its line in app.migrations; for that it needs no database.</summary>
    private static IEnumerable<SqlFile> ScriptsOf(List<string> pending)
    {
        if (pending.Count == 0)
        {
            yield break;      // else EF, whose start costs most of a second, is not needed
        }

        using var db = BlogDatabase.Owner("Host=nowhere");
        var migrator = db.GetService<IMigrator>();
        foreach (var migration in pending)
        {
            var before = BlogMigrations.All.TakeWhile(other => other != migration).LastOrDefault();
            yield return new(migration, migrator.GenerateScript(before, migration, MigrationsSqlGenerationOptions.NoTransactions));
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, SqlFile file, CancellationToken ct)
    {
        try
        {
            await RunAsync(connection, file.Text, ct);
        }
        catch (PostgresException e) when (e.SqlState != PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationException($"{file.Name} failed: {e.MessageText}. {Unchanged}", e);
        }
    }

    private static void Refuse(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new MigrationException($"After this upgrade the database would break its rules: {string.Join("; ", problems)}. {Unchanged}");
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };      // as long as it takes
        await command.ExecuteNonQueryAsync(ct);
    }
}
