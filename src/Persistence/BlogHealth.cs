using System.Text.RegularExpressions;
using GraphBlog.Persistence.Versions;
using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>Whether a database is fit to serve from, as the serving role itself finds it.</summary>
public static partial class BlogHealth
{
    private const string SharedSessions =
        "A pooler gives each transaction another session, where prepared statements are lost. Set Database__Pooler=Transaction.";

    /// <summary>
    /// What is wrong, each with what to do about it; empty when the database is at exactly this program's migrations, the connection is
    /// the serving role, no rule is broken, and everything is as it was sealed.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(NpgsqlDataSource database, CancellationToken ct)
        => [.. (await ReasonsAsync(database, ct)).Select(reason => reason.Sentence)];

    /// <inheritdoc cref="ProblemsAsync"/>
    public static async Task<IReadOnlyList<Unfitness>> ReasonsAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        try
        {
            return await FindAsync(database, ct);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement)
        {
            return [new(Unfitness.Pooler, SharedSessions)];
        }
        catch (Exception e) when (e is NpgsqlException || Errors.DatabaseFaults.Find(e) is not null)
        {
            return [new(Unfitness.Unreachable, $"The database cannot be used: {e.Message.TrimEnd('.')}. Check ConnectionStrings__GraphBlog.")];
        }
    }

    /// <summary>What somebody should see to, although everything works; empty when it cannot be asked, which is a problem already.</summary>
    public static async Task<IReadOnlyList<Unfitness>> WarningsAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        try
        {
            return [.. (await ColumnAsync(database, "select code || '|' || problem || ': ' || object from app.warnings()", ct)).OfType<string>()
                .Select(row => row.Split('|', 2)).Select(row => new Unfitness(row[0], row[1]))];
        }
        catch (Exception e) when (e is NpgsqlException || Errors.DatabaseFaults.Find(e) is not null)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<Unfitness>> FindAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var role = (await ColumnAsync(database, "select current_user::text", ct))[0];
        if (role != BlogMigrations.AppRole)
        {
            return
            [
                new(Unfitness.WrongRole,
                    $"ConnectionStrings__GraphBlog connects as {role}; only {BlogMigrations.AppRole} may serve, since row-level security does not bind others."),
            ];
        }

        if (await PoolerProblemAsync(database, ct) is { } lost)
        {
            return [new(Unfitness.Pooler, lost)];
        }

        return await VersionProblemAsync(database, ct) is { } other
            ? [other]
            : [
                .. (await ColumnAsync(database, "select problem || ': ' || object from app.lint_rules()", ct)).OfType<string>()
                    .Select(problem => new Unfitness(Unfitness.RuleBroken, problem)),
                .. (await DifferencesAsync(database, ct)).Select(difference => new Unfitness(Unfitness.SealBroken, difference)),
            ];
    }

    private static async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        return await Seal.DifferencesAsync(connection, ct);
    }

    /// <summary>In a sentence, when the database is of another version than this program, or on its way there; null when it is of the same.</summary>
    private static async Task<Unfitness?> VersionProblemAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        if (await IsUpgradingAsync(connection, ct))
        {
            return new(Unfitness.Upgrading,
                "`migrate` is at work on the database. A server of the version before is outdated from now on; one of the new version is ready when it has ended.");
        }

        var version = await DatabaseVersion.ReadAsync(connection, ct);
        var missing = BlogMigrations.All.Except(version.Migrations).ToList();
        var unknown = version.Migrations.Except(BlogMigrations.All).ToList();
        return unknown.Count > 0
            ? new(Unfitness.Outdated,
                $"This server is outdated: the database is of a newer release, with {string.Join(", ", unknown)}. Serve it with the program of that release.")
            : missing.Count > 0 ? new(Unfitness.NotMigrated, $"The database lacks {string.Join(", ", missing)}. Run the command `migrate`.")
            : version.IsCurrent ? null
            : new(Unfitness.NotMigrated,
                "The database has the functions of another release than this program. Run the command `migrate` of the release that is to serve.");
    }

    /// <summary>An upgrade locks the list of migrations, and whoever reads that waits until it is done.</summary>
    private static async Task<bool> IsUpgradingAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await connection.ScalarAsync("lock table app.migrations in access share mode nowait", ct);
            return false;
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            return e.SqlState == PostgresErrorCodes.LockNotAvailable;
        }
    }

    /// <summary>
    /// What a pooler takes from us, in a sentence; null when nothing. Whoever asks a connection for its backend behind a pooler is told
    /// another process than the pooler said at the start. Two connections that are open at once and have the same backend share it.
    /// </summary>
    private static async Task<string?> PoolerProblemAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        await using var first = await database.OpenConnectionAsync(ct);
        foreach (var name in from Match option in Option().Matches(settings.Options ?? "") select option.Groups["name"].Value.Replace('-', '_'))
        {
            if (await first.ScalarAsync("select source from pg_settings where name = lower($1)", ct, name) is string and not ("client" or "session"))
            {
                return $"A pooler drops {name}, which ConnectionStrings__GraphBlog asks for in Options. "
                    + $"Take it out there, and set it for the role: alter role {BlogMigrations.AppRole} set {name} = ...";
            }
        }

        if (settings.MaxAutoPrepare == 0 || settings.MaxPoolSize == 1 || await BackendAsync(first) == first.ProcessID)
        {
            return null;      // nothing is kept in a session, or the session is ours
        }

        await using var second = await database.OpenConnectionAsync(ct);
        var isShared = await BackendAsync(first) == await BackendAsync(second)
            || await first.ScalarAsync("show plan_cache_mode", ct) is not "force_generic_plan";
        return isShared ? SharedSessions : null;

        async Task<int> BackendAsync(NpgsqlConnection connection) => (int)(await connection.ScalarAsync("select pg_backend_pid()", ct))!;
    }

    // As PostgreSQL's command line has it: -c name=value, or --name=value.
    [GeneratedRegex(@"(?:-c\s*|--)(?<name>[\w.-]+)=")]
    private static partial Regex Option();

    private static async Task<List<string?>> ColumnAsync(NpgsqlDataSource database, string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var values = new List<string?>();
        while (await reader.ReadAsync(ct))
        {
            values.Add(reader.IsDBNull(0) ? null : reader.GetString(0));
        }

        return values;
    }
}
