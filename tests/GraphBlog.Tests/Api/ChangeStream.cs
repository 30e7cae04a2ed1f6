using System.Text.Json;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>One subscription to `postChanged` by an event stream.</summary>
internal sealed class ChangeStream(EventStreamClient events) : IDisposable
{
    private const string Selection = "cursor action postId version gone changedFields changedBy { handle } post { title }";

    /// <param name="server">Whom to ask.</param>
    /// <param name="user">Who asks, by a token that was given out before if it is one.</param>
    /// <param name="after">The cursor to go on from; null for none.</param>
    /// <param name="id">The post to follow; null for all.</param>
    public static Task<ChangeStream> OpenAsync(TestServer server, string user, string? after, string? id = null) => AskAsync(
        server, user, $"subscription($after: String, $id: ID) {{ postChanged(id: $id, after: $after) {{ {Selection} }} }}", new { after, id });

    /// <summary>The same with a selection of one's own.</summary>
    public static async Task<ChangeStream> AskAsync(TestServer server, string user, string query, object variables)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query, variables }), null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.Token(user)}");
        return new(await EventStreamClient.SendAsync(server.Client, request));
    }

    /// <summary>The moment of now, as a cursor.</summary>
    public static async Task<string> CursorAsync(TestServer server, string user = TestServer.Ada)
        => (await server.QueryAsync("{ changeCursor }", user: user)).Text("changeCursor")!;

    /// <summary>The next result, whatever it is; null at the end, which it also is when the server refuses to begin.</summary>
    public async Task<JsonElement?> ResultAsync()
    {
        while (events.Response.Content.Headers.ContentType?.MediaType == "text/event-stream" && await events.NextAsync() is { } text)
        {
            if (text.Contains('{'))
            {
                return JsonElement.Parse(text[text.IndexOf('{')..]);
            }
        }

        return null;
    }

    /// <summary>The next change.</summary>
    public async Task<JsonElement> NextAsync()
        => await ResultAsync() is { } result
            ? result.TryGetProperty("data", out var data) ? data.GetProperty("postChanged") : throw new InvalidDataException(result.GetRawText())
            : throw new EndOfStreamException();

    /// <summary>The code of the error that is the next result.</summary>
    public async Task<string?> CodeAsync()
        => (await ResultAsync())!.Value.GetProperty("errors")[0].GetProperty("extensions").Text("code");

    public void Dispose() => events.Dispose();
}
