using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GraphBlog.Tests.Fixtures;

/// <summary>An OpenID Connect provider on this machine: it publishes its keys, signs tokens with the newest, and changes them when told.</summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    private readonly List<SigningCredentials> _keys = [];
    private WebApplication? _app;

    public IdentityProvider(int port) => Authority = $"http://127.0.0.1:{port}/realms/blog";

    public string Authority { get; }

    /// <summary>How often its keys were asked for.</summary>
    public int Asked { get; private set; }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(new Uri(Authority).GetLeftPart(UriPartial.Authority));
        app.MapGet("/realms/blog/.well-known/openid-configuration", () => Results.Json(new { issuer = Authority, jwks_uri = $"{Authority}/keys" }));
        app.MapGet("/realms/blog/keys", () =>
        {
            Asked++;
            return Results.Json(new { keys = _keys.Select(Published) });
        });
        _app = app;
        await app.StartAsync();
    }

    /// <summary>A new key signs from now on; of the former ones so many are still published.</summary>
    public void Rotate(bool isEllipticCurve, int kept)
    {
        _keys.RemoveRange(0, Math.Max(0, _keys.Count - kept));
        SecurityKey key = isEllipticCurve
            ? new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = Guid.NewGuid().ToString("N") }
            : new RsaSecurityKey(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };
        _keys.Add(new(key, isEllipticCurve ? SecurityAlgorithms.EcdsaSha256 : SecurityAlgorithms.RsaSha256));
    }

    public string Issue(Dictionary<string, object> claims, Dictionary<string, object>? header = null)
        => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Authority,
            Audience = "graphblog",
            Claims = claims,
            Expires = DateTime.UtcNow.AddMinutes(5),
            SigningCredentials = _keys[^1],
            AdditionalHeaderClaims = header,
        });

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private static Dictionary<string, string> Published(SigningCredentials credentials)
    {
        var key = credentials.Key is RsaSecurityKey rsa
            ? JsonWebKeyConverter.ConvertFromRSASecurityKey(rsa)
            : JsonWebKeyConverter.ConvertFromECDsaSecurityKey((ECDsaSecurityKey)credentials.Key);
        var said = new Dictionary<string, string?>
        {
            ["kty"] = key.Kty,
            ["kid"] = key.Kid,
            ["use"] = "sig",
            ["n"] = key.N,
            ["e"] = key.E,
            ["crv"] = key.Crv,
            ["x"] = key.X,
            ["y"] = key.Y
        };
        return said.Where(part => part.Value is not null).ToDictionary(part => part.Key, part => part.Value!);
    }
}
