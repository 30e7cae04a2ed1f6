using System.Globalization;
using System.Text.Json;
using Tomlyn;
using Tomlyn.Model;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace GraphBlog.GraphApi.Import;

/// <summary>
/// What stands above the text of a Markdown file: YAML between lines of <c>---</c> (Jekyll, Hugo), TOML between <c>+++</c> or a JSON
/// object (Hugo). Keys are compared without regard to case, as both programs do.
/// </summary>
internal sealed class FrontMatter
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder().Build();
    private readonly Dictionary<string, object?> _values = new(StringComparer.OrdinalIgnoreCase);

    private FrontMatter(IEnumerable<KeyValuePair<string, object?>> values, string body)
    {
        foreach (var (key, value) in values)
        {
            _values[key] = value;
        }

        Body = body;
    }

    /// <summary>The text below, without the blank lines before it.</summary>
    public string Body { get; }

    /// <exception cref="UnreadableFileException">The front matter is not what its marks say it is.</exception>
    public static FrontMatter Parse(string text)
    {
        text = text.ReplaceLineEndings("\n");
        try
        {
            return Fenced(text, "---") is var (yaml, afterYaml) ? new(Yaml(yaml), afterYaml)
                : Fenced(text, "+++") is var (toml, afterToml) ? new(TomlSerializer.Deserialize<TomlTable>(toml)!.Select(Pair), afterToml)
                : text.StartsWith('{') && Json(text) is { } json ? json
                : new([], text.TrimStart('\n'));
        }
        catch (YamlException e)
        {
            throw new UnreadableFileException($"its front matter is no YAML (line {e.Start.Line + 1}): {e.InnerException?.Message ?? e.Message}");
        }
        catch (TomlException e)
        {
            throw new UnreadableFileException($"its front matter is no TOML: {e.Message.Split('\n')[0]}");
        }
    }

    /// <summary>A value as text; null when there is none.</summary>
    public string? Text(string key) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        string text => text,
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var other => throw new UnreadableFileException($"`{key}` in its front matter is a {(other is System.Collections.IEnumerable ? "list" : "table")}, not a text."),
    };

    /// <summary>Whether a switch is on, off, or not there.</summary>
    public bool? Flag(string key) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        bool flag => flag,
        var other => bool.TryParse($"{other}", out var flag) ? flag : throw new UnreadableFileException($"`{key}` in its front matter is neither true nor false."),
    };

    /// <summary>A list; a text is a list of its words, as Jekyll has it.</summary>
    public IReadOnlyList<string> List(string key) => _values.GetValueOrDefault(key) switch
    {
        null => [],
        string text => text.Split(text.Contains(',') ? ',' : ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        System.Collections.IEnumerable list => [.. list.Cast<object?>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)).OfType<string>()],
        var one => [Convert.ToString(one, CultureInfo.InvariantCulture)!],
    };

    /// <summary>A moment; one without an offset is UTC.</summary>
    public DateTimeOffset? Moment(string key) => _values.GetValueOrDefault(key) switch
    {
        null => null,
        DateTimeOffset moment => moment,
        DateTime moment => new(moment, TimeSpan.Zero),
        TomlDateTime moment => moment.DateTime,
        var other => DateTimeOffset.TryParse($"{other}", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
            : throw new UnreadableFileException($"`{key}` in its front matter is no date: {other}"),
    };

    private static KeyValuePair<string, object?> Pair(KeyValuePair<string, object> pair) => new(pair.Key, pair.Value);

    /// <summary>What stands between two lines of the mark at the top, and what follows.</summary>
    private static (string Inside, string After)? Fenced(string text, string mark)
    {
        if (!text.StartsWith($"{mark}\n", StringComparison.Ordinal))
        {
            return null;
        }

        var end = $"{text}\n".IndexOf($"\n{mark}\n", mark.Length, StringComparison.Ordinal);
        return end < 0 ? throw new UnreadableFileException($"its front matter has no closing {mark}.")
            : (text[(mark.Length + 1)..Math.Max(end, mark.Length + 1)], text[Math.Min(end + mark.Length + 2, text.Length)..].TrimStart('\n'));
    }

    private static IEnumerable<KeyValuePair<string, object?>> Yaml(string yaml) => s_yaml.Deserialize<object?>(yaml) switch
    {
        null => [],
        Dictionary<object, object?> table => table.Select(pair => KeyValuePair.Create($"{pair.Key}", pair.Value)),
        _ => throw new UnreadableFileException("its front matter is no table of names and values."),
    };

    private static FrontMatter? Json(string text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
        try
        {
            var table = JsonElement.ParseValue(ref reader);
            return new(
                table.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Value(property.Value))),
                System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)[(int)reader.BytesConsumed..]).TrimStart('\n'));
        }
        catch (JsonException)
        {
            return null;      // a text that begins with a brace
        }
    }

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.Object => value.EnumerateObject().ToDictionary(property => property.Name, property => Value(property.Value)),
        _ => value.ToString(),
    };
}

/// <summary>A file cannot become a post; the message says why and follows the file's name.</summary>
internal sealed class UnreadableFileException(string message) : Exception(message);
