namespace GraphBlog.GraphApi.Engine.Http;

/// <summary>Sees every HTTP request before it is executed, and again when all its operations have ended.</summary>
/// <remarks>
/// Counterpart of Hot Chocolate's <c>IHttpRequestInterceptor.OnCreateAsync</c>.
/// Registered with <see cref="GraphQLServerExtensions.AddHttpRequestInterceptor{T}"/>.
/// </remarks>
public abstract class HttpRequestInterceptor
{
    /// <summary>Called once per HTTP request, before any parsing of what it asks.</summary>
    /// <exception cref="GraphQLRequestException">Refuses the request. Headers set by then, such as WWW-Authenticate, are sent.</exception>
    public abstract ValueTask OnCreateAsync(HttpContext http, CancellationToken ct);

    /// <summary>
    /// Called when the request's last operation ended, failed or cancelled ones included, and before the answer is sent: commit or close
    /// what <see cref="OnCreateAsync"/> opened. Not called where <see cref="OnCreateAsync"/> itself threw. An exception here replaces the
    /// answer, so nothing is acknowledged that was not committed.
    /// </summary>
    public virtual ValueTask OnCompletedAsync(HttpContext http) => default;
}
