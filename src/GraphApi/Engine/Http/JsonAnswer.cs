using System.Globalization;
using System.Text.Json;
using GraphBlog.GraphApi.Engine.Execution;
using GraphBlog.GraphApi.Engine.Execution.Responses;

namespace GraphBlog.GraphApi.Engine.Http;

/// <summary>Answers a request with one JSON value. Source: GraphQL over HTTP, section "Response".</summary>
internal static class JsonAnswer
{
    /// <param name="http">The request.</param>
    /// <param name="results">One for each operation.</param>
    /// <param name="batch">Whether they are answered as a list.</param>
    /// <param name="mediaType">What the client accepts. A refusal is JSON even where that is none.</param>
    public static async Task WriteAsync(HttpContext http, IReadOnlyList<OperationResult> results, bool batch, string? mediaType)
    {
        var first = results[0];
        http.Response.StatusCode = batch ? StatusCodes.Status200OK : Status(first, mediaType);
        http.Response.ContentType = mediaType == MediaTypes.GraphQLResponse ? mediaType : MediaTypes.Json;
        if (first.Status == StatusCodes.Status405MethodNotAllowed && http.Response.Headers.Allow.Count == 0)
        {
            http.Response.Headers.Allow = "POST";
        }

        if (http.Response.StatusCode == StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = (first.RetryAfter ?? 1).ToString(CultureInfo.InvariantCulture);
        }

        using var writer = new Utf8JsonWriter(http.Response.BodyWriter, ResponseBuffer.JsonOptions);
        if (batch)
        {
            writer.WriteStartArray();
        }

        var notes = http.RequestServices.GetService<RequestNotes>();
        foreach (var result in results)
        {
            notes?.Ended(result.Codes);
            result.WriteTo(writer);
        }

        if (batch)
        {
            writer.WriteEndArray();
        }

        writer.Flush();
        http.Response.ContentLength = writer.BytesCommitted;
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    // A client of application/json takes any other status for a proxy's, so a well-formed request gets 200 whatever came of it.
    private static int Status(OperationResult result, string? mediaType)
        => result.IsRequestError && mediaType == MediaTypes.Json ? StatusCodes.Status200OK : result.Status;
}
