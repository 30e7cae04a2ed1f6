using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>Composition of the data access.</summary>
public static class BlogDatabase
{
    /// <summary>
    /// Registers the connection pool and a scoped <see cref="BlogDbContext"/>, rented from EF's pool for the scope's
    /// <see cref="TenantContext"/> (which the host registers, scoped).
    /// </summary>
    public static IServiceCollection AddBlogDatabase(this IServiceCollection services, Func<string> connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(Serving(connectionString())));
        services.AddPooledDbContextFactory<BlogDbContext>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddScoped(provider =>
        {
            var db = provider.GetRequiredService<IDbContextFactory<BlogDbContext>>().CreateDbContext();
            db.Tenant = provider.GetRequiredService<TenantContext>();
            db.Database.AutoSavepointsEnabled = false;      // a write is one statement; a savepoint would cost a round trip
            return db;
        });
        return services;
    }

    /// <summary>
    /// Has EF translate a query, without a database: the better part of a first answer's time is code that is compiled just then.
    /// </summary>
    public static void WarmUp()
    {
        using var nowhere = NpgsqlDataSource.Create("Host=nowhere");
        var options = new DbContextOptionsBuilder<BlogDbContext>();
        Configure(options, nowhere);
        using var db = new BlogDbContext(options.Options);
        _ = db.Posts.OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id)
            .Select(post => new Post { Id = post.Id, Author = new User { Id = post.Author.Id } }).Take(1).ToQueryString();
    }

    /// <summary>A context for the schema's owner: migrations only, without tenant.</summary>
    public static BlogDbContext Owner(string connectionString) => new(new DbContextOptionsBuilder<BlogDbContext>()
        .UseNpgsql(connectionString, npgsql => npgsql.MigrationsHistoryTable("migrations", "app"))
        .Options);

    private static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource database) => options
        .UseNpgsql(database)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .AddInterceptors(new TenantInterceptor())
        // A conflict or a taken slug is an answer, not a fault; what nobody expected is logged where it becomes an error.
        .ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.SaveChangesFailed, CoreEventId.OptimisticConcurrencyException, CoreEventId.QueryIterationFailed, RelationalEventId.CommandError));

    /// <summary>
    /// Statements are prepared as they repeat, with one plan for all values: EF sends LIMIT as a parameter, and PostgreSQL would
    /// otherwise plan such a statement anew each time, at more than the cost of running it. A connection goes back to the pool as it
    /// is: nothing is ever set for the session, and every transaction sets the whole context, so there is nothing to reset; Npgsql's
    /// seven statements for it would cost every request. Statements that travel under one Sync are one transaction and so, at REPEATABLE
    /// READ, one snapshot; what writes says READ COMMITTED. Few connections serve, unless the connection string says otherwise: who waits for one gets
    /// the backend that has just worked (decision 13).
    /// </summary>
    private static string Serving(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "GraphBlog" };
        settings.MaxPoolSize = settings.ShouldSerialize("Maximum Pool Size") ? settings.MaxPoolSize : 4 * Environment.ProcessorCount;
        settings.MaxAutoPrepare = settings.MaxAutoPrepare == 0 ? 100 : settings.MaxAutoPrepare;
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        settings.Options = $@"{settings.Options} -c plan_cache_mode=force_generic_plan -c default_transaction_isolation=repeatable\ read".TrimStart();
        return settings.ConnectionString;
    }
}
