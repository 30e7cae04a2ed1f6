using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>Whether a database is fit to serve from, as the serving role itself finds it.</summary>
public static class BlogHealth
{
    /// <summary>
    /// What is wrong, each with what to do about it; empty when the database is at this program's migrations, the connection is
    /// the serving role, and app.lint() finds nothing.
    /// </summary>
    public static async Task<IReadOnlyList<string>> ProblemsAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        try
        {
            return await FindAsync(database, ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return [$"The database cannot be used: {e.Message}. Check ConnectionStrings__GraphBlog."];
        }
    }

    private static async Task<IReadOnlyList<string>> FindAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        var role = (await ColumnAsync(database, "select current_user::text", ct))[0];
        if (role != BlogMigrations.AppRole)
        {
            return [$"ConnectionStrings__GraphBlog connects as {role}; only {BlogMigrations.AppRole} may serve, since row-level security does not bind others."];
        }

        var isMigrated = await ColumnAsync(database, "select to_regclass('app.migrations')::text", ct);
        var applied = isMigrated[0] is null ? [] : await ColumnAsync(database, "select \"MigrationId\"::text from app.migrations", ct);
        var missing = BlogMigrations.All.Except(applied).ToList();
        return missing.Count > 0
            ? [$"The database lacks {string.Join(", ", missing)}. Run the command `migrate`."]
            : [.. (await ColumnAsync(database, "select problem || ': ' || object from app.lint()", ct)).OfType<string>()];
    }

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
