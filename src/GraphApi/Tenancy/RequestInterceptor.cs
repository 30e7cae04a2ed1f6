using System.Diagnostics;
using System.Security.Claims;
using GraphBlog.GraphApi.Engine.Http;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>
/// Decides for whom a request runs: by its verified token and nothing else, never by a header a client could make up.
/// Without an answer nothing is executed. From here the tenant reaches every transaction (see TenantInterceptor).
/// </summary>
internal sealed class RequestInterceptor(IdentityDirectory directory, VerifiedTokens tokens, IOptions<DefaultViewer> defaultViewer)
    : HttpRequestInterceptor
{
    public override async ValueTask OnCreateAsync(HttpContext http, CancellationToken ct)
    {
        var claims = http.Request.Headers.Authorization is [{ } header] ? tokens.Find(header) ?? await VerifyAsync(http, header)
            : http.Request.Headers.Authorization.Count == 0 && defaultViewer.Value is { Org: { } org, User: { } user } ? new(org, user, null)
            : throw Refused(http, "Send a token: `Authorization: Bearer ...`.");
        var identity = await directory.FindAsync(claims.Org, claims.User, ct) ?? throw Refused(http, "The token names nobody this server knows.");
        var role = claims.Role is { } limit && limit < identity.Role ? limit : identity.Role;      // a token narrows a role, never widens it
        http.RequestServices.GetRequiredService<TenantHolder>().Tenant = new(identity.OrgId, identity.UserId, role, http.TraceIdentifier)
        {
            TraceId = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : null,
        };
    }

    /// <summary>An organisation waits by itself; its tokens are known from the second request on.</summary>
    public override string Lane(HttpContext http)
        => http.Request.Headers.Authorization is [{ } header] ? tokens.Find(header)?.Org ?? "" : defaultViewer.Value.Org ?? "";

    private async Task<TokenClaims> VerifyAsync(HttpContext http, string header)
    {
        var result = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (!result.Succeeded)
        {
            throw Refused(http, "The token is not valid, or has expired.");
        }

        var claims = result.Principal.FindFirstValue("org") is { Length: > 0 } org && result.Principal.FindFirstValue("sub") is { Length: > 0 } subject
            ? new TokenClaims(org, subject, RoleOf(result.Principal.FindFirstValue("role"), http))
            : throw Refused(http, "The token lacks `org` or `sub`.");
        tokens.Remember(header, claims, result.Properties?.ExpiresUtc);
        return claims;
    }

    private static Role? RoleOf(string? claim, HttpContext http) => claim is null ? null
        // TryParse alone takes numbers and lists as well.
        : Enum.TryParse<Role>(claim, ignoreCase: true, out var role) && Enum.GetName(role)?.Length == claim.Length ? role
        : throw Refused(http, "The token has a `role` that this server does not know.");

    // RFC 6750, section 3: a refusal says which scheme would do.
    private static GraphQLRequestException Refused(HttpContext http, string message)
    {
        if (!http.Response.HasStarted)      // as it has on a socket
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return new(message, "AUTH_NOT_AUTHENTICATED", StatusCodes.Status401Unauthorized);
    }
}

/// <summary>As whom a request without token acts. Only Development has one.</summary>
public sealed class DefaultViewer
{
    /// <summary>The organisation's slug.</summary>
    public string? Org { get; set; }

    /// <summary>The user's handle.</summary>
    public string? User { get; set; }
}

/// <summary>The tenant of one request, from the moment the interceptor knows it.</summary>
internal sealed class TenantHolder
{
    private TenantContext? _tenant;

    /// <summary>The tenant; null as long as nobody has said for whom this request runs.</summary>
    public TenantContext? Known => _tenant;

    public TenantContext Tenant
    {
        get => _tenant ?? throw new InvalidOperationException("Nobody has said for whom this request runs.");
        set => _tenant = value;
    }
}
