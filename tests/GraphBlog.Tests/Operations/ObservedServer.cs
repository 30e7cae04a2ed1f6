using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.Tests.Fixtures;
using GraphBlog.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Operations;

/// <summary>The program as it runs in Production, with everything told that it can be asked to tell, down to the most verbose log.</summary>
public sealed class ObservedServer : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private ProgramRun _run = null!;

    internal OtlpCollector Collector { get; private set; } = null!;

    public TestDatabase Database => _database;

    public HttpClient Client { get; } = new();

    public string Url { get; private set; } = null!;

    public string MetricsUrl { get; private set; } = null!;

    public string[] Lines => _run.Lines;

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        Collector = await OtlpCollector.StartAsync();
        MetricsUrl = $"http://127.0.0.1:{Postmaster.FreePort()}";
        _run = ProgramRun.Start(
            "serve --urls http://127.0.0.1:0",
            ("ConnectionStrings__GraphBlog", _database.App), ("Auth__SigningKey", TestServer.SigningKey), ("ASPNETCORE_ENVIRONMENT", "Production"),
            ("GraphQL__AllowIntrospection", "true"), ("GraphQL__ExecutionTimeout", "00:01:00"),
            ("Telemetry__PrometheusUrl", MetricsUrl),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", Collector.Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "300"), ("OTEL_SERVICE_NAME", "the-blog"),
            ("Logging__LogLevel__Default", "Trace"), ("Logging__LogLevel__Microsoft", "Trace"), ("Logging__LogLevel__GraphBlog.Request", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"),
            ("Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Trace"),
            ("Logging__Console__LogLevel__Microsoft.AspNetCore.Server.Kestrel", "Trace"),
            ("Logging__Console__FormatterOptions__IncludeScopes", "true"));
        Url = await _run.ReadyAsync();
    }

    public static string Token(string? act = null, string? kind = null)
        => Authentication.Issue(
            new ConfigurationBuilder().Build(), Encoding.UTF8.GetBytes(TestServer.SigningKey),
            new("acme", "ada", null, act, kind), TimeSpan.FromHours(1));

    public async Task<string> SendAsync(
        HttpMethod method, string pathAndQuery, string? body, string token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, Url + pathAndQuery)
        {
            Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    /// <summary>Sends bytes as they are, and waits for the end of the answer.</summary>
    public async Task SendRawAsync(string bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", new Uri(Url).Port);
        await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        _ = await socket.GetStream().ReadAtLeastAsync(new byte[4096], 1, throwOnEndOfStream: false, patience.Token);
    }

    /// <summary>What the request log says of a request, which it does when the answer is out.</summary>
    public async Task<JsonElement> LoggedAsync(string requestId)
    {
        for (var tries = 0; ; tries++)
        {
            if (Lines.FirstOrDefault(line => line.Contains("\"Category\":\"GraphBlog.Request\"") && line.Contains(requestId)) is { } line)
            {
                return JsonElement.Parse(line).GetProperty("State");
            }

            Assert.True(tries < 200, $"The log has no line of {requestId}.");
            await Task.Delay(50);
        }
    }

    public async Task<string> MetricsAsync()
    {
        await Task.Delay(400);      // as long as the exporter answers what it answered last, and a little
        return await Client.GetStringAsync($"{MetricsUrl}/metrics");
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _run.DisposeAsync();
        await Collector.DisposeAsync();
        await _database.DisposeAsync();
    }
}
