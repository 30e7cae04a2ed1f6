using Npgsql;

namespace GraphBlog.Persistence.Versions;

/// <summary>Which version of the program a database was brought to.</summary>
/// <param name="Migrations">Those it has, oldest first; none in an empty database.</param>
/// <param name="Code">The checksum of the Code files it was made with; null in databases of before there was one.</param>
internal sealed record DatabaseVersion(IReadOnlyList<string> Migrations, string? Code)
{
    /// <summary>Whether it is that of this program.</summary>
    public bool IsCurrent => Migrations.SequenceEqual(BlogMigrations.All) && Code == CodeFiles.Checksum;

    public static async Task<DatabaseVersion> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // Asked of the catalogue as of any table: to_regclass may still answer from before another program's upgrade, which the lock waited for.
        const string Tables = """
            select count(*)::integer from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = 'app' and c.relname in ('migrations', 'code')
            """;
        var tables = (int)(await connection.ScalarAsync(Tables, ct))!;
        if (tables == 0)
        {
            return new([], null);
        }

        var code = tables == 2 ? "(select checksum from app.code)" : "null::text";
        var names =
            (string[])(await connection.ScalarAsync($"select array(select \"MigrationId\"::text from app.migrations order by 1) || {code}", ct))!;
        return new(names[..^1], names[^1]);
    }
}
