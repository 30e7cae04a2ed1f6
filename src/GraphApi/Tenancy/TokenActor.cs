using System.Text.Json;
using GraphBlog.Persistence.Audit;
using Microsoft.IdentityModel.JsonWebTokens;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>What a token says of who acts by it, and how far.</summary>
internal static class TokenActor
{
    private const string Act = "act", ClientId = "client_id";
    private const string Write = "write", Drafts = "write:drafts";

    /// <summary>
    /// Who acts for the token's subject (RFC 8693, section 4.1); null when the subject acts. Those for whom the actor acts in turn are not asked:
    /// the section says that they are no part of a decision.
    /// </summary>
    /// <exception cref="TokenRefusedException">It names nobody.</exception>
    public static JsonElement? Of(JsonElement claims) => claims.Find(Act) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Object } act when act.Find(JwtRegisteredClaimNames.Sub).Text() is not null => act,
        _ => throw new TokenRefusedException("Its `act` lacks `sub`.", "The token's `act` lacks `sub`."),
    };

    /// <summary>
    /// A program, if the claim says so that the operator named, or if the provider calls the client by the subject's name: then no person asked
    /// for the token (RFC 9068, section 2.2). Who acts for somebody is one unless that claim says that they are a person.
    /// </summary>
    public static ActorKind KindOf(JsonElement claims, JsonElement? act, TokenSettings settings)
    {
        var said = (act ?? claims).Find(settings.ActorKind).Text();
        var isService = settings.ServiceKind.Equals(said, StringComparison.OrdinalIgnoreCase) || (act is null
            ? claims.Find(ClientId).Text() is { } client && client == claims.Find(JwtRegisteredClaimNames.Sub).Text()
            : !nameof(ActorKind.User).Equals(said, StringComparison.OrdinalIgnoreCase));
        return isService ? ActorKind.Service : ActorKind.User;
    }

    /// <summary>Scopes add up, so one for drafts is a limit only where no wider one is beside it. A token without any of ours has none.</summary>
    public static bool MayPublish(JsonElement? scope)
    {
        string[] scopes = scope switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString()!.Split(' '),
            { ValueKind: JsonValueKind.Array } list
                => [.. list.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
            _ => [],
        };
        return !scopes.Contains(Drafts) || scopes.Contains(Write);
    }
}
