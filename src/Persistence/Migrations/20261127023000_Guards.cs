using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>What attacks and faults of a week found to be unguarded; each file says its part.</summary>
public partial class Guards : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunSqlFile("1310_subjects.sql");
        migrationBuilder.RunSqlFile("1320_doctor.sql");
        migrationBuilder.RunSqlFile("1330_feed.sql");
        migrationBuilder.RunSqlFile("1340_maintenance.sql");
        migrationBuilder.RunSqlFile("1350_conflicts.sql");
        migrationBuilder.RunSqlFile("1360_search_words.sql");
        migrationBuilder.RunSqlFile("1390_lint.sql");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
