using Microsoft.AspNetCore.Cors.Infrastructure;

namespace GraphBlog.Engine.Http.WebSockets;

/// <summary>
/// Which pages may open a socket. CORS does not apply to WebSockets: a browser opens one for any page, with the user's cookies and from
/// within the user's network, and leaves it to the server to look at the origin. Source: RFC 6455, section 10.2.
/// </summary>
internal static class Origins
{
    /// <summary>Whether the request comes from no browser, from a page of this host, or from an origin that the default CORS policy allows.</summary>
    public static async Task<bool> IsAllowedAsync(HttpContext http)
    {
        if (http.Request.Headers.Origin is not [var origin, ..])
        {
            return true;
        }

        // The scheme is not compared: a proxy that ends TLS hides it.
        if (Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && page.Authority.Equals(http.Request.Host.Value, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var policies = http.RequestServices.GetService<ICorsPolicyProvider>();
        var policy = await (policies?.GetPolicyAsync(http, policyName: null) ?? Task.FromResult<CorsPolicy?>(null));
        return policy is not null && origin is not null && (policy.AllowAnyOrigin || policy.IsOriginAllowed(origin));
    }
}
