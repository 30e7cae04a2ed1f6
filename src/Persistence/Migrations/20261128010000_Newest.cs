using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>The ids of the newest posts come from their index alone.</summary>
[DbContext(typeof(BlogDbContext))]
[Migration("20261128010000_Newest")]
public class Newest : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RunSqlFile("0855_newest.sql");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
