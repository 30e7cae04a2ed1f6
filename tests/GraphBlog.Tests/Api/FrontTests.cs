using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>What proxies, browsers and tools in front of the server rely on.</summary>
public sealed class FrontTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Query = """{"query":"{ viewer { role } }"}""";

    [Theory]
    [InlineData("authorization, content-type, traceparent, tracestate")]
    [InlineData("x-apollo-operation-name, apollo-require-preflight, apollographql-client-name, apollographql-client-version")]
    [InlineData("graphql-require-preflight, x-request-id, x-ours")]
    public async Task A_page_of_an_allowed_origin_may_send_what_clients_really_send_and_asks_once_an_hour(string headers)
    {
        await using var server = await TestServer.StartAsync(
            db, "Production", "--Cors:Origins:0=https://blog.example", "--Cors:Headers:0=x-ours", "--Cors:MaxAge=00:30:00");
        using var preflight = new HttpRequestMessage(HttpMethod.Options, $"{server.Url}/graphql");
        preflight.Headers.Add("Origin", "https://blog.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", headers);
        var answer = await server.SendAsync(preflight);
        Assert.Equal(("https://blog.example", "1800"), (answer.Headers["Access-Control-Allow-Origin"], answer.Headers["Access-Control-Max-Age"]));
        Assert.All(headers.Split(", "), header => Assert.Contains(header, answer.Headers["Access-Control-Allow-Headers"]));
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_long_answer_is_compressed_for_a_client_that_accepts_it_and_a_short_one_is_not(string encoding)
    {
        await using var server = await TestServer.StartAsync(db, "Development");
        await server.DoAsync("createPost", new { title = "Long", body = new string('a', 20_000) });
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None };
        using var client = new HttpClient(handler) { DefaultRequestHeaders = { AcceptEncoding = { new StringWithQualityHeaderValue(encoding) } } };
        using var brief = await client.PostAsync($"{server.Url}/graphql", new StringContent(Query, Encoding.UTF8, "application/json"));
        Assert.Empty(brief.Content.Headers.ContentEncoding);
        using var full = await client.PostAsync(
            $"{server.Url}/graphql", new StringContent("""{"query":"{ posts { nodes { body } } }"}""", Encoding.UTF8, "application/json"));
        Assert.Equal([encoding], full.Content.Headers.ContentEncoding);
        Assert.InRange((await full.Content.ReadAsByteArrayAsync()).Length, 1, 5_000);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    public async Task Forwarded_headers_count_from_known_proxies_alone_and_a_path_base_is_taken_off(string proxy, bool counts)
    {
        await using var server = await TestServer.StartAsync(
            db, "Development", $"--Http:KnownProxies:0={proxy}", "--Http:PathBase=/blog", "--AllowedHosts=*");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/blog/graphql/ui");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "blog.example");
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var answer = await client.SendAsync(request);
        if (answer.Headers.Location is { } location)
        {
            Assert.Equal(counts, location.ToString().StartsWith("https://blog.example/blog/"));
        }

        using var post = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/blog/graphql") { Content = new StringContent(Query, Encoding.UTF8, "application/json") };
        Assert.Contains("ADMIN", (await server.SendAsync(post)).Body);
    }

    [Fact]
    public async Task In_Development_a_page_whose_name_was_made_to_resolve_here_gets_nothing()
    {
        await using var server = await TestServer.StartAsync(db, "Development");
        foreach (var (host, status) in new[] { ("evil.example", 400), ("localhost", 200), ("127.0.0.1", 200), ("app.localhost", 200) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql") { Content = new StringContent(Query, Encoding.UTF8, "application/json") };
            request.Headers.Host = $"{host}:{new Uri(server.Url).Port}";
            Assert.Equal(status, (await server.SendAsync(request)).Status);
        }
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_refused_without_a_word_in_the_log()
    {
        await using var server = await TestServer.StartAsync(db, "Development");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql")
        {
            Content = new StringContent($$"""{"query":"{{new string(' ', 8_000_000)}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = true;
        Assert.Equal("BODY_TOO_LARGE", (await server.SendAsync(request)).Code);
        await Task.Delay(300);
        Assert.Empty(server.Log.Errors);
    }
}
