using GraphBlog.Engine;
using GraphBlog.Engine.Execution.Memory;
using GraphBlog.Engine.Http;
using GraphBlog.GraphApi.ChangeFeed;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Reading;
using GraphBlog.Persistence.Tenancy;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The server's composition: what `serve` runs and the tests talk to.</summary>
internal static class BlogServer
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>A configured builder. Nothing configured at all means Development, so that the first run needs no setting.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var isChosen = builder.Configuration["ENVIRONMENT"] is not null;
        if (!isChosen && builder.Configuration.GetConnectionString("GraphBlog") is null)
        {
            builder.Environment.EnvironmentName = Environments.Development;
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        ServedAddresses.Configure(builder);
        LogDefaults.AddTo(builder);
        ConsoleLog.AddTo(builder.Logging);
        return builder;
    }

    /// <summary>The application, not yet started. It asks for the connection of the serving role when it first needs it.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, BlogSettings settings, Func<string> serving)
    {
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<VerifiedTokens>();
        services.AddSingleton(_ => new RefusedTokens(SettingSections.Read<AuthSettings>(builder.Configuration)));
        services.AddBlogAuthentication(builder.Configuration, settings);
        services.Configure<DefaultViewer>(viewer => (viewer.Org, viewer.User) = settings.IsDevelopment ? ("acme", "ada") : (null, null));
        AddSchema(services, serving, settings.Pooler);
        services.AddGraphQLServer(options =>
        {
            options.AllowIntrospection = settings.IsDevelopment;
            // a post's body of 1 MiB, of which JSON may write each byte with six, and what is around it
            options.MaxBodyBytes = 6 * 1024 * 1024 + 512 * 1024;
            // One organisation alone leaves a quarter of the connections to the others, however long its statements wait for a lock.
            options.SharedPlaces = Math.Max(1, BlogDatabase.MostConnections(settings.ConnectionString) * 3 / 4);
            SettingSections.Read(builder.Configuration, options);
        });
        if (settings.MaxStandbyLag is { } lag)
        {
            services.AddStandbyReads(serving, settings.Pooler, lag).AddQueryCopies(Consistency.Copies);
        }

        services.AddErrorFilter(DatabaseErrors.Map);
        services.AddScoped<ReadCounter>(request => request.GetRequiredService<AnswerBudget>().Read);
        services.AddHttpRequestInterceptor<RequestInterceptor>();
        services.AddSnapshots(async (request, ct) => await request.GetRequiredService<BlogDbContext>().BeginSnapshotAsync(ct));
        services.AddEventScopes((from, to) => to.GetRequiredService<TenantHolder>().TakeFrom(from.GetRequiredService<TenantHolder>()));
        services.AddEventRetries(new(e => DatabaseFaults.Find(e) is not null, TimeSpan.FromSeconds(60)));
        services.AddSingleton(settings.Maintenance);
        services.AddHostedService<Caretaker>();
        services.AddHostedService<IdleMemory>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeHub>());
        services.AddSingleton<MaintenanceWatch>().AddHostedService(provider => provider.GetRequiredService<MaintenanceWatch>());
        services.AddSingleton<DatabaseReadiness>().AddSingleton<IdentityReadiness>().AddSingleton<MaintenanceReadiness>();
        services.AddHealthChecks().AddCheck<DatabaseReadiness>("database", tags: [Readiness.Tag])
            .AddCheck<IdentityReadiness>("identity", tags: [Readiness.Tag]).AddCheck<MaintenanceReadiness>("maintenance", tags: [Readiness.Tag]);
        services.AddTelemetryExport(builder.Configuration);
        services.AddBrowserAccess(SettingSections.Read<CorsSettings>(builder.Configuration));
        var front = SettingSections.Read<HttpSettings>(builder.Configuration);
        services.AddFront(front);

        var app = builder.Build();
        app.UseFront(front);
        app.UseRequestLog("/graphql", SettingSections.Read<RequestLogSettings>(builder.Configuration).Slow);
        app.UseRouting();      // where it is not said, routes are matched before the path base is taken off
        app.UseCors();
        app.UseWebSockets();
        app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new()
        {
            Predicate = check => check.Tags.Contains(Readiness.Tag),
            ResponseWriter = HealthAnswer.WriteAsync,
        });
        if (settings.IsDevelopment)
        {
            app.UseExplorer("/graphql/ui", "/graphql");
            app.UseWebExample();
        }

        app.MapGraphQL("/graphql");
        return app;
    }

    /// <summary>The schema and the services its resolvers take; printing the schema needs no more.</summary>
    public static void AddSchema(IServiceCollection services, Func<string> serving, Pooler pooler = Pooler.Session)
    {
        services.AddBlogDatabase(serving, pooler);
        services.AddSingleton<IdentityDirectory>();
        services.AddScoped<TenantHolder>();
        services.AddSingleton<ChangeHub>();
        services.AddScoped(provider => provider.GetRequiredService<TenantHolder>().Tenant);
        services.AddMutationStep(RoleStep.Of).AddMutationStep(IdempotencyStep.Of);
        services.AddGraphQLTypes(typeof(BlogServer).Assembly);
    }

    /// <exception cref="SettingException">The database is not fit to serve from.</exception>
    public static async Task RefuseUnfitAsync(WebApplication app, CancellationToken ct)
    {
        var problems = await BlogHealth.ProblemsAsync(app.Services.GetRequiredService<NpgsqlDataSource>(), ct);
        if (problems.Count > 0)
        {
            throw new SettingException("The database is not fit to serve from:\n  " + string.Join("\n  ", problems));
        }
    }
}
