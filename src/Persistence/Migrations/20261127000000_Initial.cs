using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>Organisations, users, posts and comments, their log, and what the mechanisms remember.</summary>
public partial class Initial : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunSqlFile("0100_roles_and_schemas.sql");
        migrationBuilder.RunSqlFile("0200_organisations_and_users.sql");
        migrationBuilder.RunSqlFile("0300_posts.sql");
        migrationBuilder.RunSqlFile("0400_comments.sql");
        migrationBuilder.RunSqlFile("0500_audit_log.sql");
        migrationBuilder.RunSqlFile("0600_small_tables.sql");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
