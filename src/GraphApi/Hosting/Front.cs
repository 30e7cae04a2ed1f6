using System.Net;
using GraphBlog.GraphApi.Tenancy;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// What lies between the clients and the endpoint: proxies, the path they show us under, compression, and browsers' pages of other origins.
/// </summary>
internal static class Front
{
    // Shorter answers grow, or fit into one packet as they are.
    private const int LeastCompressed = 1024;

    /// <summary>What GraphQL clients and tracing put into requests: Apollo's, Relay's, urql's, Hot Chocolate's, W3C Trace Context's.</summary>
    private static readonly string[] s_headers =
    [
        "authorization", "content-type", "accept", "x-request-id", "traceparent", "tracestate", "baggage", "last-event-id",
        "apollo-require-preflight", "x-apollo-operation-name", "x-apollo-operation-id", "x-apollo-cache-key", "apollographql-client-name",
        "apollographql-client-version", "graphql-require-preflight", "graphql-preflight", "x-requested-with", "cache-control", Consistency.Header,
    ];

    public static void AddBrowserAccess(this IServiceCollection services, CorsSettings settings)
    {
        string[] origins = [.. settings.Origins.Select(Origin)], headers = [.. s_headers, .. settings.Headers.Select(Header)];
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(origins)
            .WithMethods("GET", "POST")
            .WithHeaders(headers)
            .WithExposedHeaders("x-request-id", "retry-after", "ratelimit", "ratelimit-policy", Consistency.Header)
            .SetPreflightMaxAge(settings.MaxAge)));
    }

    public static void AddFront(this IServiceCollection services, HttpSettings settings)
    {
        var proxies = settings.KnownProxies.Select(Network).ToList();
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders = ForwardedHeaders.All;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            proxies.ForEach(forwarded.KnownIPNetworks.Add);
            forwarded.ForwardLimit = null;      // as many as are known, one behind the other
        });

        // Over TLS too: an answer holds no secret that a page of another origin could have compressed beside its own guess (BREACH), as
        // tokens are never in one, and such a page gets no answer without a token of its own.
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/graphql-response+json", "application/graphql",
                "image/svg+xml", "application/manifest+json"];
        });
        services.AddSingleton<IResponseCompressionProvider, LongAnswers>();
    }

    public static void UseFront(this WebApplication app, HttpSettings settings)
    {
        if (settings.KnownProxies.Length > 0)
        {
            app.UseForwardedHeaders();
        }

        if (settings.PathBase is { Length: > 0 } path)
        {
            app.UsePathBase(path.StartsWith('/') ? path.TrimEnd('/')
                : throw new SettingException($"Http__PathBase is '{path}'; it must begin with a slash, as /blog."));
        }

        if (settings.Compression)
        {
            app.UseResponseCompression();
        }
    }

    private static IPNetwork Network(string given)
        => IPNetwork.TryParse(given, out var network) ? network
            : IPAddress.TryParse(given, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new SettingException($"Http__KnownProxies has '{given}'; it must be an address, or a network as 10.0.0.0/8.");

    // RFC 9110, section 5.6.2 "Tokens".
    private static string Header(string given)
        => given.Length > 0 && given.All(one => char.IsAsciiLetterOrDigit(one) || "!#$%&'*+-.^_`|~".Contains(one)) ? given
            : throw new SettingException($"Cors__Headers has '{given}'; it must be the name of a header.");

    private static string Origin(string given)
        => Uri.TryCreate(given, UriKind.Absolute, out var origin) && origin.GetLeftPart(UriPartial.Authority) == given.TrimEnd('/')
            && origin.Scheme is "http" or "https"
            ? given.TrimEnd('/')
                : throw new SettingException($"Cors__Origins has '{given}'; an origin is like https://blog.example, without a path.");

    private sealed class LongAnswers(IServiceProvider services, IOptions<ResponseCompressionOptions> options)
        : ResponseCompressionProvider(services, options)
    {
        public override bool ShouldCompressResponse(HttpContext context)
            => context.Response.ContentLength is not < LeastCompressed && base.ShouldCompressResponse(context);
    }
}
