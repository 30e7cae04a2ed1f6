using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GraphBlog.GraphApi.Posts;

/// <summary>How many bytes PostgreSQL needs at most to write a value in JSON, which is what the database's own check counts.</summary>
internal static class JsonSize
{
    /// <summary>The most bytes that a post's metadata may have.</summary>
    public const int Most = 64 * 1024;

    /// <summary>The size; null when a text in it is none that PostgreSQL can store.</summary>
    public static long? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => Sum(value.EnumerateObject().Select(member => OfText(() => member.Name) + 4 + Of(member.Value))),      // a colon, a comma and their blanks
        JsonValueKind.Array => Sum(value.EnumerateArray().Select(item => Of(item) + 2)),
        JsonValueKind.String => OfText(value.GetString!),
        JsonValueKind.Number => OfNumber(value.GetRawText()),
        _ => 5,
    };

    private static long? Sum(IEnumerable<long?> parts)
    {
        long sum = 2;
        foreach (var part in parts)
        {
            if (part is not { } size)
            {
                return null;
            }

            sum += size;
            if (sum > Most)
            {
                break;      // how much more is no matter
            }
        }

        return sum;
    }

    private static long? OfText(Func<string> read)
    {
        try
        {
            var text = read();
            return text.Contains('\0') ? null : Encoding.UTF8.GetByteCount(text) + 2 + text.Sum(c => c is '"' or '\\' ? 1 : c < ' ' ? 5 : 0);
        }
        catch (InvalidOperationException)      // half of a surrogate pair
        {
            return null;
        }
    }

    // jsonb writes 1e9 with all its zeros.
    private static long OfNumber(string raw) => raw.IndexOfAny(['e', 'E']) is >= 0 and var e
        ? raw.Length + (long.TryParse(raw.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent) ? Math.Abs(Math.Clamp(exponent, -Most, Most)) : Most)
        : raw.Length;
}
