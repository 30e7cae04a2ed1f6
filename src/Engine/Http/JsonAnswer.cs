using System.Globalization;
using GraphBlog.Engine.Execution;

namespace GraphBlog.Engine.Http;

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

        if (http.Response.StatusCode is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            http.Response.Headers.RetryAfter = (first.RetryAfter ?? 1).ToString(CultureInfo.InvariantCulture);
        }

        http.Response.ContentLength = results.Sum(result => (long)result.Length) + (batch ? results.Count + 1 : 0);
        var notes = http.RequestServices.GetService<RequestNotes>();
        var stream = new ResponseStream(http, http.RequestServices.GetRequiredService<ClientPatience>());
        for (var i = 0; i < results.Count; i++)
        {
            notes?.Ended(results[i].Codes);
            if (batch)
            {
                await stream.WriteAsync(i == 0 ? "["u8.ToArray() : ","u8.ToArray());
            }

            await stream.WriteAsync(results[i]);
        }

        if (batch)
        {
            await stream.WriteAsync("]"u8.ToArray());
        }

        await stream.FlushAsync();
    }

    // A client of application/json takes any other status for a proxy's, so a well-formed request gets 200 whatever came of it.
    private static int Status(OperationResult result, string? mediaType)
        => result.IsRequestError && mediaType == MediaTypes.Json ? StatusCodes.Status200OK : result.Status;
}
