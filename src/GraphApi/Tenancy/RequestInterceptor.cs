using System.Diagnostics;
using GraphBlog.Engine;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Limits;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>
/// Decides for whom a request runs: by its verified token and nothing else, never by a header a client could make up.
/// Without an answer nothing is executed. From here the tenant reaches every transaction (see ContextStatement).
/// </summary>
internal sealed class RequestInterceptor(
    IdentityDirectory directory, VerifiedTokens tokens, RefusedTokens refused, TokenCheck check,
    IOptions<DefaultViewer> defaultViewer, ILogger<RequestInterceptor> log)
    : HttpRequestInterceptor
{
    public override async ValueTask OnCreateAsync(HttpContext http, CancellationToken ct)
    {
        var claims = http.Request.Headers.Authorization is [{ } header] ? await ClaimsAsync(http, header, ct)
            : http.Request.Headers.Authorization.Count == 0 && defaultViewer.Value is { Org: { } org, User: { } user } ? new(new(org, user), null)
            : throw Refused(http, "Send a token: `Authorization: Bearer ...`.");
        var bearer = await Bearer.FindAsync(directory, claims, ct) ?? throw Unknown(http, claims);
        var identity = bearer.Acting;
        http.Features.Set(claims);
        Telemetry.Tag(TelemetryExport.Organisation, identity.OrgId);
        var trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : null;
        var holder = http.RequestServices.GetRequiredService<TenantHolder>();
        holder.Token = http.Request.Headers[Consistency.Header];
        holder.Tenant
            = TenantContext.ForRequest(
                identity.OrgId, identity.UserId, identity.Role, http.TraceIdentifier, trace, bearer.OnBehalfOf, claims.Kind, claims.MayPublish);
        if (claims.Names.AtFirstSight && !identity.IsLinked)
        {
            await LinkAsync(http, claims, identity, ct);
        }
    }

    /// <summary>A token that has expired ends what it began, and so does another role, or another person under its names.</summary>
    public override async ValueTask<DateTimeOffset?> RecheckAsync(HttpContext http, CancellationToken ct)
    {
        var (claims, tenant) = (http.Features.GetRequiredFeature<TokenClaims>(), http.RequestServices.GetRequiredService<TenantHolder>().Tenant);
        if (claims.CountsUntil <= DateTimeOffset.UtcNow)
        {
            throw new GraphQLRequestException(
                "The token has expired. Come back with a new one, and go on behind the last event you have.", ErrorCodes.TokenExpired,
                    StatusCodes.Status401Unauthorized);
        }

        var bearer = await Bearer.FindAsync(directory, claims, ct) ?? throw Unknown(http, claims);
        return (bearer.Acting.OrgId, bearer.Acting.UserId, bearer.Acting.Role, bearer.OnBehalfOf)
            == (tenant.OrgId, tenant.UserId, tenant.Role, tenant.OnBehalfOf)
            ? claims.CountsUntil
            : throw new GraphQLRequestException(
                "What you may do has changed. Come back, and go on behind the last event you have.", ErrorCodes.RightsChanged,
                    StatusCodes.Status403Forbidden)
            { IsRetryable = true };
    }

    /// <inheritdoc cref="Consistency.TellAsync"/>
    public override ValueTask OnCompletedAsync(HttpContext http) => Consistency.TellAsync(http);

    /// <summary>An organisation waits by itself, as soon as the token is known.</summary>
    public override string? Lane(HttpContext http)
        => http.Features.Get<TokenClaims>()?.Names.Org
            ?? (http.Request.Headers.Authorization is [{ } header] ? tokens.Find(header)?.Names.Org : defaultViewer.Value.Org);

    /// <summary>Who acts, by their id: a new token does not make them new. A program that acts for somebody pays as such.</summary>
    public override Payer? PayerOf(HttpContext http) => PayerOf(http.RequestServices.GetRequiredService<TenantHolder>().Tenant);

    /// <summary>Who pays for what is done for somebody.</summary>
    public static Payer PayerOf(TenantContext tenant) => new(tenant.OrgId, tenant.UserId, tenant.OnBehalfOf ?? 0);

    private async Task LinkAsync(HttpContext http, TokenClaims claims, Identity identity, CancellationToken ct)
    {
        if (await http.RequestServices.GetRequiredService<BlogDbContext>().LinkAtFirstSightAsync(claims.Names, ct))
        {
            log.LogInformation("User {UserId} of organisation {OrgId} was linked at first sight. Request {RequestId}.", identity.UserId,
                identity.OrgId, http.TraceIdentifier);
        }
        else if ((await directory.FindAsync(claims.Names, ct))?.UserId != identity.UserId)      // two requests at once are one first sight
        {
            throw Unknown(http, claims);
        }
    }

    private GraphQLRequestException Unknown(HttpContext http, TokenClaims claims)
    {
        var why = claims.Names switch
        {
            _ when claims.Actor is not null => "Its subject, or the one of its `act`, is nobody this server knows.",
            { Issuer: null } => "It names nobody this server knows.",
            { AtFirstSight: false } => "Its subject is linked to nobody, and it names nobody by handle or id.",
            { User: null, Email: null } => "Its subject is linked to nobody, and nothing in it may link: no verified e-mail address, no handle.",
            _ => "Its subject is linked to nobody, and its e-mail address or handle is nobody's, or somebody's whom the provider calls otherwise.",
        };
        refused.Count(http);
        log.LogInformation("A token was refused: {Reason} Request {RequestId}.", why, http.TraceIdentifier);
        return Refused(http, "The token names nobody this server knows.");
    }

    private ValueTask<TokenClaims> ClaimsAsync(HttpContext http, string header, CancellationToken ct)
    {
        var known = tokens.Find(header);
        Telemetry.LookedUp("tokens", known is not null);
        return known is not null ? new(known) : new(VerifyAsync(http, header, ct));
    }

    private async Task<TokenClaims> VerifyAsync(HttpContext http, string header, CancellationToken ct)
    {
        const string Scheme = "Bearer ";
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused(http, "Send a token: `Authorization: Bearer ...`.");
        }

        refused.Check(http);
        try
        {
            var claims = await check.CheckAsync(header[Scheme.Length..].Trim(), ct);
            tokens.Remember(header, claims);
            return claims;
        }
        catch (TokenRefusedException e)
        {
            refused.Count(http);
            log.LogInformation("A token was refused: {Reason} Request {RequestId}.", e.Reason, http.TraceIdentifier);
            throw Refused(http, e.Message);
        }
        catch (ProviderUnreachableException)
        {
            throw new GraphQLRequestException(
                "Tokens cannot be checked at the moment, since the identity provider does not answer. Try again.",
                ErrorCodes.ProviderUnavailable,
                StatusCodes.Status503ServiceUnavailable)
            { IsRetryable = true, RetryAfter = 2 };
        }
    }

    // RFC 6750, section 3: a refusal says which scheme would do.
    private static GraphQLRequestException Refused(HttpContext http, string message)
    {
        if (!http.Response.HasStarted)      // as it has on a socket
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return new(message, ErrorCodes.NotAuthenticated, StatusCodes.Status401Unauthorized);
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

    /// <summary>What the client has read or written must be seen, as it was told (<see cref="Consistency"/>); null for nothing.</summary>
    public string? Token { get; set; }

    /// <summary>The same, for a part of the request's work that has a scope of its own.</summary>
    public void TakeFrom(TenantHolder other) => (_tenant, Token) = (other.Tenant, other.Token);

    public TenantContext Tenant
    {
        get => _tenant ?? throw new InvalidOperationException("Nobody has said for whom this request runs.");
        set => _tenant = value;
    }
}
