using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GraphBlog.Engine.Relay;

namespace GraphBlog.Tests.Api;

/// <summary>Answers without what differs from run to run: times are all one, and records are numbered as they first appear.</summary>
internal static partial class Normalised
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Text(JsonElement answer)
    {
        var known = new List<string>();
        return Replace(JsonSerializer.SerializeToNode(answer), known)!.ToJsonString(s_indented);
    }

    public static string Text(IEnumerable<JsonElement> errors) => Text(JsonSerializer.SerializeToElement(errors));

    private static JsonNode? Replace(JsonNode? node, List<string> known) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Replace(member.Value, known)))),
        JsonArray items => new JsonArray([.. items.Select(item => Replace(item, known))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Replace(text, known),
        _ => node?.DeepClone(),
    };

    private static string Replace(string text, List<string> known)
    {
        if (Time().IsMatch(text))
        {
            return "<time>";
        }

        if (!GlobalId.TryParse(text, out var id) || id.TypeName is "User" or "Organisation")
        {
            return text;
        }

        if (!known.Contains(text))
        {
            known.Add(text);
        }

        return $"<{id.TypeName} {known.IndexOf(text) + 1}>";
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Time();
}
