using System.Net;
using GraphBlog.GraphApi.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Hosting;

public sealed class WebExampleTests(TestServer elsewhere, ITestOutputHelper output) : IClassFixture<TestServer>
{
    private const string Chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [ChromiumFact]
    public async Task The_page_does_what_people_do_with_it_while_others_change_the_same_posts()
    {
        if (await NodeScript.RunNpmAsync(output, "examples/web", "build") is null)
        {
            return;
        }

        CopyAsTheBuildDoes(SourceTree.Path("examples/web/dist"), Path.Combine(AppContext.BaseDirectory, "web"));
        await using var server = await TestServer.StartAsync(elsewhere.Database, "Development");
        var report = await NodeScript.RunAsync(
            output, "tests/web-page", "page.mjs", ChromiumFactAttribute.Program!, server.Url, elsewhere.Url,
            elsewhere.Token(TestServer.Grace), elsewhere.Token(TestServer.Linus), elsewhere.Token(TestServer.Guest));
        Assert.Contains("31 checks, 31 ok", report);
    }

    [Theory]
    [InlineData("/", "text/html", "no-cache")]
    [InlineData("/assets/index-0a1b.js", "text/javascript", "public, max-age=31536000, immutable")]
    public async Task A_file_has_its_type_its_lifetime_and_a_policy_that_knows_no_other_host(string path, string type, string lifetime)
    {
        await using var host = await Host.StartAsync(isBuilt: true);
        using var answer = await host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(lifetime, Assert.Single(answer.Headers.NonValidated["Cache-Control"]));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        var directives = Assert.Single(answer.Headers.GetValues("Content-Security-Policy")).Split("; ");
        Assert.Contains("default-src 'none'", directives);
        Assert.All(["script-src", "style-src", "connect-src"], name => Assert.Contains($"{name} 'self'", directives));
        Assert.All(directives, directive => Assert.DoesNotContain("http", directive));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_other_request_passes_untouched(bool isBuilt)
    {
        await using var host = await Host.StartAsync(isBuilt);
        using var endpoint = await host.GetAsync("/graphql");
        Assert.Equal(Host.Endpoint, await endpoint.Content.ReadAsStringAsync());
        Assert.False(endpoint.Headers.Contains("Content-Security-Policy"));
        using var absent = await host.GetAsync("/assets/absent.js");
        Assert.Equal(HttpStatusCode.NotFound, absent.StatusCode);
    }

    [Fact]
    public async Task Where_it_is_not_built_the_page_says_how()
    {
        await using var host = await Host.StartAsync(isBuilt: false);
        using var page = await host.GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("npm ci &amp;&amp; npm run build", html);
        Assert.Contains("href=\"graphql/ui/\"", html);
        Assert.DoesNotContain("script-src", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task It_is_served_in_Development_only()
    {
        await using var production = await TestServer.StartAsync(elsewhere.Database, "Production");
        using var request = new HttpRequestMessage(HttpMethod.Get, production.Url);
        request.Headers.TryAddWithoutValidation("Accept", Chromium);
        Assert.Equal(404, (await production.SendAsync(request)).Status);
    }

    private static void CopyAsTheBuildDoes(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = new FileInfo(Path.Combine(to, Path.GetRelativePath(from, file)));
            copy.Directory!.Create();
            File.Copy(file, copy.FullName, overwrite: true);
        }
    }

    /// <summary>A test that is skipped, with the reason, where the programs for it are not installed.</summary>
    private sealed class ChromiumFactAttribute : FactAttribute
    {
        public static readonly string? Program = NodeScript.Find("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

        public ChromiumFactAttribute() => Skip = Requirement.Skip(Program is not null, "Chromium is not installed")
            ?? Requirement.Skip(NodeScript.Find("npm") is not null, "npm is not installed");
    }

    /// <summary>The page, with stand-ins for its files, in front of an endpoint that answers its own name.</summary>
    private sealed class Host : IAsyncDisposable
    {
        public const string Endpoint = "the GraphQL endpoint";
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graphblog-web-");
        private readonly HttpClient _browser = new();
        private WebApplication _app = null!;

        public static async Task<Host> StartAsync(bool isBuilt)
        {
            var host = new Host();
            if (isBuilt)
            {
                host._folder.CreateSubdirectory("assets");
                File.WriteAllText(Path.Combine(host._folder.FullName, "index.html"), "<!doctype html><title>GraphBlog</title>");
                File.WriteAllText(Path.Combine(host._folder.FullName, "assets", "index-0a1b.js"), "document.title");
            }

            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            host._app = builder.Build();
            host._app.UseWebExample(host._folder.FullName);
            host._app.Map("/graphql", context => context.Response.WriteAsync(Endpoint));
            await host._app.StartAsync();
            return host;
        }

        public Task<HttpResponseMessage> GetAsync(string path) => _browser.GetAsync(_app.Urls.Single() + path);

        public async ValueTask DisposeAsync()
        {
            _browser.Dispose();
            await _app.DisposeAsync();
            _folder.Delete(recursive: true);
        }
    }
}
