using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Operations;

/// <summary>Nothing that a client sends in confidence is in the log, however verbose, in a trace or in a metric.</summary>
public sealed class SecretTests(ObservedServer server) : IClassFixture<ObservedServer>
{
    [Fact]
    public async Task What_is_planted_is_found_nowhere()
    {
        var token = ObservedServer.Token();
        string Variables(string where) => JsonSerializer.Serialize(new { slug = $"planted-in-{where}" });
        var document = "query Planted($slug: String!) { postBySlug(slug: $slug) { title } other: postBySlug(slug: \"planted-in-literal\") { title } }";
        (string, string)[] headers =
            [("Cookie", "session=planted-in-cookie"), ("X-Api-Key", "planted-in-header"), ("baggage", "x=planted-in-baggage")];

        await server.SendAsync(
            HttpMethod.Get, $"/graphql?query={Uri.EscapeDataString(document)}&variables={Uri.EscapeDataString(Variables("query-string"))}&access_token=planted-in-url",
            null, token, headers);
        await server.SendAsync(HttpMethod.Post, "/graphql?trace=planted-in-post-url", JsonSerializer.Serialize(new
        {
            query = document,
            variables = new { slug = "planted-in-variable" },
            extensions = new { secret = "planted-in-extension" },
        }), token, headers);
        await server.SendAsync(HttpMethod.Post, "/graphql", "{\"query\":\"{ planted-in-broken-document \"}", token);
        await server.SendAsync(HttpMethod.Post, "/graphql", "planted-in-body that is no JSON", token);
        await server.SendAsync(HttpMethod.Post, "/graphql", "{\"query\":\"{ __typename }\"}", "planted-in-bad-token");
        await server.SendAsync(HttpMethod.Post, "/graphql", "{\"query\":\"{ __typename }\"}", token[..^20] + "planted-in-signature");
        foreach (var title in new[] { "planted-in-content", "planted-in-nul\0" })      // PostgreSQL refuses the other
        {
            await server.SendAsync(HttpMethod.Post, "/graphql", JsonSerializer.Serialize(new
            {
                query = "mutation($input: CreatePostInput!) { createPost(input: $input) { errors { __typename } } }",
                variables = new
                {
                    input = new { title, slug = "planted-in-slug", body = "planted-in-markdown", idempotencyKey = $"planted-in-key {title.Length}" },
                },
            }), token, headers);
        }

        await server.SendRawAsync("GET /graphql?query=planted-in-request-line\x01 HTTP/1.1\r\nHost: x\r\n\r\n");
        await server.SendRawAsync($"GET /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer planted-in-raw-header\x01\r\n\r\n");
        await server.SendRawAsync("GET / HTTP/1.1\r\nHost: x\r\nno colon planted-in-no-header\r\n\r\n");
        await SocketAsync(token);

        var trace = "0af7651916cd43dd8448eb211c80319c";
        await server.SendAsync(HttpMethod.Post, "/graphql", """{"query":"query Last { __typename }"}""", token,
            ("traceparent", $"00-{trace}-b7ad6b7169203331-01"), ("X-Request-Id", "the-last"));
        await server.LoggedAsync("the-last");
        await server.Collector.TraceAsync(trace, least: 2);
        var told = server.Lines.Concat(server.Collector.Raw).Append(await server.MetricsAsync()).ToList();
        Assert.Contains(told, text => text.Contains("Planted"));      // the operation's name is told, so it is looked at the right place
        Assert.Contains(told, text => text.Contains("Kestrel") && text.Contains("Debug"));
        Assert.Empty(from text in told where text.Contains("planted", StringComparison.Ordinal) select Around(text));
        string[] secrets = [token.Split('.')[2], TestServer.SigningKey, PostgresServer.AppPassword];
        Assert.DoesNotContain(told, text => secrets.Any(text.Contains));

        static string Around(string text) => text.IndexOf("planted", StringComparison.Ordinal) is var at
            ? text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 60)] : "";
    }

    private async Task SocketAsync(string token)
    {
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        await socket.ConnectAsync(new Uri(server.Url.Replace("http", "ws") + "/graphql?token=planted-in-socket-url"), CancellationToken.None);
        foreach (var message in new object[]
        {
            new { type = "connection_init", payload = new { authorization = $"Bearer {token}", secret = "planted-in-init" } },
            new
            {
                type = "subscribe",
                id = "1",
                payload = new { query = "query($s: String!) { postBySlug(slug: $s) { id } }", variables = new { s = "planted-in-socket" } },
            },
        })
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, CancellationToken.None);
        }

        var buffer = new byte[4096];
        var text = "";
        while (!text.Contains("complete"))
        {
            var received = await socket.ReceiveAsync(buffer, CancellationToken.None);
            text += Encoding.UTF8.GetString(buffer, 0, received.Count);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
    }
}
