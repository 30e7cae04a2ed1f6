using System.Globalization;
using System.Text.Json;

namespace GraphBlog.Engine.Http;

/// <summary>
/// JSON can write half of a surrogate pair, which is no Unicode text and cannot be read, looked up or sent back. It is refused, by its
/// place, in the names of members wherever they stand, and in strings that nothing else would read and name.
/// </summary>
internal static class UnicodeCheck
{
    // Those of variables are named as variables when they are read.
    private const string Variables = "variables";

    /// <summary>Looks at names alone.</summary>
    /// <exception cref="GraphQLRequestException">One is no Unicode text.</exception>
    public static void Names(ReadOnlySpan<byte> json) => Run(json, "", withStrings: false);

    /// <summary>Looks at names and strings.</summary>
    /// <param name="json">JSON that nests within <see cref="RequestParser.MaxDepth"/>.</param>
    /// <param name="root">What the whole is called; empty where it is the request.</param>
    /// <exception cref="GraphQLRequestException">One is no Unicode text.</exception>
    public static void All(ReadOnlySpan<byte> json, string root = "") => Run(json, root, withStrings: true);

    private static void Run(ReadOnlySpan<byte> json, string root, bool withStrings)
    {
        if (json.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RequestParser.MaxDepth });
        var place = new Stack<(string? Name, int Index)>([(root, -1)]);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    place.Pop();
                    place.Push((Text(ref reader)
                        ?? throw Half($"The name of a member{(Path(place) is { Length: > 0 } path ? $" of `{path}`" : "")}"), -1));
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    place.Pop();
                    Advance(place);
                    break;
                case JsonTokenType.StartObject:
                    place.Push((null, -1));
                    break;
                case JsonTokenType.StartArray:
                    place.Push((null, 0));
                    break;
                case JsonTokenType.String when withStrings && !place.Any(step => step.Name == Variables) && Text(ref reader) is null:
                    throw Half(Path(place) is { Length: > 0 } at ? $"`{at}`" : "The body");
                default:
                    Advance(place);
                    break;
            }
        }
    }

    // The next item of a list is at the next place; of an object the name says it.
    private static void Advance(Stack<(string? Name, int Index)> place)
    {
        var (name, index) = place.Pop();
        place.Push((name, index < 0 ? index : index + 1));
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Path(Stack<(string? Name, int Index)> place) => string.Concat(place.Reverse().Select((step, i)
        => step.Index >= 0 ? $"[{step.Index.ToString(CultureInfo.InvariantCulture)}]." : string.IsNullOrEmpty(step.Name) ? ""
            : step.Name + ".")).Replace(".[", "[").TrimEnd('.');

    private static GraphQLRequestException Half(string what)
        => RequestParser.Malformed($"{what} holds half of a surrogate pair, which is no Unicode text.");
}
