using System.Reflection;
using GraphBlog.Persistence.Versions;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>Brings a database to this version of the program. Runs as the owner, never as the role that serves.</summary>
public static class BlogMigrations
{
    /// <summary>The role that serves; every deployment uses this name, since policies and grants are made for it.</summary>
    public const string AppRole = "gb_app";

    // what Schema/0100_roles_and_schemas.sql makes: roles of a later release, its migration makes
    private static readonly string[] s_roles = [AppRole, "gb_owner", "gb_audit_writer", "gb_purger", "gb_retention", "gb_identity",
        "gb_finder", "gb_backup"];

    /// <summary>
    /// Creates the database when it is missing, brings it to this version in one transaction (<see cref="Upgrade"/>), sets its privileges
    /// and the months of audit log ahead, and begins an epoch if it came from another cluster. With <paramref name="appPassword"/> the
    /// serving role gets that password.
    /// </summary>
    /// <param name="ownerConnectionString">The owner's connection.</param>
    /// <param name="appPassword">The serving role's password; null leaves it.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="beginsEpoch">Begins an epoch whatever the cluster: for a copy of a cluster's files, which is a twin of its original.</param>
    /// <param name="mends">Compares a database that is up to date with its seal, and where it differs runs all Code again and seals it anew.</param>
    /// <param name="tell">Is told, in a sentence each, what differed from the seal before the database was sealed anew.</param>
    /// <returns>What was run: names of migrations, and the Code if that was. Nothing when the database was up to date.</returns>
    /// <exception cref="MigrationException">It could not be brought there, and is as it was.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        string ownerConnectionString, string? appPassword, CancellationToken ct, bool beginsEpoch = false, bool mends = false,
            Action<string>? tell = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await OpenOrCreateAsync(ownerConnectionString, ct);
                return await MigrateAsync(connection, appPassword, ct, beginsEpoch, mends, tell ?? (_ => { }));
            }
            catch (Exception e) when (attempt < 10 && (e as PostgresException
                ?? e.InnerException) is PostgresException { MessageText: "tuple concurrently updated" })
            {
                // The roles belong to all databases of the cluster, and another of them is migrated in this very moment.
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), ct);
            }
        }
    }

    private static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlConnection connection, string? appPassword, CancellationToken ct, bool beginsEpoch, bool mends, Action<string> tell)
    {
        await RefuseWithoutRolesAsync(connection, ct);
        var run = await Upgrade.RunAsync(connection, mends, tell, ct);
        if (beginsEpoch)
        {
            await connection.ScalarAsync("select app.begin_epoch(true)", ct);
        }

        if (appPassword is not null)
        {
            // ALTER ROLE takes no parameters: PostgreSQL quotes the literal for us.
            var alter = await connection.ScalarAsync("select format('alter role %I password %L', $1, $2)", ct, AppRole, appPassword);
            await connection.ScalarAsync((string)alter!, ct);
        }

        return run;
    }

    /// <summary>The migrations of this program, oldest first.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. typeof(BlogMigrations).Assembly.GetTypes().Select(type => type.GetCustomAttribute<MigrationAttribute>()?.Id).OfType<string>().Order()];

    private static async Task<NpgsqlConnection> OpenOrCreateAsync(string ownerConnectionString, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(ownerConnectionString);
        try
        {
            await connection.OpenAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            var server = new NpgsqlConnectionStringBuilder(ownerConnectionString) { Database = "postgres", Pooling = false }.ConnectionString;
            var create = await ServerAsync(server, "select format('create database %I', $1)", ct, connection.Database);
            await ServerAsync(server, (string)create!, ct);
            await connection.OpenAsync(ct);
        }

        return connection;
    }

    /// <summary>Whether the database exists and holds a blog.</summary>
    internal static async Task<bool> IsBlogAsync(string ownerConnectionString, CancellationToken ct)
    {
        try
        {
            return await ServerAsync(ownerConnectionString, IsBlog, ct) is true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return false;
        }
    }

    private const string IsBlog = "select coalesce(to_regclass('blog.organisations'), to_regclass('app.migrations')) is not null";

    /// <summary>The roles that a database which was migrated once cannot do without, and this server lacks.</summary>
    private static async Task RefuseWithoutRolesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        const string Missing =
            $"select string_agg(r, ', ') from unnest($1) r where not exists (select from pg_roles where rolname = r) and ({IsBlog})";
        if (await connection.ScalarAsync(Missing, ct, (object)s_roles) is string roles)
        {
            throw new Backup.BackupException(
                $"This database was restored on a server without the roles {roles}, so nothing in it belongs to whom it should and its rules do not bind. "
                + "Drop it and use the command `restore`, which makes them first.");
        }
    }

    /// <summary>Whether the server has a database of that name.</summary>
    public static async Task<bool> ExistsAsync(string serverConnectionString, string database, CancellationToken ct)
        => await ServerAsync(serverConnectionString, "select count(*) from pg_database where datname = $1", ct, database) is > 0L;

    /// <summary>Drops a database if there is one of that name.</summary>
    public static Task DropAsync(string serverConnectionString, string database, CancellationToken ct)
        => ServerAsync(serverConnectionString, $"drop database if exists {database} with (force)", ct);

    /// <summary>Gives a database that nobody is using another name.</summary>
    public static Task RenameAsync(string serverConnectionString, string from, string to, CancellationToken ct)
    {
        NpgsqlConnection.ClearAllPools();      // our own idle connections use it too
        return ServerAsync(serverConnectionString, $"alter database {from} rename to {to}", ct);
    }

    private static async Task<object?> ServerAsync(string connectionString, string sql, CancellationToken ct, params object[] values)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        return await connection.ScalarAsync(sql, ct, values);
    }
}
