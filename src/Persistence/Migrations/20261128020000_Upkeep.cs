using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>How long things are kept, and who sees to it.</summary>
[DbContext(typeof(BlogDbContext))]
[Migration("20261128020000_Upkeep")]
public class Upkeep : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RunSqlFile("0860_upkeep.sql");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
