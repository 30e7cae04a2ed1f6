using System.Text.Json;
using GraphBlog.GraphApi.Engine.Execution;

namespace GraphBlog.GraphApi.Engine.Http;

/// <summary>Reads the request parameters. Source: GraphQL over HTTP, section "Request Parameters".</summary>
internal static class RequestParser
{
    // Far past what input types nest, and shallow enough for everything that walks the values recursively.
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <summary>The operations of a POST body, and whether they came as a batch.</summary>
    /// <exception cref="GraphQLRequestException">The body is not a well-formed request; then nothing of a batch is executed.</exception>
    public static (IReadOnlyList<GraphQLRequest> Requests, bool Batch) Parse(byte[] body, int maxBatchSize, string correlationId)
    {
        var json = Parse(body, "The body is not valid JSON, or nests too deeply.");
        if (json.ValueKind != JsonValueKind.Array)
        {
            return ([Parse(json, correlationId)], false);
        }

        var size = json.GetArrayLength();
        return size == 0 ? throw Malformed("The batch is empty.")
            : size > maxBatchSize ? throw new GraphQLRequestException(
                $"The batch has {size} operations, more than the limit of {maxBatchSize}.",
                ErrorCodes.BatchTooLarge,
                StatusCodes.Status400BadRequest)
            : ([.. json.EnumerateArray().Select(item => Parse(item, correlationId))], true);
    }

    /// <summary>The operation of a GET request.</summary>
    /// <exception cref="GraphQLRequestException">The URL holds no well-formed request.</exception>
    public static GraphQLRequest Parse(IQueryCollection parameters, string correlationId)
    {
        string? Text(string name) => parameters[name] switch
        {
            [] => null,
            [var value] => value,
            _ => throw Malformed($"`{name}` is given more than once."),
        };

        JsonElement? Json(string name) => Text(name) is { Length: > 0 } text
            ? Map(Parse(System.Text.Encoding.UTF8.GetBytes(text), $"`{name}` is not valid JSON, or nests too deeply."), name)
            : null;

        _ = Json("extensions");
        return new(
            Text("query") is { Length: > 0 } query ? query : throw MissingQuery(),
            Text("operationName"),
            Json("variables"),
            QueriesOnly: true,
            correlationId);
    }

    private static GraphQLRequest Parse(JsonElement json, string correlationId)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw Malformed("A request is a JSON object with a `query`.");
        }

        _ = Map(Property(json, "extensions"), "extensions");
        return new(
            Text(json, "query") ?? throw MissingQuery(),
            Text(json, "operationName"),
            Map(Property(json, "variables"), "variables"),
            QueriesOnly: false,
            correlationId);
    }

    private static JsonElement Parse(byte[] utf8, string complaint)
    {
        try
        {
            return JsonElement.Parse(utf8, Bounded);
        }
        catch (JsonException)
        {
            throw Malformed(complaint);
        }
    }

    private static JsonElement Property(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value : default;

    private static JsonElement? Map(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.Object => value,
        _ => throw Malformed($"`{name}` must be a JSON object or null."),
    };

    private static string? Text(JsonElement json, string name)
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

    private static GraphQLRequestException MissingQuery() => Malformed("`query` is missing: it holds the document to execute.");

    private static GraphQLRequestException Malformed(string message)
        => new(message, ErrorCodes.BadRequest, StatusCodes.Status400BadRequest);
}
