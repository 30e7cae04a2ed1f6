using System.Text.Json;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>Claims as operators name them: by their whole name, or by a path to them.</summary>
internal static class ClaimPaths
{
    /// <exception cref="TokenRefusedException">There is no such claim, or it is no name.</exception>
    public static string One(this JsonElement claims, string path)
        => claims.Find(path).Text() ?? throw new TokenRefusedException($"It lacks `{path}`.", $"The token lacks `{path}`.");

    /// <summary>The claim as a name; null for none.</summary>
    public static string? Text(this JsonElement? claim) => claim switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } name => name,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    /// <summary>Whether it says true, be it in quotation marks.</summary>
    public static bool IsTrue(this JsonElement claim)
        => claim.ValueKind == JsonValueKind.True || claim.ValueKind == JsonValueKind.String && claim.ValueEquals("true");

    /// <summary>
    /// The claim; null when there is none. A name that is a claim's whole name comes first: those of some providers are URLs, with dots of
    /// their own.
    /// </summary>
    public static JsonElement? Find(this JsonElement claims, string path)
    {
        if (claims.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (claims.TryGetProperty(path, out var claim))
        {
            return claim;
        }

        for (var dot = path.IndexOf('.'); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            if (claims.TryGetProperty(path[..dot], out var outer) && outer.Find(path[(dot + 1)..]) is { } inner)
            {
                return inner;
            }
        }

        return null;
    }
}
