using GraphBlog.GraphApi.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GraphBlog.Tests.Hosting;

/// <summary>
/// A server with the explorer in front of an endpoint that answers its own name. The explorer's files are stand-ins, so that the tests
/// pass where npm is missing; they lie in a folder that goes with the host.
/// </summary>
public sealed class ExplorerHost : IAsyncDisposable
{
    public const string Endpoint = "the GraphQL endpoint";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graphblog-explorer-");

    private WebApplication? _app;

    public HttpClient Browser { get; private set; } = null!;

    public static async Task<ExplorerHost> StartAsync(bool installed, string pathBase = "")
    {
        var host = new ExplorerHost();
        if (installed)
        {
            host.Write("index.html", "<!doctype html><title>Banana Cake Pop</title><script src=\"static/js/main.0a1b.js\"></script>");
            host.Write("static/js/main.0a1b.js", "document.title");
            host.Write("static/media/code.woff2", "font");
            host.Write("manifest.webmanifest", "{}");
            host.Write("service-worker.js", "self");
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        host._app = builder.Build();
        host._app.UsePathBase(pathBase);
        host._app.UseExplorer("/graphql/ui", endpoint: "/graphql", host._folder.FullName);
        host._app.UseRouting();
        host._app.Map("/graphql", context => context.Response.WriteAsync(Endpoint));
        await host._app.StartAsync();
        host.Browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(host._app.Urls.Single()),
        };
        return host;
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string accept = "*/*", HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        return await Browser.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await _app!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Write(string name, string content)
    {
        var file = new FileInfo(Path.Combine(_folder.FullName, name));
        file.Directory!.Create();
        File.WriteAllText(file.FullName, content);
    }
}
