using GraphBlog.Engine.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>Who is let in on a socket, and for whom its operations run.</summary>
public sealed class SocketInterceptorTests : IAsyncLifetime
{
    private readonly InterceptorCalls _calls = new();
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(
        o => o.ExecutionTimeout = TimeSpan.FromSeconds(1),
        s => s.AddSingleton(_calls).AddHttpRequestInterceptor<ByName>());

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("authorization")]
    [InlineData("Authorization")]
    [InlineData("AUTHORIZATION")]
    public async Task A_token_in_the_payload_stands_for_the_header_and_every_operation_runs_for_its_bearer(string name)
    {
        await using var client = await _server.ConnectAsync(new Dictionary<string, object> { [name] = "ada", ["other"] = 1 });
        await client.SubscribeAsync("1", "{ viewer }");
        Assert.Equal("""{"id":"1","type":"next","payload":{"data":{"viewer":"ada"}}}""", (await client.AllAsync("1"))[0]);
        await client.SubscribeAsync("2", "subscription { ticks(to: 1) { viewer } }");
        Assert.Equal("""{"id":"2","type":"next","payload":{"data":{"ticks":{"viewer":"ada"}}}}""", (await client.AllAsync("2"))[0]);
        Assert.Equal(["create"], _calls.Entries);
        await client.DisposeAsync();
        await StreamJournal.ReachAsync(_calls.Completed);
        Assert.Equal(["create", "complete"], _calls.Entries);
    }

    [Fact]
    public async Task The_header_counts_as_well_and_the_payload_before_it()
    {
        await using var client = await SocketClient.OpenAsync(_server.Url.ToString(), headers: ("Authorization", "ada"));
        Assert.Empty(_calls.Entries);
        await client.SendAsync(SocketClient.Init);
        Assert.Equal(SocketClient.Ack, await client.NextAsync());
        await using var other = await SocketClient.OpenAsync(_server.Url.ToString(), headers: ("Authorization", "ada"));
        await other.SendAsync("""{"type":"connection_init","payload":{"authorization":"mallory"}}""");
        Assert.StartsWith("4403 ", await other.NextAsync());
    }

    [Theory]
    [InlineData("""{"type":"connection_init"}""", "4403 Forbidden: Sign in.")]
    [InlineData("""{"type":"connection_init","payload":null}""", "4403 Forbidden: Sign in.")]
    [InlineData("""{"type":"connection_init","payload":{"authorization":null}}""", "4403 Forbidden: Sign in.")]
    [InlineData("""{"type":"connection_init","payload":{"authorization":1}}""", "4403 Forbidden: `authorization` must be a string.")]
    [InlineData("""{"type":"connection_init","payload":{"authorization":"slow"}}""", "1013 The request took over the limit of 1 s.")]
    [InlineData("""{"type":"connection_init","payload":{"authorization":"crash"}}""", "1011 Unexpected execution error. (id-1)")]
    [InlineData("""{"type":"connection_init","payload":[]}""", "4400 `payload` must be a JSON object or null.")]
    public async Task Who_is_refused_is_told_why(string message, string end)
    {
        await using var client = await SocketClient.OpenAsync(_server.Url.ToString(), headers: ("X-Request-Id", "id-1"));
        await client.SendAsync(message);
        await client.SubscribeAsync("1", "{ hello }");
        Assert.Equal(end, await client.NextAsync());
        Assert.Equal(end.StartsWith("1011") ? 1 : 0, _server.Log.Errors.Count);
        Assert.DoesNotContain("complete", _calls.Entries);
    }

    private sealed class InterceptorCalls
    {
        public List<string> Entries { get; } = [];

        public SemaphoreSlim Completed { get; } = new(0);
    }

    private sealed class ByName(InterceptorCalls calls, Seat seat) : HttpRequestInterceptor
    {
        public override async ValueTask OnCreateAsync(HttpContext http, CancellationToken ct)
        {
            calls.Entries.Add("create");
            switch (http.Request.Headers.Authorization.ToString())
            {
                case "ada":
                    seat.Viewer = "ada";
                    break;
                case "slow":
                    await Task.Delay(Timeout.Infinite, ct);
                    break;
                case "crash":
                    throw new InvalidOperationException("select * from secret_table");
                default:
                    throw new GraphQLRequestException("Sign in.", "UNAUTHENTICATED", 401);
            }
        }

        public override ValueTask OnCompletedAsync(HttpContext http)
        {
            calls.Entries.Add("complete");
            calls.Completed.Release();
            return default;
        }
    }
}
