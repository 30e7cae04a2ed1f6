using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>Brings a database to this version of the program. Runs as the owner, never as the role that serves.</summary>
public static class BlogMigrations
{
    /// <summary>The role that serves; every deployment uses this name, since policies and grants are made for it.</summary>
    public const string AppRole = "gb_app";

    /// <summary>
    /// Creates the database when it is missing, runs the migrations it lacks, sets its privileges and the months of audit log
    /// ahead. With <paramref name="appPassword"/> the serving role gets that password.
    /// </summary>
    /// <returns>The names of the migrations that were run.</returns>
    public static async Task<IReadOnlyList<string>> MigrateAsync(string ownerConnectionString, string? appPassword, CancellationToken ct)
    {
        await using var db = BlogDatabase.Owner(ownerConnectionString);
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).ToList();
        await db.Database.MigrateAsync(ct);
        await db.Database.ExecuteSqlAsync($"select app.seal_database(), audit.ensure_partitions()", ct);
        if (appPassword is not null)
        {
            await SetPasswordAsync(db, appPassword, ct);
        }

        return pending;
    }

    /// <summary>The migrations of this program that the database lacks, as the serving role sees it.</summary>
    public static IReadOnlyList<string> All
    {
        get
        {
            using var db = BlogDatabase.Owner("Host=localhost");
            return [.. db.Database.GetMigrations()];
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
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync(ct);
    }

    private static async Task SetPasswordAsync(BlogDbContext db, string password, CancellationToken ct)
    {
        // ALTER ROLE takes no parameters: PostgreSQL quotes the literal for us.
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await connection.OpenAsync(ct);
        await using var quote = new NpgsqlCommand("select format('alter role %I password %L', $1, $2)", connection)
        {
            Parameters = { new() { Value = AppRole }, new() { Value = password } },
        };
        await using var alter = new NpgsqlCommand((string)(await quote.ExecuteScalarAsync(ct))!, connection);
        await alter.ExecuteNonQueryAsync(ct);
        await connection.CloseAsync();
    }
}
