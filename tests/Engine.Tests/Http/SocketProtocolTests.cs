using System.Net.WebSockets;
using System.Text;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>What the protocol graphql-transport-ws says about the connection itself.</summary>
public sealed class SocketProtocolTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(o => o.MaxBodyBytes = 10_000);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_client_that_asks_is_let_in_and_may_leave()
    {
        await using var client = await _server.ConnectAsync(new { some = "payload" });
        Assert.Equal(SocketClient.Protocol, client.Socket.SubProtocol);
        Assert.True(client.Socket.HttpResponseHeaders!.ContainsKey("X-Request-Id"));
        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.Socket.CloseStatus);
        Assert.Empty(_server.Log.Errors);
    }

    [Theory]
    [InlineData("""{"type":"ping"}""", """{"type":"pong"}""")]
    [InlineData("""{"type":"ping","payload":{"a":[1]}}""", """{"type":"pong","payload":{"a":[1]}}""")]
    [InlineData("""{"type":"ping","payload":null,"more":1}""", """{"type":"pong"}""")]
    public async Task A_ping_is_answered_before_and_after(string ping, string pong)
    {
        await using var client = await SocketClient.OpenAsync(_server.Url.ToString());
        await client.SendAsync(ping);
        Assert.Equal(pong, await client.NextAsync());
        await client.SendAsync("""{"type":"pong"}""");
        await client.SendAsync("""{"type":"complete","id":"unknown"}""");
        await client.SendAsync(SocketClient.Init);
        Assert.Equal(SocketClient.Ack, await client.NextAsync());
        await client.SendAsync(ping);
        Assert.Equal(pong, await client.NextAsync());
    }

    [Theory]
    [InlineData("not JSON", "valid JSON")]
    [InlineData("[]", "`type`")]
    [InlineData("{}", "`type`")]
    [InlineData("""{"type":1}""", "`type`")]
    [InlineData("""{"type":"\ud800"}""", "`type`")]
    [InlineData("""{"type":"ping","payload":{"a":"\ud83d"}}""", "surrogate")]
    [InlineData("""{"type":"ping","payload":{"\ud83d":1}}""", "surrogate")]
    [InlineData("""{"type":"ping","\udc00":1}""", "surrogate")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","variables":{"\ud83d":1}}}""", "surrogate")]
    [InlineData("""{"type":"start"}""", "`start`")]
    [InlineData("""{"type":"next","id":"1"}""", "`next`")]
    [InlineData("""{"type":"connection_ack"}""", "`connection_ack`")]
    [InlineData("""{"type":"ping","payload":"text"}""", "`payload`")]
    [InlineData("""{"type":"subscribe"}""", "`id`")]
    [InlineData("""{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}""", "`id`")]
    [InlineData("""{"type":"subscribe","id":1,"payload":{"query":"{ hello }"}}""", "`id`")]
    [InlineData("""{"type":"subscribe","id":"1"}""", "`query`")]
    [InlineData("""{"type":"subscribe","id":"1","payload":[]}""", "`query`")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":0}}""", "`query`")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","variables":[]}}""", "`variables`")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":"{ hello }","extensions":0}}""", "`extensions`")]
    [InlineData("""{"type":"complete"}""", "`id`")]
    public async Task A_message_that_is_none_of_the_protocol_ends_the_connection_with_4400(string message, string reason)
    {
        await using var client = await _server.ConnectAsync();
        await client.SendAsync(message);
        var end = await client.NextAsync();
        Assert.StartsWith("4400 ", end);
        Assert.Contains(reason, end);
        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task A_binary_message_ends_the_connection_with_4400_and_text_that_is_no_utf8_at_once()
    {
        await using var binary = await _server.ConnectAsync();
        await binary.SendAsync(SocketClient.Init, WebSocketMessageType.Binary);
        Assert.StartsWith("4400 ", await binary.NextAsync());
        await using var garbled = await _server.ConnectAsync();
        await garbled.Socket.SendAsync(new byte[] { 0xFF }, WebSocketMessageType.Text, true, CancellationToken.None);
        try
        {
            Assert.StartsWith("1007 ", await garbled.NextAsync());
        }
        catch (WebSocketException)
        {
            // .NET says 1007 and leaves at once: the client may see the connection torn before it has read so far.
        }

        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task A_message_is_no_larger_than_a_body()
    {
        await using var client = await _server.ConnectAsync();
        var room = 10_000 - """{"type":"ping","payload":{"a":""}}""".Length;
        await client.SendAsync($$$"""{"type":"ping","payload":{"a":"{{{new string('x', room)}}}"}}""");
        Assert.StartsWith("""{"type":"pong",""", await client.NextAsync());
        await client.SendAsync($$$"""{"type":"ping","payload":{"a":"{{{new string('x', 1_000_000)}}}"}}""");
        Assert.Equal("1009 The message is larger than the limit of 10000 bytes.", await client.NextAsync());
    }

    [Fact]
    public async Task Who_is_not_let_in_yet_runs_nothing()
    {
        await using var client = await SocketClient.OpenAsync(_server.Url.ToString());
        await client.SubscribeAsync("1", "{ hello }");
        Assert.Equal("4401 Unauthorized", await client.NextAsync());
    }

    [Fact]
    public async Task Who_asks_twice_is_cut_off()
    {
        await using var client = await _server.ConnectAsync();
        await client.SendAsync(SocketClient.Init);
        Assert.Equal("4429 Too many initialisation requests", await client.NextAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("graphql-ws")]
    public async Task Another_subprotocol_is_not_acceptable(string? protocol)
    {
        await using var client = await SocketClient.OpenAsync(_server.Url.ToString(), protocol);
        Assert.Equal("4406 Subprotocol not acceptable", await client.NextAsync());
    }

    [Fact]
    public async Task The_protocol_is_chosen_among_several()
    {
        await using var client = new SocketClient();
        client.Socket.Options.AddSubProtocol("graphql-ws");
        client.Socket.Options.AddSubProtocol(SocketClient.Protocol);
        await client.Socket.ConnectAsync(new Uri(_server.Url.ToString().Replace("http", "ws")), CancellationToken.None);
        Assert.Equal(SocketClient.Protocol, client.Socket.SubProtocol);
    }

    [Fact]
    public async Task Who_does_not_ask_in_time_is_cut_off()
    {
        await using var server = await TestServer.StartAsync(o => o.ConnectionInitializationTimeout = TimeSpan.FromMilliseconds(300));
        await using var asked = await server.ConnectAsync();
        await using var client = await SocketClient.OpenAsync(server.Url.ToString());
        await client.SendAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await client.NextAsync());
        Assert.Equal("4408 Connection initialisation timeout", await client.NextAsync());
        await asked.SubscribeAsync("1", "{ hello }");
        Assert.Equal(2, (await asked.AllAsync("1")).Count);
    }

    [Fact]
    public async Task An_id_that_is_running_cannot_be_taken_again()
    {
        await using var client = await _server.ConnectAsync();
        var id = new string('ü', 100);      // the reason may not be longer than a control frame holds
        await client.SubscribeAsync(id, "subscription { never }");
        await StreamJournal.ReachAsync(_server.Streams.Opened);
        await client.SubscribeAsync(id, "subscription { never }");
        var end = await client.NextAsync();
        Assert.StartsWith("4409 Subscriber for üüü", end);
        Assert.InRange(Encoding.UTF8.GetByteCount(end), 120, 123 + "4409 ".Length);
        await StreamJournal.ReachAsync(_server.Streams.Ended);
    }

    [Fact]
    public async Task A_server_that_stops_says_that_it_goes()
    {
        await using var client = await _server.ConnectAsync();
        await client.SubscribeAsync("1", "subscription { never }");
        await StreamJournal.ReachAsync(_server.Streams.Opened);
        var stopping = _server.StopAsync();
        Assert.Equal("1001 The server stops.", await client.NextAsync());
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
        await StreamJournal.ReachAsync(_server.Streams.Ended);
    }

    [Fact]
    public async Task A_plain_request_for_an_upgrade_without_websocket_is_an_ordinary_request()
    {
        var answer = await _server.SendAsync(HttpMethod.Get, _server.Url, null, null, ("Upgrade", "websocket"));
        Assert.Equal(400, answer.Status);
    }
}
