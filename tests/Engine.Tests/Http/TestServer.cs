using System.Net;
using System.Text;
using System.Text.Json;
using GraphBlog.Engine.Execution.Memory;
using GraphBlog.Engine.Http;
using GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>The endpoint on a real Kestrel and a free port, with <see cref="TestSchema"/> behind it.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestServer(WebApplication app, TestLog log)
    {
        (_app, Log) = (app, log);
        Url = new Uri(app.Urls.Single() + "/graphql");
        Client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None });
    }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public TestLog Log { get; }

    public Gate Gate => _app.Services.GetRequiredService<Gate>();

    public AnswerMemory Answers => _app.Services.GetRequiredService<AnswerMemory>();

    public StreamJournal Streams => _app.Services.GetRequiredService<StreamJournal>();

    public SeatJournal Seats => _app.Services.GetRequiredService<SeatJournal>();

    public static async Task<TestServer> StartAsync(
        Action<GraphQLServerOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? pipeline = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var log = new TestLog();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton<ISchema, TestSchema>().AddSingleton<Gate>().AddScoped<TestSchema.Journal>();
        builder.Services.AddSingleton<StreamJournal>().AddSingleton<SeatJournal>().AddScoped<Seat>();
        builder.Services.AddEventScopes((from, to) => to.GetRequiredService<Seat>().Viewer = from.GetRequiredService<Seat>().Viewer);
        builder.Services.AddGraphQLServer(configure);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        pipeline?.Invoke(app);
        app.UseWebSockets();
        app.MapGraphQL("/graphql");
        await app.StartAsync();
        return new TestServer(app, log);
    }

    /// <summary>Posts a body, as JSON unless told otherwise.</summary>
    public Task<Answer> PostAsync(string body, string? accept = null, params (string Name, string Value)[] headers)
        => SendAsync(HttpMethod.Post, Url, new StringContent(body, Encoding.UTF8, "application/json"), accept, headers);

    /// <summary>Posts a query with its variables, accepting the media type whose status codes tell what happened.</summary>
    public Task<Answer> QueryAsync(string query, object? variables = null, string? operationName = null)
        => PostAsync(JsonSerializer.Serialize(new { query, variables, operationName }), "application/graphql-response+json");

    public Task<Answer> GetAsync(string query, string? accept = "application/graphql-response+json", string more = "")
        => SendAsync(HttpMethod.Get, new Uri($"{Url}?query={Uri.EscapeDataString(query)}{more}"), null, accept);

    public async Task<Answer> SendAsync(
        HttpMethod method, Uri url, HttpContent? content, string? accept = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        foreach (var (name, value) in headers)
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || content!.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Client.SendAsync(request);
        return new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers)
                .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Opens a stream of events.</summary>
    internal Task<EventStreamClient> StreamAsync(
        string query, object? variables = null, CancellationToken ct = default, params (string Name, string Value)[] headers)
        => EventStreamClient.PostAsync(Client, Url, query, variables, ct, headers);

    /// <summary>Opens a socket and is let in.</summary>
    internal Task<SocketClient> ConnectAsync(object? payload = null) => SocketClient.ConnectAsync(Url, payload);

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
