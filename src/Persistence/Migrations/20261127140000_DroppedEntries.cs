using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>How far the audit log was dropped; the model does not know the table.</summary>
[DbContext(typeof(BlogDbContext))]
[Migration("20261127140000_DroppedEntries")]
public class DroppedEntries : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RunSqlFile("0750_dropped_entries.sql");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
