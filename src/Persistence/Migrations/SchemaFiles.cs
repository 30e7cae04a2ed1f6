using GraphBlog.Persistence.Versions;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>Migrations run numbered SQL files: EF finds out what changed, SQL says how.</summary>
internal static class SchemaFiles
{
    /// <summary>Runs a file of Sql/Schema. A released file is never edited; a change is a new file.</summary>
    public static void RunSqlFile(this MigrationBuilder migration, string name) => migration.Sql(SqlFile.Read($"Schema/{name}").Text);
}
