using System.Buffers;
using System.IO.Pipelines;
using System.Text.Unicode;

namespace GraphBlog.Engine.Http;

/// <summary>Reads a POST body whole, within its limit.</summary>
internal static class RequestBody
{
    /// <summary>Refuses what its headers say is not to be read.</summary>
    /// <exception cref="GraphQLRequestException">The body is not JSON, is encoded, or is too large.</exception>
    public static void Check(HttpRequest request, int maxBytes)
    {
        // A page of another site can make a browser send form, multipart and text/plain bodies, with its cookies and without asking
        // first. JSON takes a CORS preflight, so this refusal is what protects against cross-site request forgery.
        if (!MediaTypes.IsJson(request.ContentType))
        {
            throw Unsupported("Send the request as application/json in UTF-8.");
        }

        // Requests are small. Where the host adds request decompression, it removes this header, and the limit counts what it yields.
        if (request.Headers.ContentEncoding.Any(e => !string.Equals(e, "identity", StringComparison.OrdinalIgnoreCase)))
        {
            request.HttpContext.Response.Headers.AcceptEncoding = "identity";
            throw Unsupported("Send the request without a content encoding.");
        }

        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }
    }

    /// <summary>Reads a body that was checked.</summary>
    /// <exception cref="GraphQLRequestException">The body is not UTF-8, or is too large.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, int maxBytes, CancellationToken ct)
    {
        var body = await ReadAsync(request.BodyReader, maxBytes, ct);
        return Utf8.IsValid(body)
            ? body
            : throw new GraphQLRequestException(
                "The body is not valid UTF-8.", ErrorCodes.BadRequest, StatusCodes.Status400BadRequest);
    }

    private static async Task<byte[]> ReadAsync(PipeReader reader, int maxBytes, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(ct);
                if (read.Buffer.Length > maxBytes)
                {
                    reader.AdvanceTo(read.Buffer.End);      // else the server, done with the request, finds us still reading
                    throw TooLarge(maxBytes);
                }

                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(maxBytes);
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            throw new GraphQLRequestException("The body cannot be read.", ErrorCodes.BadRequest, StatusCodes.Status400BadRequest);
        }
    }

    private static GraphQLRequestException Unsupported(string message)
        => new(message, ErrorCodes.UnsupportedMediaType, StatusCodes.Status415UnsupportedMediaType);

    private static GraphQLRequestException TooLarge(int maxBytes)
        => new($"The body is larger than the limit of {maxBytes} bytes.", ErrorCodes.BodyTooLarge, StatusCodes.Status413PayloadTooLarge);
}
