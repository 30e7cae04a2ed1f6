using System.Text.Encodings.Web;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Serves the Banana Cake Pop explorer, or a page that says how to get it when the build could not install it.
/// Meant for Development: the caller decides by calling it or not.
/// </summary>
public static class Explorer
{
    /// <summary>
    /// All that Banana Cake Pop needs, and no other host: it compiles code at run time, styles inline and starts workers.
    /// Without it the page would call its maker's servers. Directives: W3C Content Security Policy Level 3.
    /// </summary>
    private const string ExplorerPolicy =
        "default-src 'none'; connect-src 'self'; script-src 'self' 'unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self'; manifest-src 'self'; " + BrowserPage.NoEmbedding;

    private const string InstallPagePolicy = "default-src 'none'; style-src 'unsafe-inline'; " + BrowserPage.NoEmbedding;

    private static readonly string s_installPage = BrowserPage.ReadEmbedded("explorer-install.html");

    /// <summary>
    /// Shows the explorer below <paramref name="path"/>, and sends a browser that opens <paramref name="endpoint"/> there. Every other
    /// request passes untouched. Call it before authentication and rate limits: the page itself needs no token.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <param name="path">Where the explorer lives, without a trailing slash.</param>
    /// <param name="endpoint">The GraphQL endpoint that the explorer calls, on whatever host the browser reached it by.</param>
    /// <param name="folder">The folder of the explorer's index.html; when null, the one the build puts beside the application.</param>
    public static IApplicationBuilder UseExplorer(this IApplicationBuilder app, PathString path, PathString endpoint, string? folder = null)
    {
        folder = Path.GetFullPath(folder ?? "explorer", AppContext.BaseDirectory);
        app.Use((context, next) => IsBrowserAt(endpoint, context.Request) ? SendTo(path, context) : next(context));
        return app.MapWhen(context => context.Request.Path.StartsWithSegments(path), branch =>
        {
            if (File.Exists(Path.Combine(folder, "index.html")))
            {
                branch.UseBananaCakePop(path, endpoint, new PhysicalFileProvider(folder));
            }
            else
            {
                branch.UseInstallPage(path, endpoint);
            }
        });
    }

    private static void UseBananaCakePop(this IApplicationBuilder branch, PathString path, PathString endpoint, IFileProvider files)
    {
        branch.Use((context, next) =>
        {
            BrowserPage.Protect(context.Response, ExplorerPolicy);
            if (context.Request.Path.Equals(path + "/service-worker.js"))
            {
                return RefuseServiceWorker(context);
            }
            return BrowserPage.IsGet(context.Request, path + "/bcp-config.json") ? WriteConfig(endpoint, context) : next(context);
        });
        branch.UseDefaultFiles(new DefaultFilesOptions { RequestPath = path, FileProvider = files });
        branch.UseStaticFiles(new StaticFileOptions
        {
            RequestPath = path,
            FileProvider = files,
            OnPrepareResponse = file => SetLifetime(file.Context, path),
        });
    }

    private static void UseInstallPage(this IApplicationBuilder branch, PathString path, PathString endpoint) =>
        branch.Use((context, next) => BrowserPage.IsGet(context.Request, path) || BrowserPage.IsGet(context.Request, path + "/")
            ? WriteInstallPage(endpoint, context)
            : next(context));

    private static Task WriteInstallPage(PathString endpoint, HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        var url = HtmlEncoder.Default.Encode($"{request.Scheme}://{request.Host}{request.PathBase}{endpoint}");
        BrowserPage.Protect(response, InstallPagePolicy);
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/html; charset=utf-8";
        return response.WriteAsync(s_installPage.Replace("{endpoint}", url, StringComparison.Ordinal));
    }

    /// <summary>
    /// The names are Banana Cake Pop's. Using the browser's address, it makes the endpoint absolute from its own: the right host and port
    /// wherever the server listens, for subscriptions too.
    /// </summary>
    private static Task WriteConfig(PathString endpoint, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.WriteAsJsonAsync(new
        {
            title = "GraphBlog",
            endpoint = (context.Request.PathBase + endpoint).Value,
            useBrowserUrlAsEndpoint = true,
            includeCookies = false,
            disableTelemetry = true,
        });
    }

    /// <summary>
    /// It would keep 12 MB and answer for this address from then on, an old policy included, whatever is served on the port next.
    /// Banana Cake Pop works without it, and removes one that an earlier visit left when it finds none.
    /// </summary>
    private static Task RefuseServiceWorker(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    /// <summary>
    /// Only a bare address counts: <c>?query=</c>, <c>?sdl</c> and the like are questions to the endpoint, whoever asks. A client that
    /// takes JSON as well as HTML gets JSON.
    /// </summary>
    private static bool IsBrowserAt(PathString endpoint, HttpRequest request) =>
        (BrowserPage.IsGet(request, endpoint) || BrowserPage.IsGet(request, endpoint + "/"))
        && !request.QueryString.HasValue
        && request.GetTypedHeaders().Accept is var accept
        && accept.Any(type => type.MediaType == "text/html" && type.Quality is not 0)
        && !accept.Any(type => type.SubTypeWithoutSuffix == "json" || type.Suffix == "json");

    private static Task SendTo(PathString path, HttpContext context)
    {
        context.Response.Headers.Vary = HeaderNames.Accept;
        context.Response.Redirect(context.Request.PathBase + path + "/");
        return Task.CompletedTask;
    }

    /// <summary>Names below <c>static/</c> carry a hash of the content, so they never go stale; the others are asked for again.</summary>
    private static void SetLifetime(HttpContext context, PathString path) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments(path + "/static") ? "public, max-age=31536000, immutable" : "no-cache";
}
