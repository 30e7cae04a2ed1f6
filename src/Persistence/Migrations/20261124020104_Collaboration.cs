using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>Comments, row rules, search, idempotency keys, the origin of audit entries and the proof that they are complete.</summary>
public partial class Collaboration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RunSqlFile("1000_context.sql");
        migrationBuilder.RunSqlFile("1010_audit_origin.sql");
        migrationBuilder.RunSqlFile("1020_protect.sql");
        migrationBuilder.RunSqlFile("1025_revisions.sql");
        migrationBuilder.RunSqlFile("1030_comments.sql");
        migrationBuilder.RunSqlFile("1040_row_rules.sql");
        migrationBuilder.RunSqlFile("1045_change_feed.sql");
        migrationBuilder.RunSqlFile("1050_search.sql");
        migrationBuilder.RunSqlFile("1060_idempotency.sql");
        migrationBuilder.RunSqlFile("1070_completeness.sql");
        migrationBuilder.RunSqlFile("1075_attack.sql");
        migrationBuilder.RunSqlFile("1080_lint.sql");
    }

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
