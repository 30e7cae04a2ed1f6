using GraphBlog.GraphApi.Tenancy;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Which tokens count. Their claims, unless the settings name others: `org` (slug or id), `sub` (handle or id) and, to ask for less than the
/// user may, `role`.
/// </summary>
internal static class Authentication
{
    public const string Issuer = "graphblog";
    private const string Audience = "graphblog";

    /// <summary>Tokens of `Auth:Authority` (an OpenID Connect provider) or, without one, those signed with our own keys.</summary>
    /// <exception cref="SettingException">Neither is configured, or the provider would be asked in clear text.</exception>
    public static void AddBlogAuthentication(this IServiceCollection services, IConfiguration configuration, BlogSettings settings)
    {
        var auth = SettingSections.Read<AuthSettings>(configuration);
        var keys = SigningKey.Find(auth, settings);
        if (auth.Authority is null && keys.Count == 0)
        {
            throw new SettingException("Set Auth__Authority to your OpenID Connect provider, or Auth__SigningKey to a secret of at least 32 bytes.");
        }

        var check = new TokenValidationParameters { ValidAudience = AudienceOf(auth), ClockSkew = TimeSpan.FromSeconds(30) };
        if (auth.Authority is not { } authority)
        {
            if (auth.LinkBy != LinkBy.None)
            {
                throw new SettingException("Auth__LinkBy needs Auth__Authority: our own tokens name users as they are called here.");
            }

            check.ValidIssuer = Issuer;
            check.IssuerSigningKeys = keys.Select(key => new SymmetricSecurityKey(key));
            check.TryAllIssuerSigningKeys = true;      // while one replaces the other
            check.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
        }
        else
        {
            var documents = new HttpDocumentRetriever { RequireHttps = !MayBeClear(authority, settings) };
            services.AddSingleton(provider => new ProviderKeys(
                authority, documents, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ProviderKeys>>()));
        }

        var tokens = new TokenSettings(
            check, auth.Claims.Organisation, auth.Claims.User, auth.Claims.Role, auth.Claims.ActorKind, auth.ServiceKind, auth.Claims.Scope,
                auth.LinkBy);
        services.AddSingleton(provider => new TokenCheck(tokens, provider.GetService<ProviderKeys>()));
    }

    /// <summary>On this machine, in Development, nobody listens in.</summary>
    private static bool MayBeClear(string authority, BlogSettings settings)
        => !Uri.TryCreate(authority, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
            ? throw new SettingException($"Auth__Authority is no address: {authority}. It is your provider's, such as https://login.example.")
            : address.Scheme == "http" && (settings.IsDevelopment && address.IsLoopback ? true : throw new SettingException(
                "Auth__Authority must be an https address: who can change what travels in clear text can sign any token. (In Development http is taken on this machine.)"));

    private static string AudienceOf(AuthSettings auth) => string.IsNullOrWhiteSpace(auth.Audience) ? Audience : auth.Audience;

    /// <summary>A token of our own.</summary>
    public static string Issue(IConfiguration configuration, byte[] key, TokenContent content, TimeSpan lifetime)
    {
        var claims = new Dictionary<string, object> { ["org"] = content.Org, [JwtRegisteredClaimNames.Sub] = content.User };
        Add("role", content.Role);
        Add("actor_kind", content.Kind);
        Add("scope", content.Scope);
        Add("act", content.Act is { } actor ? new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = actor } : null);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = AudienceOf(SettingSections.Read<AuthSettings>(configuration)),
            Claims = claims,
            Expires = DateTime.UtcNow + lifetime,
            SigningCredentials = new(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        });

        void Add(string name, object? claim)
        {
            if (claim is not null)
            {
                claims[name] = claim;
            }
        }
    }
}

/// <summary>What a token of our own says.</summary>
/// <param name="Org">The organisation's slug or id.</param>
/// <param name="User">The user's handle or id.</param>
/// <param name="Role">The role to which it narrows; null for the user's own.</param>
/// <param name="Act">Who acts for the user, by handle or id; null for nobody.</param>
/// <param name="Kind">What kind of actor it is; null for a person.</param>
/// <param name="Scope">What it is limited to; null for nothing.</param>
internal sealed record TokenContent(string Org, string User, string? Role = null, string? Act = null, string? Kind = null, string? Scope = null);
