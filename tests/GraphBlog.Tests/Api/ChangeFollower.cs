using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;

namespace GraphBlog.Tests.Api;

/// <summary>
/// Somebody who follows all changes of posts up to one of a post with the title <see cref="Last"/>, by as many connections as it takes, each
/// from the cursor that came last. How a connection may end is typed; that it breaks is the other way.
/// </summary>
/// <param name="url">Whom to ask this time.</param>
/// <param name="token">As whom.</param>
/// <param name="bySocket">By graphql-transport-ws, else by event stream.</param>
internal sealed class ChangeFollower(Func<string> url, string token, bool bySocket)
{
    public const string Last = "The last";
    private const string Codes = "SUBSCRIPTION_INTERRUPTED DATABASE_UNAVAILABLE DATABASE_BUSY SUBSCRIBER_TOO_SLOW";
    private const string Query = "subscription($after: String) { postChanged(after: $after) { cursor postId version gone post { title author { handle } } } }";
    private readonly HttpClient _http = new();
    private string? _after;
    private bool _isOver;

    /// <summary>Each post that was heard of, with the version, in order.</summary>
    public ConcurrentQueue<(long Post, int Version)> Heard { get; } = [];

    /// <summary>How many connections ended before the last change came.</summary>
    public int Ends { get; private set; } = -1;

    public async Task FollowAsync(string after)
    {
        for (_after = after; !_isOver; Ends++)
        {
            try
            {
                await (bySocket ? HearSocketAsync() : HearEventsAsync());
            }
            catch (Exception e) when (e is HttpRequestException or IOException or WebSocketException)
            {
                // the server is gone
            }

            await Task.Delay(_isOver ? 0 : 100);
        }

        _http.Dispose();
    }

    // False where nothing else comes on this connection.
    private bool Take(JsonElement result)
    {
        if (!result.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object)
        {
            Assert.Contains(result.GetProperty("errors")[0].GetProperty("extensions").Text("code")!, Codes);
            return false;
        }

        Assert.False(result.TryGetProperty("errors", out _), result.GetRawText());
        var change = data.GetProperty("postChanged");
        _after = change.Text("cursor");
        Heard.Enqueue((JsonSerializer.SerializeToElement(new { id = change.PostId() }).Key(), change.Version()));
        if (change.GetProperty("post") is { ValueKind: JsonValueKind.Object } post)
        {
            Assert.Equal("ada", post.GetProperty("author").Text("handle"));
            _isOver = post.Text("title") == Last;
        }

        return !_isOver;
    }

    private async Task HearEventsAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{url()}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query = Query, variables = new { after = _after } }), null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var events = await EventStreamClient.SendAsync(_http, request);
        if (events.Response.StatusCode != HttpStatusCode.OK)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, events.Response.StatusCode);
            return;
        }

        while (await events.NextAsync() is { } text)
        {
            if (text.Contains('{') && !Take(JsonElement.Parse(text[text.IndexOf('{')..])))
            {
                return;
            }
        }
    }

    private async Task HearSocketAsync()
    {
        await using var socket = await SocketClient.OpenAsync($"{url()}/graphql");
        await socket.SendAsync(JsonSerializer.Serialize(new { type = "connection_init", payload = new { authorization = $"Bearer {token}" } }));
        if (await socket.NextAsync() != SocketClient.Ack)
        {
            return;
        }

        await socket.SubscribeAsync("1", Query, new { after = _after });
        while (await socket.NextAsync() is ['{', ..] text)
        {
            var message = JsonElement.Parse(text);
            switch (message.Text("type"))
            {
                case "ping":
                    await socket.SendAsync("""{"type":"pong"}""");
                    break;
                case "error" when Take(JsonSerializer.SerializeToElement(new { errors = message.GetProperty("payload") })):
                case "next" when Take(message.GetProperty("payload")):
                    break;
                default:
                    return;
            }
        }
    }
}
