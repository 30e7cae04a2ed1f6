using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Says which part is not ready, by codes of a closed list: a probe, or whoever else comes so far, learns what kind of thing is wrong, and no
/// name, address or version.
/// </summary>
internal static class HealthAnswer
{
    /// <summary>Where a part's result has its codes.</summary>
    public const string Reasons = "reasons";

    public static async Task WriteAsync(HttpContext http, HealthReport report)
    {
        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", Word(report.Status));
        json.WriteStartObject("checks");
        foreach (var (name, entry) in report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(name);
            json.WriteString("status", Word(entry.Status));
            json.WriteStartArray(Reasons);
            foreach (var reason in entry.Data.GetValueOrDefault(Reasons) as string[] ?? [])
            {
                json.WriteStringValue(reason);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Word(HealthStatus status) => status.ToString().ToLowerInvariant();
}
