using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphBlog.Persistence.Migrations;

/// <summary>Where `migrate` writes down what it made; EF's model knows nothing of it.</summary>
[DbContext(typeof(BlogDbContext))]
[Migration("20261127110000_Sealed")]
public class Sealed : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RunSqlFile("0740_sealed.sql");

    protected override void Down(MigrationBuilder migrationBuilder) =>
        throw new NotSupportedException("History is not undone: restore a backup, or write a new migration.");
}
