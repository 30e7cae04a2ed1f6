using System.Diagnostics;
using System.Security.Cryptography;
using GraphBlog.Engine.Diagnostics;

namespace GraphBlog.Engine.Http;

/// <summary>
/// The id that joins a request, its answer and its log entries: the client's X-Request-Id if it is fit for a log, else the W3C trace id,
/// else a new one. It becomes <see cref="HttpContext.TraceIdentifier"/>.
/// </summary>
internal static class RequestId
{
    private const string Header = "X-Request-Id";
    private const int MaxLength = 64;

    public static void Assign(HttpContext http)
    {
        var sent = http.Request.Headers[Header];
        http.TraceIdentifier = sent.Count == 1 && IsFit(sent[0])
            ? sent[0]!
            : Activity.Current?.TraceId.ToHexString() ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        http.Response.Headers[Header] = http.TraceIdentifier;
        Telemetry.Tag(Telemetry.RequestId, http.TraceIdentifier);
    }

    // Printable ASCII without the space: nothing that breaks a line, or a column, of a log.
    private static bool IsFit(string? id)
        => id is { Length: > 0 and <= MaxLength } && !id.AsSpan().ContainsAnyExceptInRange('!', '~');
}
