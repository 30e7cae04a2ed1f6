using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
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
    public async Task A_stream_tells_nothing_from_before_it_was_asked_for_and_all_from_after_it_began()
    {
        using var listening = await ChangeStream.OpenAsync(server, TestServer.Ada, after: null);      // so that the server follows all the while
        for (var time = 0; time < 5; time++)
        {
            await server.PublishAsync("Before");
            using var stream = await ChangeStream.OpenAsync(server, TestServer.Ada, after: null);
            var made = await server.PublishAsync("After");
            Assert.Equal(made, (await stream.NextAsync()).PostId());
        }
    }

    [Fact]
    public async Task A_socket_tells_nothing_from_before_it_was_asked_to()
    {
        using var listening = await ChangeStream.OpenAsync(server, TestServer.Ada, after: null);
        await using var client = await FollowAsync(TestServer.Ada, "subscription { postChanged { cursor } }");
        for (var time = 0; time < 5; time++)
        {
            await server.PublishAsync("Before");
            await client.SubscribeAsync($"at {time}", "subscription { postChanged { post { title } } }");
            var heard = HeardAsync(client, $"at {time}");
            for (var after = 0; after < 100 && !heard.IsCompleted; after++)      // nothing says when it has begun
            {
                await server.PublishAsync("After");
                await Task.WhenAny(heard, Task.Delay(100));
            }

            Assert.Contains("\"title\":\"After\"", await heard.WaitAsync(TimeSpan.FromSeconds(20)));
        }

        static async Task<string> HeardAsync(SocketClient client, string id)
        {
            string message;
            do
            {
                message = await client.NextAsync();
            }
            while (!message.Contains($"\"id\":\"{id}\""));
            return message;
        }
    }

    [Fact]
    public async Task Both_end_with_their_token_and_go_on_by_their_cursor_with_a_new_one()
    {
        var ending = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = "graphblog",
            Audience = "graphblog",
            Claims = new Dictionary<string, object> { ["org"] = "acme", ["sub"] = "ada" },
            NotBefore = DateTime.UtcNow.AddHours(-1),
            Expires = DateTime.UtcNow.AddSeconds(3 - 30),      // a token counts for 30 seconds longer, as clocks differ
            SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(TestServer.SigningKey)), SecurityAlgorithms.HmacSha256),
        });
        await using var socket = await OpenAsync();
        await socket.SendAsync(Init($"Bearer {ending}"));
        Assert.Equal(SocketClient.Ack, await socket.NextAsync());
        await socket.SubscribeAsync("1", "subscription { postChanged(id: \"UG9zdDox\") { cursor } }");
        using var request = Post("subscription { postChanged { cursor post { title } } }", ending, isToken: true);
        using var stream = await EventStreamClient.SendAsync(server.Client, request);
        await server.PublishAsync("Heard");
        var heard = await NextEventAsync(stream);
        Assert.Contains("Heard", heard);
        var cursor = JsonElement.Parse(heard[heard.IndexOf('{')..]).GetProperty("data").GetProperty("postChanged").Text("cursor");

        Assert.Contains("\"code\":\"AUTH_TOKEN_EXPIRED\"", await NextEventAsync(stream));
        Assert.StartsWith("event: complete", await NextEventAsync(stream));
        Assert.StartsWith("4403 Forbidden: The token has expired.", await socket.NextAsync());
        var missed = await server.PublishAsync("Missed");
        using var resumed = await ChangeStream.OpenAsync(server, TestServer.Ada, cursor);
        Assert.Equal(missed, (await resumed.NextAsync()).PostId());
    }

    [Fact]
    public async Task Both_end_when_the_role_is_another()
    {
        await using var often = await TestServer.StartAsync(server.Database, "Development", "--GraphQL:RecheckInterval=00:00:00.2");
        var user = await often.DoAsync("createUser", new { handle = "changing", displayName = "Changing", role = "EDITOR" });
        await using var socket = await SocketClient.OpenAsync($"{often.Url}/graphql");
        await socket.SendAsync(Init($"Bearer {often.Token("acme/changing")}"));
        Assert.Equal(SocketClient.Ack, await socket.NextAsync());
        using var stream = await ChangeStream.OpenAsync(often, "acme/changing", after: null);
        await Task.Delay(500);      // longer than it takes to ask: nothing has changed yet
        await often.DoAsync("updateUser", new { id = user.Id(), expectedVersion = 1, role = "READER" });
        Assert.Equal("AUTH_RIGHTS_CHANGED", await stream.CodeAsync());
        Assert.Null(await stream.ResultAsync());
        Assert.StartsWith("4403 Forbidden: What you may do has changed.", await socket.NextAsync());
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

    private HttpRequestMessage Post(string query, string user, bool isToken = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query }), null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {(isToken ? user : server.Token(user))}");
        return request;
    }

    private Task<SocketClient> OpenAsync(params (string Name, string Value)[] headers)
        => SocketClient.OpenAsync($"{server.Url}/graphql", headers: headers);

    private static string Init(string token)
        => JsonSerializer.Serialize(new { type = "connection_init", payload = new { authorization = token } });
}
