using Microsoft.Extensions.FileProviders;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Serves the page of examples/web at the root, or one that says how to build it. Meant for Development: the caller decides by calling
/// it or not.
/// </summary>
public static class WebExample
{
    /// <summary>Its own files and its own host; its script can make markup of text only through the library that sanitises it.</summary>
    private const string Policy =
        "default-src 'none'; connect-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; "
        + "require-trusted-types-for 'script'; trusted-types dompurify; " + BrowserPage.NoEmbedding;

    private const string BuildPagePolicy = "default-src 'none'; style-src 'unsafe-inline'; " + BrowserPage.NoEmbedding;

    /// <summary>Answers GET of the files there are; every other request passes untouched.</summary>
    /// <param name="app">The application.</param>
    /// <param name="folder">The folder of the page's index.html; when null, the one the build puts beside the application.</param>
    public static IApplicationBuilder UseWebExample(this IApplicationBuilder app, string? folder = null)
    {
        folder = Path.GetFullPath(folder ?? "web", AppContext.BaseDirectory);
        return File.Exists(Path.Combine(folder, "index.html")) ? app.UsePage(new PhysicalFileProvider(folder)) : app.UseBuildPage();
    }

    private static IApplicationBuilder UsePage(this IApplicationBuilder app, IFileProvider files) => app
        .UseDefaultFiles(new DefaultFilesOptions { FileProvider = files })
        .UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,
            OnPrepareResponse = file =>
            {
                BrowserPage.Protect(file.Context.Response, Policy);
                SetLifetime(file.Context);
            },
        });

    private static IApplicationBuilder UseBuildPage(this IApplicationBuilder app)
    {
        var page = BrowserPage.ReadEmbedded("web-build.html");
        return app.Use((context, next) =>
        {
            if (!BrowserPage.IsGet(context.Request, "/"))
            {
                return next(context);
            }

            BrowserPage.Protect(context.Response, BuildPagePolicy);
            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync(page);
        });
    }

    /// <summary>Names below <c>assets/</c> carry a hash of the content, so they never go stale; the others are asked for again.</summary>
    private static void SetLifetime(HttpContext context) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}
