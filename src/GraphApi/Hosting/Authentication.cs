using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>Which tokens count. Claims: `org` (slug or id), `sub` (handle or id) and, to ask for less than the user may, `role`.</summary>
internal static class Authentication
{
    public const string Issuer = "graphblog";
    private const string Audience = "graphblog";

    /// <summary>Tokens of `Auth:Authority` (an OpenID Connect provider) or, without one, those signed with our own key.</summary>
    /// <exception cref="SettingException">Neither is configured.</exception>
    public static void AddBlogAuthentication(this IServiceCollection services, IConfiguration configuration, BlogSettings settings)
    {
        var authority = SettingSections.Read<AuthSettings>(configuration).Authority;
        var key = SigningKey.Find(configuration, settings);
        if (authority is null && key is null)
        {
            throw new SettingException("Set Auth__Authority to your OpenID Connect provider, or Auth__SigningKey to a secret of at least 32 bytes.");
        }

        // Left alone, the host takes the only scheme for the default and checks every request's token before we see the request: for
        // nothing where VerifiedTokens knows the token, and too soon on a socket, whose token comes later, as it checks once a request.
        AppContext.SetSwitch("Microsoft.AspNetCore.Authentication.SuppressAutoDefaultScheme", true);
        services.AddAuthentication().AddJwtBearer(options =>
        {
            options.Authority = authority;
            options.MapInboundClaims = false;      // claims keep the names they have in the token
            options.TokenValidationParameters.ValidAudience = configuration["Auth:Audience"] ?? Audience;
            options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(30);
            if (authority is null)
            {
                options.TokenValidationParameters.ValidIssuer = Issuer;
                options.TokenValidationParameters.IssuerSigningKey = new SymmetricSecurityKey(key);
                options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
            }
        });
    }

    /// <summary>A token of our own for a user of an organisation.</summary>
    public static string Issue(IConfiguration configuration, byte[] key, string org, string user, string? role, TimeSpan lifetime)
    {
        var claims = new Dictionary<string, object> { ["org"] = org, [JwtRegisteredClaimNames.Sub] = user };
        if (role is not null)
        {
            claims["role"] = role;
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = configuration["Auth:Audience"] ?? Audience,
            Claims = claims,
            Expires = DateTime.UtcNow + lifetime,
            SigningCredentials = new(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        });
    }
}
