using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>Migrations run numbered SQL files: EF finds out what changed, SQL says how.</summary>
internal static class SqlFile
{
    /// <summary>Runs a file of the Sql folder. A released file is never edited; a change is a new file.</summary>
    public static void RunSqlFile(this MigrationBuilder migration, string name)
    {
        using var stream = typeof(SqlFile).Assembly.GetManifestResourceStream(name)
            ?? throw new FileNotFoundException($"There is no src/Persistence/Sql/{name}.");
        using var reader = new StreamReader(stream);
        migration.Sql(reader.ReadToEnd());
    }
}
