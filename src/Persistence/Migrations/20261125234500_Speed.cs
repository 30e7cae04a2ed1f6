using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>Followers ask for changes instead of being told; an edit does not work out again what stays.</summary>
public partial class Speed : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunSqlFile("1110_change_polling.sql");
        migrationBuilder.RunSqlFile("1120_cheap_edits.sql");
        migrationBuilder.RunSqlFile("1130_lint.sql");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
