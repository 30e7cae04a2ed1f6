using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>What attacks and faults of a week found to be unguarded; each file says its part.</summary>
public partial class Guards : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunSqlFile("0700_code.sql");
        migrationBuilder.RunSqlFile("0710_user_subjects.sql");
        migrationBuilder.RunSqlFile("0720_version_found.sql");
        migrationBuilder.RunSqlFile("0730_feed.sql");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
