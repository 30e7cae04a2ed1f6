using Microsoft.EntityFrameworkCore.Design;

namespace GraphBlog.Persistence;

/// <summary>What <c>dotnet ef</c> uses; it compares models and needs no server.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<BlogDbContext>
{
    public BlogDbContext CreateDbContext(string[] args) => BlogDatabase.Owner("Host=localhost");
}
