using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Execution.Memory;
using GraphBlog.Engine.Http.WebSockets;
using GraphBlog.Engine.Limits;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GraphBlog.Engine.Http;

/// <summary>Puts the GraphQL server into an application. The names are Hot Chocolate's.</summary>
public static class GraphQLServerExtensions
{
    /// <summary>Registers the server. It serves the <see cref="GraphQL.Types.ISchema"/> singleton that the container holds.</summary>
    public static IServiceCollection AddGraphQLServer(this IServiceCollection services, Action<GraphQLServerOptions>? configure = null)
    {
        services.AddOptions<GraphQLServerOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<RateLimits>();
        services.AddSingleton<ClientPatience>().AddSingleton<AnswerMemory>().AddScoped<AnswerBudget>();
        return services.AddScoped<RequestNotes>().AddSingleton<ErrorFilter>().AddSingleton<ExecutionGate>()
            .AddSingleton<RequestExecutor>().AddSingleton<RequestEntrance>().AddSingleton<SocketEndpoint>().AddSingleton<SchemaFile>()
            .AddSingleton<GraphQLEndpoint>().AddSingleton<Gauges>();
    }

    /// <summary>Registers the one interceptor, created once per HTTP request.</summary>
    public static IServiceCollection AddHttpRequestInterceptor<T>(this IServiceCollection services)
        where T : HttpRequestInterceptor
        => services.AddScoped<HttpRequestInterceptor, T>();

    /// <summary>Registers a way to name exceptions for the client. The first mapping that answers wins.</summary>
    public static IServiceCollection AddErrorFilter(this IServiceCollection services, ErrorMapping mapping)
        => services.AddSingleton(mapping);

    /// <summary>Registers how a query that may read more than once gets its snapshot.</summary>
    public static IServiceCollection AddSnapshots(this IServiceCollection services, OpenSnapshot open) => services.AddSingleton(open);

    /// <summary>Registers copies of the data from which queries may be read; without it all are read from the data itself.</summary>
    public static IServiceCollection AddQueryCopies(this IServiceCollection services, QueryCopies copies) => services.AddSingleton(copies);

    /// <summary>Registers how the scopes of events, and of operations on a socket, learn for whom they work.</summary>
    public static IServiceCollection AddEventScopes(this IServiceCollection services, CarryOver carryOver) => services.AddSingleton(carryOver);

    /// <summary>Registers what is done about an event whose data is away for a while; without it such an event fails alone.</summary>
    public static IServiceCollection AddEventRetries(this IServiceCollection services, EventRetries retries) => services.AddSingleton(retries);

    /// <summary>
    /// Serves GraphQL at a path: by GET and POST with JSON or an event stream for an answer, and over WebSockets where the application
    /// has them (<see cref="WebSocketMiddlewareExtensions.UseWebSockets(IApplicationBuilder)"/>). Browsers let any page open a WebSocket, so
    /// one is refused whose page is neither of this host nor of an origin that the default CORS policy allows. With `?sdl` it answers the
    /// schema, where introspection is allowed. Builds the schema at once, so that a fault in it stops the start.
    /// </summary>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string pattern)
    {
        endpoints.ServiceProvider.GetRequiredService<Gauges>();
        var endpoint = endpoints.ServiceProvider.GetRequiredService<GraphQLEndpoint>();
        return endpoints.Map(pattern, endpoint.HandleAsync).WithDisplayName($"GraphQL {pattern}");
    }
}
