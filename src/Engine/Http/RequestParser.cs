using System.Runtime.InteropServices;
using System.Text.Json;
using GraphBlog.Engine.Execution;

namespace GraphBlog.Engine.Http;

/// <summary>Reads the request parameters. Source: GraphQL over HTTP, section "Request Parameters".</summary>
internal static class RequestParser
{
    /// <summary>Far past what input types nest, and shallow enough for everything that walks the values recursively.</summary>
    public const int MaxDepth = 64;

    private static readonly JsonDocumentOptions s_bounded = new() { MaxDepth = MaxDepth };

    /// <summary>The operations of a POST body, and whether they came as a batch.</summary>
    /// <exception cref="GraphQLRequestException">The body is not a well-formed request; then nothing of a batch is executed.</exception>
    public static (IReadOnlyList<GraphQLRequest> Requests, bool Batch) Parse(
        byte[] body, int maxBatchSize, OperationKinds allowed, string correlationId)
    {
        var json = Json(body, "The body is not valid JSON, or nests too deeply.");
        UnicodeCheck.All(body);
        if (json.ValueKind != JsonValueKind.Array)
        {
            return ([Parse(json, allowed, correlationId)], false);
        }

        var size = json.GetArrayLength();
        return size == 0 ? throw Malformed("The batch is empty.")
            : size > maxBatchSize ? throw new GraphQLRequestException(
                $"The batch has {size} operations, more than the limit of {maxBatchSize}.",
                ErrorCodes.BatchTooLarge,
                StatusCodes.Status400BadRequest)
            : ([.. json.EnumerateArray().Select(item => Parse(item, allowed, correlationId))], true);
    }

    /// <summary>The operation of a GET request.</summary>
    /// <exception cref="GraphQLRequestException">The URL holds no well-formed request.</exception>
    public static GraphQLRequest Parse(IQueryCollection parameters, OperationKinds allowed, string correlationId)
    {
        string? Text(string name) => parameters[name] switch
        {
            [] => null,
            [var value] => value,
            _ => throw Malformed($"`{name}` is given more than once."),
        };

        JsonElement? Json(string name) => Text(name) is { Length: > 0 } text
            ? Map(RequestParser.Json(System.Text.Encoding.UTF8.GetBytes(text), $"`{name}` is not valid JSON, or nests too deeply."), name)
            : null;

        var extensions = TextMap(Json("extensions") ?? default, "extensions");
        return new(
            Text("query") is { Length: > 0 } query ? query : throw MissingQuery(extensions),
            Text("operationName"),
            Json("variables"),
            allowed,
            correlationId);
    }

    /// <summary>The operation that a JSON object asks for.</summary>
    /// <exception cref="GraphQLRequestException">The value is no well-formed request.</exception>
    public static GraphQLRequest Parse(JsonElement json, OperationKinds allowed, string correlationId)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("A request is a JSON object with a `query`.");
        }

        var extensions = Map(Property(json, "extensions"), "extensions");
        return new(
            Text(json, "query") ?? throw MissingQuery(extensions),
            Text(json, "operationName"),
            Map(Property(json, "variables"), "variables"),
            allowed,
            correlationId,
            JsonMarshal.GetRawUtf8Value(json).Length);
    }

    /// <exception cref="GraphQLRequestException">The bytes are no JSON; the complaint says so.</exception>
    public static JsonElement Json(ReadOnlySpan<byte> utf8, string complaint)
    {
        try
        {
            var json = JsonElement.Parse(utf8, s_bounded);
            UnicodeCheck.Names(utf8);
            return json;
        }
        catch (JsonException)
        {
            throw Malformed(complaint);
        }
    }

    /// <summary>A member of an object; undefined where it is left out.</summary>
    public static JsonElement Property(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>A value that may be left out; null where it is.</summary>
    /// <exception cref="GraphQLRequestException">The value is no object.</exception>
    public static JsonElement? Map(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Object => value,
        _ => throw Malformed($"`{name}` must be a JSON object or null."),
    };

    /// <summary>A value that may be left out, and is used whole; null where it is left out.</summary>
    /// <exception cref="GraphQLRequestException">The value is no object, or a text in it is no Unicode.</exception>
    public static JsonElement? TextMap(JsonElement value, string name)
    {
        if (Map(value, name) is not { } map)
        {
            return null;
        }

        UnicodeCheck.All(JsonMarshal.GetRawUtf8Value(map), name);
        return map;
    }

    /// <summary>A member of an object; null where it is left out or null.</summary>
    /// <exception cref="GraphQLRequestException">The member is no text.</exception>
    public static string? Text(JsonElement json, string name)
    {
        var value = Property(json, name);
        try
        {
            return value.ValueKind switch
            {
                JsonValueKind.Undefined or JsonValueKind.Null => null,
                JsonValueKind.String => value.GetString(),
                _ => throw Malformed($"`{name}` must be a string."),
            };
        }
        catch (InvalidOperationException)
        {
            throw Malformed($"`{name}` holds half of a surrogate pair, which is no Unicode text.");
        }
    }

    private static GraphQLRequestException MissingQuery(JsonElement? extensions)
        => extensions?.TryGetProperty("persistedQuery", out var named) == true && named.ValueKind == JsonValueKind.Object
            ? new("PersistedQueryNotSupported", ErrorCodes.PersistedQueryNotSupported, StatusCodes.Status200OK)
            : Malformed("`query` is missing: it holds the document to execute.");

    public static GraphQLRequestException Malformed(string message)
        => new(message, ErrorCodes.BadRequest, StatusCodes.Status400BadRequest);
}
