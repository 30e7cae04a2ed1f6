using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace GraphBlog.Tests.Hosting;

public class ExplorerTests
{
    private const string Chromium = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8";

    [Fact]
    public async Task The_page_is_found_with_and_without_a_trailing_slash()
    {
        await using var host = await ExplorerHost.StartAsync(installed: true);

        using var bare = await host.GetAsync("/graphql/ui", Chromium);
        Assert.Equal(HttpStatusCode.MovedPermanently, bare.StatusCode);
        Assert.EndsWith("/graphql/ui/", bare.Headers.Location!.OriginalString);

        using var page = await host.GetAsync("/graphql/ui/", Chromium);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Banana Cake Pop", await page.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_page_may_talk_to_its_own_host_only()
    {
        await using var host = await ExplorerHost.StartAsync(installed: true);

        foreach (var path in new[] { "/graphql/ui/", "/graphql/ui/static/js/main.0a1b.js", "/graphql/ui/bcp-config.json" })
        {
            using var answer = await host.GetAsync(path);
            var directives = Assert.Single(answer.Headers.GetValues("Content-Security-Policy")).Split("; ");
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains("default-src 'none'", directives);
            Assert.Contains("connect-src 'self'", directives);
            Assert.Contains("script-src 'self' 'unsafe-eval'", directives);
            Assert.All(directives, directive => Assert.DoesNotContain("http", directive));
        }
    }

    [Theory]
    [InlineData("static/js/main.0a1b.js", "text/javascript", "public, max-age=31536000, immutable")]
    [InlineData("static/media/code.woff2", "font/woff2", "public, max-age=31536000, immutable")]
    [InlineData("manifest.webmanifest", "application/manifest+json", "no-cache")]
    [InlineData("", "text/html", "no-cache")]
    public async Task A_file_has_its_type_its_lifetime_and_a_tag_that_saves_sending_it_twice(string name, string type, string lifetime)
    {
        await using var host = await ExplorerHost.StartAsync(installed: true);

        using var first = await host.GetAsync("/graphql/ui/" + name);
        Assert.Equal(type, first.Content.Headers.ContentType!.MediaType);
        Assert.Equal(lifetime, Assert.Single(first.Headers.NonValidated["Cache-Control"]));

        using var again = new HttpRequestMessage(HttpMethod.Get, "/graphql/ui/" + name);
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await host.Browser.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task The_config_names_the_endpoint_behind_any_path_base_and_turns_telemetry_off()
    {
        await using var host = await ExplorerHost.StartAsync(installed: true, pathBase: "/blog");

        using var answer = await host.GetAsync("/blog/graphql/ui/bcp-config.json");
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        using var config = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("GraphBlog", config.RootElement.GetProperty("title").GetString());
        Assert.Equal("/blog/graphql", config.RootElement.GetProperty("endpoint").GetString());
        Assert.True(config.RootElement.GetProperty("useBrowserUrlAsEndpoint").GetBoolean());
        Assert.False(config.RootElement.GetProperty("includeCookies").GetBoolean());
        Assert.True(config.RootElement.GetProperty("disableTelemetry").GetBoolean());

        using var redirect = await host.GetAsync("/blog/graphql", Chromium);
        Assert.Equal("/blog/graphql/ui/", redirect.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/graphql", Chromium)]
    [InlineData("/graphql/", "text/html")]
    public async Task A_browser_that_opens_the_endpoint_is_sent_to_the_page(string path, string accept)
    {
        await using var host = await ExplorerHost.StartAsync(installed: true);

        using var answer = await host.GetAsync(path, accept);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/graphql/ui/", answer.Headers.Location!.OriginalString);
        Assert.Equal("Accept", Assert.Single(answer.Headers.Vary));
    }

    [Theory]
    [InlineData("GET", "/graphql?query=%7B__typename%7D", Chromium)]
    [InlineData("GET", "/graphql?sdl", Chromium)]
    [InlineData("GET", "/graphql", "*/*")]
    [InlineData("GET", "/graphql", "")]
    [InlineData("GET", "/graphql", "application/json")]
    [InlineData("GET", "/graphql", "application/graphql-response+json, text/html;q=0.5")]
    [InlineData("GET", "/graphql", "application/json;q=0.9, text/html;q=0")]
    [InlineData("GET", "/graphql", "text/html;q=0, */*")]
    [InlineData("GET", "/graphql", "text/event-stream")]
    [InlineData("GET", "/graphql", "not a media type")]
    [InlineData("POST", "/graphql", Chromium)]
    public async Task Every_other_request_reaches_the_endpoint_untouched(string method, string path, string accept)
    {
        await using var host = await ExplorerHost.StartAsync(installed: true);

        using var answer = await host.GetAsync(path, accept, new HttpMethod(method));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(ExplorerHost.Endpoint, await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("service-worker.js")]
    [InlineData("absent.js")]
    public async Task Neither_a_service_worker_nor_an_unknown_file_is_served(string name)
    {
        await using var host = await ExplorerHost.StartAsync(installed: true);

        using var answer = await host.GetAsync("/graphql/ui/" + name);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/graphql/ui")]
    [InlineData("/graphql/ui/")]
    public async Task Without_the_files_the_page_says_how_to_get_them_and_the_endpoint_works(string path)
    {
        await using var host = await ExplorerHost.StartAsync(installed: false);

        using var page = await host.GetAsync(path, Chromium);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Node.js", html);
        Assert.Contains($"curl --get \"{host.Browser.BaseAddress}graphql\"", html);
        Assert.DoesNotContain("{endpoint}", html);
        Assert.DoesNotContain("unsafe-eval", Assert.Single(page.Headers.GetValues("Content-Security-Policy")));

        using var asset = await host.GetAsync("/graphql/ui/static/js/main.0a1b.js");
        Assert.Equal(HttpStatusCode.NotFound, asset.StatusCode);
        using var answer = await host.GetAsync("/graphql");
        Assert.Equal(ExplorerHost.Endpoint, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_host_name_is_text_on_the_page_and_never_markup()
    {
        await using var host = await ExplorerHost.StartAsync(installed: false);

        using var socket = new TcpClient();
        await socket.ConnectAsync(host.Browser.BaseAddress!.Host, host.Browser.BaseAddress.Port);
        await socket.GetStream().WriteAsync("GET /graphql/ui/ HTTP/1.1\r\nHost: a'b\r\nConnection: close\r\n\r\n"u8.ToArray());
        var html = await new StreamReader(socket.GetStream()).ReadToEndAsync();
        Assert.Contains("http://a&#x27;b/graphql", html);
        Assert.DoesNotContain("http://a'b/graphql", html);
    }
}
