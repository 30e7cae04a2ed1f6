using System.Text.Json;

namespace GraphBlog.Engine.Http.WebSockets;

/// <summary>What a client says.</summary>
/// <param name="Type">The kind of message.</param>
/// <param name="Id">Which operation it is about; null where it is about none.</param>
/// <param name="Payload">More; undefined where nothing was sent.</param>
internal readonly record struct SocketMessage(string Type, string? Id, JsonElement Payload)
{
    public const string ConnectionInit = "connection_init";
    public const string ConnectionAck = "connection_ack";
    public const string Ping = "ping";
    public const string Pong = "pong";
    public const string Subscribe = "subscribe";
    public const string Next = "next";
    public const string Error = "error";
    public const string Complete = "complete";

    /// <exception cref="GraphQLRequestException">The bytes are no message.</exception>
    public static SocketMessage Read(ReadOnlySpan<byte> utf8)
    {
        var json = RequestParser.Json(utf8, "The message is not valid JSON, or nests too deeply.");
        return json.ValueKind != JsonValueKind.Object || RequestParser.Text(json, "type") is not { } type
            ? throw RequestParser.Malformed("A message is a JSON object with a `type`.")
            : new(type, RequestParser.Text(json, "id"), RequestParser.Property(json, "payload"));
    }

    /// <exception cref="GraphQLRequestException">The message has no id, as this type must.</exception>
    public string RequireId() => Id is { Length: > 0 } id ? id : throw RequestParser.Malformed($"A message `{Type}` needs an `id`.");
}
