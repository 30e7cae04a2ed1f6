using GraphBlog.GraphApi.Engine.Execution;

namespace GraphBlog.GraphApi.Engine.Http;

/// <summary>Puts the GraphQL server into an application. The names are Hot Chocolate's.</summary>
public static class GraphQLServerExtensions
{
    /// <summary>Registers the server. It serves the <see cref="GraphQL.Types.ISchema"/> singleton that the container holds.</summary>
    public static IServiceCollection AddGraphQLServer(this IServiceCollection services, Action<GraphQLServerOptions>? configure = null)
    {
        services.AddOptions<GraphQLServerOptions>().Configure(configure ?? (_ => { })).ValidateDataAnnotations().ValidateOnStart();
        return services.AddSingleton<ErrorFilter>().AddSingleton<RequestExecutor>().AddSingleton<GraphQLEndpoint>();
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

    /// <summary>Serves GraphQL at a path, by GET and POST. Builds the schema at once, so that a fault in it stops the start.</summary>
    public static IEndpointConventionBuilder MapGraphQL(this IEndpointRouteBuilder endpoints, string pattern)
    {
        var endpoint = endpoints.ServiceProvider.GetRequiredService<GraphQLEndpoint>();
        return endpoints.Map(pattern, endpoint.HandleAsync).WithDisplayName($"GraphQL {pattern}");
    }
}
