using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Reading;
using GraphBlog.Persistence.Standbys;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>Composition of the data access.</summary>
public static class BlogDatabase
{
    /// <summary>How long a connection may take to be opened, or to come free.</summary>
    private const int PatienceInSeconds = 5;

    private const string OnePlan = "set plan_cache_mode = force_generic_plan";

    /// <summary>
    /// Registers the connection pool and a scoped <see cref="BlogDbContext"/>, rented from EF's pool for the scope's
    /// <see cref="TenantContext"/>, whose reads a <see cref="ReadCounter"/> is told of (the host registers both, scoped; the counter if it wants).
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="connectionString">The connection of the serving role; it is asked for once.</param>
    /// <param name="pooler">What stands between.</param>
    public static IServiceCollection AddBlogDatabase(
        this IServiceCollection services, Func<string> connectionString, Pooler pooler = Pooler.Session)
    {
        services.AddSingleton(_ => Serving(connectionString(), pooler));
        services.AddPooledDbContextFactory<BlogDbContext>((provider, options) => Configure(options, provider.GetRequiredService<NpgsqlDataSource>()));
        services.AddSingleton<SeenVersions>();
        services.AddScoped(provider =>
        {
            var standby = provider.GetService<ReadPlace>()?.Standby;
            var db = standby?.CreateContext() ?? provider.GetRequiredService<IDbContextFactory<BlogDbContext>>().CreateDbContext();
            db.Tenant = provider.GetRequiredService<TenantContext>();
            db.Counter = provider.GetService<ReadCounter>();
            db.Standbys = provider.GetService<StandbyReads>();
            db.Seen = provider.GetRequiredService<SeenVersions>();
            db.IsOfStandby = standby is not null;
            db.Database.AutoSavepointsEnabled = false;      // a write is one statement; a savepoint would cost a round trip
            return db;
        });
        return services;
    }

    /// <summary>
    /// Has the contexts of scopes whose <see cref="ReadPlace"/> names a standby read from there. All servers are hosts of the one connection
    /// string: which of them is the primary changes.
    /// </summary>
    /// <param name="services">Where to; <see cref="AddBlogDatabase"/> has been called.</param>
    /// <param name="connectionString">The same connection.</param>
    /// <param name="pooler">What stands between.</param>
    /// <param name="maxLag">Behind what a standby that is read from may be, at most.</param>
    public static IServiceCollection AddStandbyReads(
        this IServiceCollection services, Func<string> connectionString, Pooler pooler, TimeSpan maxLag)
        => services.AddScoped<ReadPlace>().AddSingleton(provider => new StandbyReads(
            [.. DatabaseHosts.Each(connectionString()).Select(host => new Standby(host, text => Serving(text, pooler), Configure))],
            provider.GetRequiredService<NpgsqlDataSource>(), maxLag, provider.GetRequiredService<ILogger<StandbyReads>>()));

    /// <summary>
    /// Has EF translate a query, without a database: the better part of a first answer's time is code that is compiled just then.
    /// </summary>
    public static void WarmUp()
    {
        using var nowhere = new NpgsqlDataSourceBuilder("Host=nowhere") { Name = "nowhere" }.Build();
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

    /// <summary>How many connections the serving role opens at most.</summary>
    /// <param name="connectionString">Its connection; null where a private database will be made.</param>
    public static int MostConnections(string? connectionString)
        => new NpgsqlConnectionStringBuilder(connectionString ?? "") is var settings && settings.ShouldSerialize("Maximum Pool Size")
            ? settings.MaxPoolSize : 4 * Environment.ProcessorCount;

    /// <summary>A context for work of the program's own, which no request asked for.</summary>
    internal static BlogDbContext For(NpgsqlDataSource database, TenantContext tenant)
    {
        var options = new DbContextOptionsBuilder<BlogDbContext>();
        Configure(options, database);
        return new(options.Options) { Tenant = tenant };
    }

    private static void Configure(DbContextOptionsBuilder options, NpgsqlDataSource database) => options
        .UseNpgsql(database)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .AddInterceptors(new TenantInterceptor(), new CountingInterceptor(), new PoolWait(), new CutConnections())
        // A conflict or a taken slug is an answer, not a fault; what nobody expected is logged where it becomes an error.
        .ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.SaveChangesFailed, CoreEventId.OptimisticConcurrencyException, CoreEventId.QueryIterationFailed,
                RelationalEventId.CommandError,
            RelationalEventId.ConnectionError, RelationalEventId.TransactionError));

    /// <summary>
    /// Statements are prepared as they repeat, with one plan for all values: EF sends LIMIT as a parameter, and PostgreSQL would
    /// otherwise plan such a statement anew each time, at more than the cost of running it. A connection goes back to the pool as it
    /// is: nothing is ever set for a tenant's session, and every transaction sets the whole context, so there is nothing to reset; Npgsql's
    /// seven statements for it would cost every request. Few connections serve, unless the connection string says otherwise: who waits for
    /// one gets the backend that has just worked (decision 13). Nothing travels in the start-up message that a pooler may drop (decision 22).
    /// </summary>
    private static NpgsqlDataSource Serving(string connectionString, Pooler pooler)
    {
        var settings = new NpgsqlConnectionStringBuilder(DatabaseHosts.ToPrimary(connectionString)) { ApplicationName = "GraphBlog" };
        settings.MaxPoolSize = MostConnections(connectionString);
        settings.Timeout = settings.ShouldSerialize("Timeout") ? settings.Timeout : PatienceInSeconds;
        settings.TcpKeepAlive = !settings.ShouldSerialize("TCP Keepalive") || settings.TcpKeepAlive;      // finds what a firewall forgot
        settings.MaxAutoPrepare = pooler == Pooler.Transaction ? 0 : settings.ShouldSerialize("Max Auto Prepare") ? settings.MaxAutoPrepare : 100;
        settings.AutoPrepareMinUsages = 2;
        settings.NoResetOnClose = true;
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "graphblog" };      // as it is called in metrics
        source.ConfigureTracing(StatementSpans.Configure);
        if (settings.MaxAutoPrepare > 0)
        {
            source.UsePhysicalConnectionInitializer(
                _ => throw new InvalidOperationException("Connections are opened asynchronously."),
                async connection => await connection.ScalarAsync(OnePlan, CancellationToken.None));
        }

        return source.Build();
    }
}

/// <summary>What stands between this program and PostgreSQL.</summary>
public enum Pooler
{
    /// <summary>Nothing, or a pooler that gives each connection a session of its own for as long as it lasts.</summary>
    Session,

    /// <summary>A pooler that may run each transaction in another session: nothing is prepared, and nothing is set for a session.</summary>
    Transaction,
}
