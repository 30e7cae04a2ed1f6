using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>Organisations, users, posts and the four mechanisms.</summary>
public partial class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunSqlFile("0100_roles.sql");
        migrationBuilder.RunSqlFile("0110_hardening.sql");
        migrationBuilder.RunSqlFile("0200_context.sql");
        migrationBuilder.RunSqlFile("0300_tables.sql");
        migrationBuilder.RunSqlFile("0400_locking.sql");
        migrationBuilder.RunSqlFile("0500_audit.sql");
        migrationBuilder.RunSqlFile("0600_protect.sql");
        migrationBuilder.RunSqlFile("0700_protected_tables.sql");
        migrationBuilder.RunSqlFile("0800_retention.sql");
        migrationBuilder.RunSqlFile("0900_lint.sql");
        migrationBuilder.RunSqlFile("0950_grants.sql");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
