using System.Text;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Hosting;

/// <summary>What the program writes as it serves.</summary>
public sealed class LogTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task In_Production_a_request_is_one_JSON_line_without_its_text_and_a_probe_is_none()
    {
        var lines = await ServeAsync(("RequestLog__Slow", "00:10:00"));
        var line = Assert.Single(lines, line => line.Contains("GraphBlog.Request") && line.Contains("request-of-mine"));
        var entry = JsonElement.Parse(line);
        Assert.Equal(("Information", "GraphBlog.Request"), (entry.GetProperty("LogLevel").GetString(), entry.GetProperty("Category").GetString()));
        Assert.EndsWith("Z", entry.GetProperty("Timestamp").GetString());
        var state = entry.GetProperty("State");
        Assert.Equal("query Mine", state.GetProperty("Operation").GetString());
        Assert.Equal((1, 1), (state.GetProperty("Organisation").GetInt32(), state.GetProperty("User").GetInt32()));
        Assert.InRange(state.GetProperty("Statements").GetInt32(), 1, 3);
        Assert.Equal("HC0051", state.GetProperty("Errors").GetString());
        Assert.InRange(state.GetProperty("DurationMs").GetDouble(), 0.01, 60_000);
        Assert.DoesNotContain("of-the-variable", string.Concat(lines));
        Assert.DoesNotContain(lines, written => written.Contains("health"));
    }

    [Fact]
    public async Task The_frameworks_settings_are_honoured_and_slow_requests_are_warnings()
    {
        var lines = await ServeAsync(
            ("Logging__Console__FormatterName", "simple"), ("Logging__LogLevel__GraphBlog.Request", "Warning"), ("RequestLog__Slow", "00:00:00.001"));
        Assert.Contains(lines, line => line.Contains("warn: GraphBlog.Request") && line.Contains("query Mine"));
        Assert.DoesNotContain(lines, line => line.StartsWith('{'));
    }

    [Fact]
    public async Task The_ports_of_a_container_image_are_served()
    {
        await using var run = ProgramRun.Start("serve", [.. Settings, ("ASPNETCORE_HTTP_PORTS", "0")]);
        Assert.DoesNotContain("5080", await run.ReadyAsync());
    }

    private (string, string)[] Settings =>
        [("ConnectionStrings__GraphBlog", database.App), ("Auth__SigningKey", TestServer.SigningKey), ("ASPNETCORE_ENVIRONMENT", "Production")];

    private async Task<string[]> ServeAsync(params (string, string)[] more)
    {
        await using var run = ProgramRun.Start("serve --urls http://127.0.0.1:0", [.. Settings, .. more]);
        var url = await run.ReadyAsync();
        await using var server = await TestServer.StartAsync(database, "Production");
        using var client = new HttpClient();
        Assert.StartsWith("{\"status\":\"healthy\"", await client.GetStringAsync($"{url}/health/ready"));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/graphql")
        {
            Content = new StringContent(
                """{"query":"query Mine($slug: String!) { postBySlug(slug: $slug) { title } posts(first: 1000) { nodes { id } } }","variables":{"slug":"of-the-variable"}}""",
                Encoding.UTF8, "application/json"),
            Headers = { { "Authorization", $"Bearer {server.Token(TestServer.Ada)}" }, { "X-Request-Id", "request-of-mine" } },
        };
        using var answer = await client.SendAsync(request);
        await answer.Content.ReadAsStringAsync();
        await run.StopAsync();
        return run.Lines;
    }
}
