using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>The data access as the server composes it: a scope per request, contexts and connections from their pools.</summary>
public sealed class ServedBlog : IAsyncDisposable
{
    public static readonly TenantContext Ada = TenantContext.ForRequest(TestDatabase.Acme, TestDatabase.Ada, Role.Admin, "request-of-ada");
    public static readonly TenantContext Margaret = TenantContext.ForRequest(TestDatabase.Globex, TestDatabase.Margaret, Role.Admin,
        "request-of-margaret");
    private readonly ServiceProvider _services;

    public ServedBlog(string connectionString) => _services = new ServiceCollection()
        .AddScoped<Seat>()
        .AddScoped(scope => scope.GetRequiredService<Seat>().Tenant!)
        .AddBlogDatabase(() => connectionString)
        .AddStatementLog(Log)
        .BuildServiceProvider(validateScopes: true);

    public StatementLog Log { get; } = new();

    /// <summary>The connection pool beneath.</summary>
    public NpgsqlDataSource Connections => _services.GetRequiredService<NpgsqlDataSource>();

    /// <summary>The pool of contexts beneath, which knows no tenant.</summary>
    public IDbContextFactory<BlogDbContext> Contexts => _services.GetRequiredService<IDbContextFactory<BlogDbContext>>();

    /// <summary>Does some work as a request of this tenant would.</summary>
    public async Task<T> AsAsync<T>(TenantContext tenant, Func<BlogDbContext, Task<T>> work)
    {
        await using var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Seat>().Tenant = tenant;
        return await work(scope.ServiceProvider.GetRequiredService<BlogDbContext>());
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Seat
    {
        public TenantContext? Tenant { get; set; }
    }
}
