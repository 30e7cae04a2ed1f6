using System.Text.Json;

namespace GraphBlog.Tests.Shared;

/// <summary>What came back over the wire.</summary>
public sealed record Answer(int Status, string? ContentType, string Body, Dictionary<string, string> Headers)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public JsonElement Data => Json.GetProperty("data");

    public bool HasData => Json.TryGetProperty("data", out _);

    public JsonElement Error => Json.GetProperty("errors")[0];

    public string? Message => Error.GetProperty("message").GetString();

    public string? Code => Error.GetProperty("extensions").GetProperty("code").GetString();
}
