using System.Text.Json;
using GraphBlog.Engine.Limits;

namespace GraphBlog.Engine.Http;

/// <summary>Sees every HTTP request before it is executed, and again when all its operations have ended.</summary>
/// <remarks>
/// Counterpart of Hot Chocolate's <c>IHttpRequestInterceptor.OnCreateAsync</c> and <c>ISocketSessionInterceptor.OnConnectAsync</c>.
/// Registered with <see cref="GraphQLServerExtensions.AddHttpRequestInterceptor{T}"/>.
/// </remarks>
public abstract class HttpRequestInterceptor
{
    /// <summary>Called once per HTTP request, before any parsing of what it asks.</summary>
    /// <exception cref="GraphQLRequestException">Refuses the request. Headers set by then, such as WWW-Authenticate, are sent.</exception>
    public abstract ValueTask OnCreateAsync(HttpContext http, CancellationToken ct);

    /// <summary>
    /// Called once per socket, when its client asks to be let in. A browser cannot set headers on a socket, so a member `authorization`
    /// of the payload, in any case, stands for the header; then <see cref="OnCreateAsync"/> decides, as for any request. What it finds
    /// holds as long as <see cref="RecheckAsync"/> says so.
    /// </summary>
    /// <param name="http">The request that opened the socket. Its response has started, so that headers can no longer be set.</param>
    /// <param name="payload">A JSON object; null when none was sent.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <exception cref="GraphQLRequestException">Refuses the client, whose socket is closed.</exception>
    public virtual ValueTask OnConnectAsync(HttpContext http, JsonElement? payload, CancellationToken ct)
    {
        foreach (var member in payload?.EnumerateObject() ?? default)
        {
            if (member.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase)
                && RequestParser.Text(payload!.Value, member.Name) is { } header)
            {
                http.Request.Headers.Authorization = header;
            }
        }

        return OnCreateAsync(http, ct);
    }

    /// <summary>
    /// Who pays for the request that <see cref="OnCreateAsync"/> has let in, asked once it has; null for nobody, which is without limit.
    /// </summary>
    public virtual Payer? PayerOf(HttpContext http) => null;

    /// <summary>
    /// With whom a request waits when the server is busy: those of one name have an equal part with those of another. It is asked before
    /// <see cref="OnCreateAsync"/> and must cost nothing; where it answers null, that is called among the unknown of the same address, and
    /// it is asked again before anything is executed.
    /// </summary>
    public virtual string? Lane(HttpContext http) => "";

    /// <summary>With whom a request waits of which <see cref="Lane"/> knows nothing: a flood of wrong tokens has one lane's part.</summary>
    internal static string LaneOfAddress(HttpContext http) => $"? {http.Connection.RemoteIpAddress}";

    /// <summary>
    /// Called for an event stream or a socket every <see cref="GraphQLServerOptions.RecheckInterval"/>, and at the time that it answered, and for
    /// a request that was read after <see cref="OnCreateAsync"/>, when it has been: whether what that found still holds.
    /// </summary>
    /// <returns>Until when it holds, if that is known; null otherwise.</returns>
    /// <exception cref="GraphQLRequestException">It does not: the stream ends with this, the socket is closed, the request is refused. Of
    /// streams and sockets other exceptions say nothing.</exception>
    public virtual ValueTask<DateTimeOffset?> RecheckAsync(HttpContext http, CancellationToken ct) => default;

    /// <summary>
    /// Called when the request's last operation ended, failed or cancelled ones included, and before the answer is sent: commit or close
    /// what <see cref="OnCreateAsync"/> opened. Not called where <see cref="OnCreateAsync"/> itself threw. An exception here replaces the
    /// answer, so nothing is acknowledged that was not committed. A subscription, or a socket, has then answered as it went.
    /// </summary>
    public virtual ValueTask OnCompletedAsync(HttpContext http) => default;
}
