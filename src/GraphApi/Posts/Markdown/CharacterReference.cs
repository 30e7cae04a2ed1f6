using System.Net;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>&amp;amp; and its like. They are passed on as they are: who shows the page knows all names of HTML, .NET those of HTML 4.</summary>
internal static class CharacterReference
{
    private const int LongestNameWithoutEnd = 6, LongestReference = 34;

    /// <summary>The length of the reference that the text begins with; 0 when it begins with none.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, LongestReference)];
        var length = text switch
        {
            ['&', '#', 'x' or 'X', ..] => Digits(text, 3, char.IsAsciiHexDigit, 6),
            ['&', '#', ..] => Digits(text, 2, char.IsAsciiDigit, 7),
            ['&', (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] => Digits(text, 1, char.IsAsciiLetterOrDigit, 32),
            _ => 0,
        };
        return length > 0 && (text[1] == '#' || IsName(text[..length].ToString())) ? length : 0;
    }

    private static int Digits(ReadOnlySpan<char> text, int start, Func<char, bool> isDigit, int most)
    {
        var end = start;
        while (end < text.Length && isDigit(text[end]))
        {
            end++;
        }

        return end > start && end - start <= most && end < text.Length && text[end] == ';' ? end + 1 : 0;
    }

    // Browsers read &notit; as &not and it; since some old names need no semicolon.
    private static bool IsName(string reference)
    {
        if (WebUtility.HtmlDecode(reference) != reference)
        {
            return true;
        }

        var name = reference[1..^1];
        for (var length = 2; length <= Math.Min(LongestNameWithoutEnd, name.Length); length++)
        {
            var start = name[..length];
            if (start is "AMP" or "LT" or "GT" or "QUOT" or "COPY" or "REG" || WebUtility.HtmlDecode($"&{start};") is [<= 'ÿ'])
            {
                return false;
            }
        }

        return true;
    }
}
