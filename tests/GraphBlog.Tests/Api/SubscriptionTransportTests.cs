using System.Text.Json;
using GraphBlog.Tests.Http;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>The server as it is served, over the ways that subscriptions come.</summary>
public sealed class SubscriptionTransportTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Viewer = "{ viewer { user { handle } organisation { slug } } }";

    [Fact]
    public async Task A_socket_works_for_the_bearer_of_the_payloads_token()
    {
        foreach (var (user, handle, slug) in new[] { (TestServer.Grace, "grace", "acme"), (TestServer.Margaret, "margaret", "globex") })
        {
            await using var client = await OpenAsync();
            await client.SendAsync(Init($"Bearer {server.Token(user)}"));
            Assert.Equal(SocketClient.Ack, await client.NextAsync());
            await client.SubscribeAsync("1", Viewer);
            await client.SubscribeAsync("2", Viewer);
            var messages = new[] { await client.NextAsync(), await client.NextAsync(), await client.NextAsync(), await client.NextAsync() };
            var expected = $"{{\"viewer\":{{\"user\":{{\"handle\":\"{handle}\"}},\"organisation\":{{\"slug\":\"{slug}\"}}}}}}";
            Assert.Equal(2, messages.Count(message => message.Contains(expected)));
        }
    }

    [Fact]
    public async Task A_socket_without_a_token_that_is_good_is_refused()
    {
        await using var forged = await OpenAsync();
        await forged.SendAsync(Init($"Bearer {server.Token(TestServer.Ada)}x"));
        Assert.Equal("4403 Forbidden: The token is not valid, or has expired.", await forged.NextAsync());
        await using var production = await TestServer.StartAsync(server.Database, "Production");
        await using var nobody = await SocketClient.OpenAsync($"{production.Url}/graphql");
        await nobody.SendAsync(SocketClient.Init);
        Assert.Equal("4403 Forbidden: Send a token: `Authorization: Bearer ...`.", await nobody.NextAsync());
    }

    [Fact]
    public async Task A_page_of_another_origin_opens_a_socket_only_where_cors_lets_it_in()
    {
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => OpenAsync(("Origin", "https://app.example")));
        await using var open = await TestServer.StartAsync(server.Database, "Development", "--Cors:Origins:0=https://app.example");
        await using var client = await SocketClient.OpenAsync($"{open.Url}/graphql", headers: ("Origin", "https://app.example"));
        Assert.Equal(SocketClient.Protocol, client.Socket.SubProtocol);
    }

    [Fact]
    public async Task An_event_stream_answers_a_query_for_the_bearer_of_the_token()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query = Viewer }), null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.Token(TestServer.Linus)}");
        using var stream = await EventStreamClient.SendAsync(server.Client, request);
        Assert.Contains("\"handle\":\"linus\"", (await stream.RestAsync())[0]);
    }

    private Task<SocketClient> OpenAsync(params (string Name, string Value)[] headers)
        => SocketClient.OpenAsync($"{server.Url}/graphql", headers: headers);

    private static string Init(string token)
        => JsonSerializer.Serialize(new { type = "connection_init", payload = new { authorization = token } });
}
