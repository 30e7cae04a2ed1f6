using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>What kind of actor made a change, and for whom.</summary>
[DbContext(typeof(BlogDbContext))]
[Migration("20261127182000_Actors")]
public class Actors : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RunSqlFile("0820_actors.sql");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
