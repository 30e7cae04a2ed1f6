using System.Text;
using System.Text.Json;
using Tomlyn;
using Tomlyn.Model;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace GraphBlog.GraphApi.Import;

/// <summary>
/// What stands above the text of a Markdown file: YAML between lines of <c>---</c> (Jekyll, Hugo), TOML between <c>+++</c> (Hugo, Zola) or
/// a JSON object (Hugo). Names are compared without regard to case, as these programs do.
/// </summary>
internal sealed class FrontMatter
{
    private static readonly IDeserializer s_yaml = new DeserializerBuilder().Build();
    private readonly Dictionary<string, object?> _values;

    private FrontMatter(object? values, string body, bool isThere = true)
    {
        _values = PlainValue.Of(values) as Dictionary<string, object?>
            ?? throw new UnreadableFileException("its front matter is no table of names and values.");
        (Body, IsThere) = (body, isThere);
    }

    /// <summary>The text below, without the blank lines before it.</summary>
    public string Body { get; }

    /// <summary>Whether the file has front matter, be it empty.</summary>
    public bool IsThere { get; }

    /// <summary>All of it by name.</summary>
    public IReadOnlyDictionary<string, object?> Values => _values;

    /// <exception cref="UnreadableFileException">The front matter is not what its marks say it is.</exception>
    public static FrontMatter Parse(string text)
    {
        text = text.Replace("\r\n", "\n").Replace('\r', '\n');      // no others: U+2028 and form feeds are part of a text
        try
        {
            return Fence.Split(text) switch
            {
                ('-', var yaml, var after) => new(s_yaml.Deserialize<object?>(new UntaggedYaml(yaml)) ?? new Dictionary<string, object?>(), after),
                (_, var toml, var after) => new(TomlSerializer.Deserialize<TomlTable>(toml), after),
                null => Json(text) ?? new(new Dictionary<string, object?>(), text.TrimStart('\n'), isThere: false),
            };
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

    /// <summary>A value by the names of the tables that it is in; null when there is none.</summary>
    public object? Value(params ReadOnlySpan<string> path)
    {
        object? value = _values;
        foreach (var name in path)
        {
            value = (value as Dictionary<string, object?>)?.GetValueOrDefault(name);
        }

        return value;
    }

    /// <summary>A value as text; null when there is none.</summary>
    /// <exception cref="UnreadableFileException">It is a list or a table.</exception>
    public string? Text(string name) => Value(name) is { } value
        ? PlainValue.Text(value) ?? throw new UnreadableFileException($"`{name}` in its front matter is a list or a table, not a text.") : null;

    /// <summary>Whether a switch is on, off, or not there; the words are those of YAML 1.1, which Jekyll and Hugo read.</summary>
    /// <exception cref="UnreadableFileException">It is neither.</exception>
    public bool? Flag(string name) => Text(name)?.Trim().ToLowerInvariant() switch
    {
        null or "" or "~" or "null" => null,
        "true" or "yes" or "on" or "y" or "1" => true,
        "false" or "no" or "off" or "n" or "0" => false,
        _ => throw new UnreadableFileException($"`{name}` in its front matter is neither true nor false."),
    };

    /// <summary>A moment; one without an offset is UTC.</summary>
    /// <exception cref="UnreadableFileException">It is no date.</exception>
    public DateTimeOffset? Moment(string name) => Value(name) is DateTimeOffset moment ? moment.ToUniversalTime()
        : Text(name) is not { } text || string.IsNullOrWhiteSpace(text) || text is "~" or "null" ? null
        : WrittenDate.Parse(text) ?? throw new UnreadableFileException($"`{name}` in its front matter is no date: {text}");

    private static FrontMatter? Json(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.TrimStart());
        if (bytes is not [(byte)'{', ..])
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(bytes);
            var table = JsonElement.ParseValue(ref reader);
            return new(table, Encoding.UTF8.GetString(bytes.AsSpan((int)reader.BytesConsumed)).TrimStart('\n'));
        }
        catch (JsonException)
        {
            return null;      // a text that begins with a brace
        }
    }
}

/// <summary>A file cannot become a post; the message says why and follows the file's name.</summary>
internal class UnreadableFileException(string message) : Exception(message);

/// <summary>A file is not meant to be a post; the message is the reason, the same for all of its kind.</summary>
internal sealed class SkippedFileException(string reason) : UnreadableFileException(reason);
