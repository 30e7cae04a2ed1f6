using System.Text;
using System.Text.Json;
using GraphBlog.GraphApi.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace GraphBlog.Tests.Fixtures;

/// <summary>The server as it is served, on a free port, over a <see cref="TestDatabase"/>; by default its own, in Development.</summary>
public sealed class TestServer : IAsyncLifetime, IAsyncDisposable
{
    public const string Ada = "acme/ada", Grace = "acme/grace", Linus = "acme/linus", Guest = "acme/guest", Margaret = "globex/margaret";
    public const string SigningKey = "a signing key of the tests, of more than 32 bytes";
    private readonly bool _ownsDatabase;
    private readonly string[] _settings;
    private WebApplication _app = null!;
    private string? _serving;

    public TestServer() : this(new(), "Development", []) => _ownsDatabase = true;

    private TestServer(TestDatabase database, string environment, string[] settings)
        => (Database, _settings) = (database, [$"--environment={environment}", .. settings]);

    public TestDatabase Database { get; }

    /// <summary>Sends no cookies, and of headers only those it is told to.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { UseCookies = false });

    public StatementLog Statements { get; } = new();

    /// <summary>Everything logged at Error; a server that is disposed must have logged nothing.</summary>
    public TestLog Log { get; } = new();

    public string Url { get; private set; } = null!;

    /// <summary>Starts another server over a database, with settings as on its command line ("--Name:Part=value").</summary>
    public static async Task<TestServer> StartAsync(TestDatabase database, string environment, params string[] settings)
    {
        var server = new TestServer(database, environment, settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts a server over a connection string of another kind, by way of a proxy or to another PostgreSQL.</summary>
    public static async Task<TestServer> StartOverAsync(string serving, string environment, params string[] settings)
    {
        var server = new TestServer(new(), environment, settings) { _serving = serving };
        await server.StartAsync();
        return server;
    }

    /// <summary>A token of the server's own, for "organisation/user"; either may be given by id.</summary>
    public string Token(string user, string? role = null, string? act = null, string? kind = null, string? scope = null)
    {
        var (org, subject) = user.Split('/') is [var first, var second] ? (first, second) : throw new ArgumentException(user);
        return Authentication.Issue(
            _app.Configuration, Encoding.UTF8.GetBytes(SigningKey), new(org, subject, role, act, kind, scope), TimeSpan.FromHours(1));
    }

    /// <summary>The data of an answer without errors.</summary>
    public async Task<JsonElement> QueryAsync(string query, object? variables = null, string user = Ada)
    {
        var answer = await PostAsync(query, variables, user);
        Assert.False(answer.Json.TryGetProperty("errors", out _), $"{query}\n{answer.Body}");
        return answer.Data;
    }

    /// <summary>Whatever the server answers to a query; a null user sends no token.</summary>
    public Task<Answer> PostAsync(string query, object? variables = null, string? user = Ada, params (string Name, string Value)[] headers)
        => SendAsync(JsonSerializer.Serialize(new { query, variables }), user is null ? null : Token(user), headers);

    /// <summary>Whatever the server answers to a body sent as JSON.</summary>
    public async Task<Answer> SendAsync(string body, string? token, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Url}/graphql")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/graphql-response+json");
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return new(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.ToString(),
            await response.Content.ReadAsStringAsync(),
            response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>What the serving contexts sent to the database while the query ran, one element a round trip.</summary>
    public async Task<IReadOnlyList<string>> StatementsOfAsync(string query, object? variables = null, string user = Ada)
    {
        await QueryAsync("{ viewer { role } }", user: user);      // the directory knows the user from here on
        Statements.Clear();
        await QueryAsync(query, variables, user);
        return Statements.Sent;
    }

    /// <summary>How many changes the audit log holds, of everybody's.</summary>
    public async Task<long> ChangesAsync() => (long)(await Database.OwnerScalarAsync("select count(*) from audit.audit_log"))!;

    public async Task InitializeAsync()
    {
        await Database.InitializeAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsDatabase)
        {
            await Database.DisposeAsync();
        }

        Assert.Empty(Log.Errors);
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    private async Task StartAsync()
    {
        var builder = BlogServer.CreateBuilder(
        [
            "--urls=http://127.0.0.1:0", "--Maintenance:InServer=false", $"--ConnectionStrings:GraphBlog={_serving ?? Database.App}", $"--Auth:SigningKey={SigningKey}", .. _settings,
        ]);
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services.AddStatementLog(Statements);
        _app = BlogServer.Build(builder, new BlogSettings(builder.Configuration, builder.Environment), ()
            => builder.Configuration["ConnectionStrings:GraphBlog"]!);
        await BlogServer.RefuseUnfitAsync(_app, CancellationToken.None);
        await _app.StartAsync();
        Url = _app.Urls.Single();
    }
}
