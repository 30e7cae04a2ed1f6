using System.Collections;
using System.Globalization;
using System.Text.Json;
using Tomlyn;

namespace GraphBlog.GraphApi.Import;

/// <summary>Values of YAML, TOML and JSON as one kind: tables of names without regard to case, lists, texts, numbers, booleans and moments.</summary>
internal static class PlainValue
{
    // An alias in YAML may stand for a list of aliases, and so on: small files, vast values.
    private const int MostNodes = 20_000;

    /// <exception cref="UnreadableFileException">There is more than front matter has.</exception>
    public static object? Of(object? value)
    {
        var nodes = 0;
        return Plain(value);

        object? Plain(object? one) => ++nodes > MostNodes
            ? throw new UnreadableFileException($"its front matter has more than {MostNodes} values.") : one switch
            {
                null or string or bool => one,
                JsonElement json => Plain(Json(json)),
                TomlDateTime moment => moment.DateTime,
                DateTime moment => new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc)),
                IEnumerable<KeyValuePair<string, object?>> table => Table(table),
                IEnumerable<KeyValuePair<object, object?>> table => Table(table.Select(pair => KeyValuePair.Create($"{pair.Key}", pair.Value))),
                IEnumerable list => list.Cast<object?>().Select(Plain).ToList(),
                _ => one,
            };

        Dictionary<string, object?> Table(IEnumerable<KeyValuePair<string, object?>> pairs)
        {
            var table = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, item) in pairs)
            {
                table[key] = Plain(item);
            }

            return table;
        }
    }

    private static object? Json(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : value.GetDouble(),
        JsonValueKind.Array => value.EnumerateArray().Select(item => (object?)item).ToList(),
        _ => value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, (object?)member.Value)).ToList(),
    };

    /// <summary>A value as text; null for none, or for what is no text.</summary>
    public static string? Text(object? value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };
}
