using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace GraphBlog.Tests.Shared;

/// <summary>A bare WebSocket, for a client that keeps to a protocol only as far as the test does.</summary>
internal sealed class SocketClient : IAsyncDisposable
{
    public const string Init = """{"type":"connection_init"}""";
    public const string Ack = """{"type":"connection_ack"}""";
    public const string Protocol = "graphql-transport-ws";

    public ClientWebSocket Socket { get; } = new();

    public static async Task<SocketClient> OpenAsync(
        string url, string? protocol = Protocol, params (string Name, string Value)[] headers)
    {
        var client = new SocketClient();
        if (protocol is not null)
        {
            client.Socket.Options.AddSubProtocol(protocol);
        }

        foreach (var (name, value) in headers)
        {
            client.Socket.Options.SetRequestHeader(name, value);
        }

        client.Socket.Options.CollectHttpResponseDetails = true;
        await client.Socket.ConnectAsync(new Uri(url.Replace("http://", "ws://")), CancellationToken.None);
        return client;
    }

    /// <summary>Opens a socket and is let in.</summary>
    public static async Task<SocketClient> ConnectAsync(Uri url, object? payload = null)
    {
        var client = await OpenAsync(url.ToString());
        await client.SendAsync(payload is null ? Init : JsonSerializer.Serialize(new { type = "connection_init", payload }));
        Assert.Equal(Ack, await client.NextAsync());
        return client;
    }

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text)
        => Socket.SendAsync(Encoding.UTF8.GetBytes(text), type, endOfMessage: true, CancellationToken.None);

    public Task SubscribeAsync(string id, string query, object? variables = null)
        => SendAsync(JsonSerializer.Serialize(new { id, type = "subscribe", payload = new { query, variables } }));

    /// <summary>The next message, or "code reason" once the server ended the connection.</summary>
    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await Socket.ReceiveAsync(buffer, patience.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await DisposeAsync();
                return $"{(int)Socket.CloseStatus!} {Socket.CloseStatusDescription}";
            }

            text.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return Encoding.UTF8.GetString(text.ToArray());
            }
        }
    }

    /// <summary>The messages about one operation up to its end, and no others may come.</summary>
    public async Task<List<string>> AllAsync(string id)
    {
        var messages = new List<string>();
        do
        {
            messages.Add(await NextAsync());
            Assert.StartsWith($$"""{"id":"{{id}}",""", messages[^1]);
        }
        while (messages[^1].Contains("\"type\":\"next\""));
        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        if (Socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            // The server may have torn the connection, as some tests make it do.
            await Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Socket.Dispose();
    }
}
