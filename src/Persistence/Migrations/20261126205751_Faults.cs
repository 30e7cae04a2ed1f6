using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>What real use of the first programs found to be missing; each file says its part.</summary>
public partial class Faults : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunSqlFile("1210_import.sql");
        migrationBuilder.RunSqlFile("1220_text.sql");
        migrationBuilder.RunSqlFile("1230_renamed_columns.sql");
        migrationBuilder.RunSqlFile("1250_epoch.sql");
        migrationBuilder.RunSqlFile("1255_backup.sql");
        migrationBuilder.RunSqlFile("1280_clock.sql");
        migrationBuilder.RunSqlFile("1290_lint.sql");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
