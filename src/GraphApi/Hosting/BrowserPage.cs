namespace GraphBlog.GraphApi.Hosting;

/// <summary>What all pages for people have in common.</summary>
internal static class BrowserPage
{
    /// <summary>The end of every policy: no page of ours is shown inside another, or sends its forms anywhere.</summary>
    public const string NoEmbedding = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <param name="response">The answer, before it has begun.</param>
    /// <param name="policy">What the page may load and run. Directives: W3C Content Security Policy Level 3.</param>
    public static void Protect(HttpResponse response, string policy)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    public static bool IsGet(HttpRequest request, PathString path) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && request.Path.Equals(path);

    /// <summary>A page that lies inside the program.</summary>
    public static string ReadEmbedded(string name)
    {
        using var page = new StreamReader(typeof(BrowserPage).Assembly.GetManifestResourceStream(name)!);
        return page.ReadToEnd();
    }
}
