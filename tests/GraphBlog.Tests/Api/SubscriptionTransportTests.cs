using System.Text.Json;
using GraphBlog.Tests.Http;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>The server as it is served, over the ways that subscriptions come.</summary>
public sealed class SubscriptionTransportTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Viewer = "{ viewer { user { handle } organisation { slug } } }";

    private const string Changes =
        "subscription { postChanged { action post { title author { handle } } changedBy { handle } } }";

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
        using var request = Post(Viewer, TestServer.Linus);
        using var stream = await EventStreamClient.SendAsync(server.Client, request);
        Assert.Contains("\"handle\":\"linus\"", (await stream.RestAsync())[0]);
    }

    [Fact]
    public async Task A_change_reaches_those_who_may_see_it_in_both_ways_and_each_reads_as_itself()
    {
        await using var ada = await FollowAsync(TestServer.Ada);
        await using var margaret = await FollowAsync(TestServer.Margaret);
        using var request = Post(Changes, TestServer.Grace);
        using var grace = await EventStreamClient.SendAsync(server.Client, request);
        await Task.WhenAll(
            UntilAsync(ada.NextAsync(), "Of Acme", TestServer.Ada, "ada"),
            UntilAsync(NextEventAsync(grace), "Of Acme", TestServer.Ada, "ada"),
            UntilAsync(margaret.NextAsync(), "Of Globex", TestServer.Margaret, "margaret"));
        await ada.SendAsync("""{"type":"complete","id":"1"}""");
        await ada.SubscribeAsync("2", Viewer);
        string last;
        do
        {
            last = await ada.NextAsync();
        }
        while (last.StartsWith("{\"id\":\"1\""));
        Assert.StartsWith("{\"id\":\"2\",\"type\":\"next\"", last);
    }

    [Fact]
    public async Task A_cursor_that_is_none_is_an_error_of_the_subscription()
    {
        await using var client = await FollowAsync(TestServer.Ada, "subscription { postChanged(after: \"x\") { cursor } }");
        Assert.Contains("\"type\":\"error\",\"payload\":[{\"message\":\"`after` is not a cursor of a change.\"", await client.NextAsync());
    }

    [Fact]
    public async Task A_server_that_stops_tells_its_followers()
    {
        var stopped = await TestServer.StartAsync(server.Database, "Development");
        await using var client = await SocketClient.OpenAsync($"{stopped.Url}/graphql");
        await client.SendAsync(SocketClient.Init);
        Assert.Equal(SocketClient.Ack, await client.NextAsync());
        await client.SubscribeAsync("1", Changes);
        var stopping = stopped.DisposeAsync();
        Assert.StartsWith("1001 ", await client.NextAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private async Task<SocketClient> FollowAsync(string user, string subscription = Changes)
    {
        var client = await OpenAsync();
        await client.SendAsync(Init($"Bearer {server.Token(user)}"));
        Assert.Equal(SocketClient.Ack, await client.NextAsync());
        await client.SubscribeAsync("1", subscription);
        return client;
    }

    /// <summary>Makes changes until one is heard of: a subscription does not tell when it has begun.</summary>
    private async Task UntilAsync(Task<string> heard, string title, string user, string handle)
    {
        while (!heard.IsCompleted)
        {
            await server.DoAsync("createPost", new { title, body = "Text", status = "PUBLISHED" }, user);
            await Task.WhenAny(heard, Task.Delay(200));
        }

        Assert.Contains(
            "{\"data\":{\"postChanged\":{\"action\":\"CREATE\",\"post\":{\"title\":\"TITLE\",\"author\":{\"handle\":\"WHO\"}},"
                .Replace("TITLE", title).Replace("WHO", handle) + $"\"changedBy\":{{\"handle\":\"{handle}\"}}}}}}}}",
            await heard);
    }

    private static async Task<string> NextEventAsync(EventStreamClient stream)
    {
        string? next;
        do
        {
            next = await stream.NextAsync();
        }
        while (next == ":");
        return next!;
    }

    private HttpRequestMessage Post(string query, string user)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query }), null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.Token(user)}");
        return request;
    }

    private Task<SocketClient> OpenAsync(params (string Name, string Value)[] headers)
        => SocketClient.OpenAsync($"{server.Url}/graphql", headers: headers);

    private static string Init(string token)
        => JsonSerializer.Serialize(new { type = "connection_init", payload = new { authorization = token } });
}
