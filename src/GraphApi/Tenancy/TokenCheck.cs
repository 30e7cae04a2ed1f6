using System.Text.Json;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>Checks a token's signature, its times and for whom it is, and reads its claims.</summary>
/// <param name="settings">What counts.</param>
/// <param name="provider">The provider's keys; null when tokens are our own.</param>
internal sealed class TokenCheck(TokenSettings settings, ProviderKeys? provider = null)
{
    private static readonly JsonWebTokenHandler s_tokens = new();

    /// <summary>What the token says.</summary>
    /// <exception cref="TokenRefusedException">It does not count; the message says why, and nothing of the token.</exception>
    /// <exception cref="ProviderUnreachableException">It cannot be checked at the moment.</exception>
    public async Task<TokenClaims> CheckAsync(string text, CancellationToken ct)
    {
        JsonWebToken token;
        try
        {
            token = new(text);
        }
        catch (ArgumentException)
        {
            throw new TokenRefusedException("It is no JSON Web Token.", "The token is not valid, or has expired.");
        }

        if (token.TryGetHeaderValue<object>("crit", out _))      // RFC 7515, section 4.1.11: who does not understand it must refuse
        {
            throw new TokenRefusedException("Its header demands extensions (`crit`) that nobody here understands.",
                "The token is not valid, or has expired.");
        }

        var result = await s_tokens.ValidateTokenAsync(token, await ParametersAsync(token, ct));
        return result.IsValid
            ? ClaimsOf(token)
            : throw new TokenRefusedException(Reason(result.Exception), "The token is not valid, or has expired.");
    }

    private async ValueTask<TokenValidationParameters> ParametersAsync(JsonWebToken token, CancellationToken ct)
    {
        if (provider is null)
        {
            return settings.Check;
        }

        var published = await provider.FindAsync(token.Kid is { Length: > 0 } key ? key : null, ct);
        var check = settings.Check.Clone();
        (check.ValidIssuer, check.IssuerSigningKeys) = (published.Issuer, published.SigningKeys);
        return check;
    }

    private TokenClaims ClaimsOf(JsonWebToken token)
    {
        using var payload = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        var claims = payload.RootElement;
        var act = TokenActor.Of(claims);
        return new(
            NamesOf(claims, token.Issuer, isForAnother: act is not null), RoleOf(claims.Find(settings.Role)),
            token.ValidTo == DateTime.MinValue ? null : new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + settings.Check.ClockSkew)
        {
            Actor = act is { } actor ? ActorOf(actor, claims.One(settings.Organisation), token.Issuer) : null,
            Kind = TokenActor.KindOf(claims, act, settings),
            MayPublish = TokenActor.MayPublish(claims.Find(settings.Scope)),
        };
    }

    private TokenNames NamesOf(JsonElement claims, string issuer, bool isForAnother)
    {
        var org = claims.One(settings.Organisation);
        if (provider is null)
        {
            return new(org, claims.One(settings.User));
        }

        // Who is not there themselves is not linked, so of them only what is linked counts where that is the rule.
        var mayLink = settings.LinkBy != LinkBy.None && !isForAnother;
        var email = mayLink && settings.LinkBy == LinkBy.VerifiedEmail && claims.Find(JwtRegisteredClaimNames.EmailVerified)?.IsTrue() == true
            ? claims.Find(JwtRegisteredClaimNames.Email).Text() : null;
        return new(
            org, settings.LinkBy == LinkBy.None || mayLink && settings.LinkBy == LinkBy.Handle ? HandleIn(claims) : null,
            issuer, claims.One(JwtRegisteredClaimNames.Sub), email, AtFirstSight: mayLink);
    }

    private TokenNames ActorOf(JsonElement act, string org, string issuer)
    {
        var subject = act.One(JwtRegisteredClaimNames.Sub);
        return provider is null ? new(org, subject)
            : new(org, settings.LinkBy == LinkBy.None ? HandleIn(act) : null, act.Find(JwtRegisteredClaimNames.Iss).Text() ?? issuer, subject);
    }

    // A number of the provider's is none of ours.
    private string? HandleIn(JsonElement claims)
        => claims.Find(settings.User).Text() is { } user
            && !(user.All(char.IsAsciiDigit) && (settings.User == JwtRegisteredClaimNames.Sub || settings.LinkBy == LinkBy.Handle)) ? user : null;

    /// <summary>
    /// A list narrows to the least of the roles in it; names that mean something elsewhere are passed over, as long as one means
    /// something here.
    /// </summary>
    private static Role? RoleOf(JsonElement? claim)
    {
        if (claim is not { } said || said.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var names = said.ValueKind == JsonValueKind.Array ? [.. said.EnumerateArray()] : new[] { said };
        var roles = names.Select(name => name.ValueKind == JsonValueKind.String ? Known(name.GetString()!) : null).OfType<Role>().ToList();
        return roles.Count > 0 ? roles.Min()
            : throw new TokenRefusedException("It names no role that this server knows.", "The token has a `role` that this server does not know.");
    }

    // TryParse alone takes numbers and lists as well.
    private static Role? Known(string name)
        => Enum.TryParse<Role>(name, ignoreCase: true, out var role) && Enum.GetName(role)?.Length == name.Length ? role : null;

    // The library's own messages have parts of the token in them.
    private static string Reason(Exception? why) => why switch
    {
        SecurityTokenExpiredException expired => $"It expired at {expired.Expires:u}.",
        SecurityTokenNotYetValidException early => $"It is valid from {early.NotBefore:u} on.",
        SecurityTokenNoExpirationException => "It does not expire.",
        SecurityTokenInvalidAudienceException => "It is for another audience than Auth__Audience.",
        SecurityTokenInvalidIssuerException => "Its issuer is another.",
        SecurityTokenSignatureKeyNotFoundException => "It is signed with a key that is not known here.",
        SecurityTokenInvalidAlgorithmException => "Its algorithm is not one that counts here.",
        SecurityTokenInvalidSignatureException => "Its signature is wrong, or missing.",
        null => "It is not valid.",
        _ => $"It is not valid ({why.GetType().Name}).",
    };
}

/// <summary>A token does not count.</summary>
/// <param name="reason">Why, for the log; nothing of the token is in it.</param>
/// <param name="message">What the client is told.</param>
internal sealed class TokenRefusedException(string reason, string message) : Exception(message)
{
    public string Reason { get; } = reason;
}
