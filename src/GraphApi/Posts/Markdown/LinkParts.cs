using System.Net;
using System.Text;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>What a link is made of. Each method reads from a place and answers where the part ends, or -1 where it is none.</summary>
internal static class LinkParts
{
    /// <summary>The most characters that a label has.</summary>
    public const int LongestLabel = 999;

    private const int DeepestParentheses = 32;

    /// <summary>[label]: no brackets within that are not escaped, and not blank.</summary>
    public static int Label(string text, int at, out ReadOnlySpan<char> label)
    {
        label = default;
        var end = at + 1;
        while (end < text.Length && end - at <= LongestLabel + 1)
        {
            switch (text[end])
            {
                case ']':
                    label = text.AsSpan(at + 1, end - at - 1);
                    return label.IsWhiteSpace() ? -1 : end + 1;
                case '[':
                    return -1;
                case '\\':
                    end++;
                    break;
            }

            end++;
        }

        return -1;
    }

    public static int Destination(string text, int at, out string destination)
    {
        destination = "";
        var end = at;
        if (at < text.Length && text[at] == '<')
        {
            for (end++; end < text.Length && text[end] is not ('>' or '<' or '\n'); end++)
            {
                end += text[end] == '\\' ? 1 : 0;
            }

            if (end >= text.Length || text[end] != '>')
            {
                return -1;
            }

            destination = Unescaped(text.AsSpan(at + 1, end - at - 1));
            return end + 1;
        }

        var depth = 0;
        for (; end < text.Length && text[end] > ' ' && text[end] != '\x7f'; end++)
        {
            if (text[end] == '\\' && end + 1 < text.Length && IsEscapable(text[end + 1]))
            {
                end++;
            }
            else if (text[end] == '(' && ++depth > DeepestParentheses)
            {
                return -1;
            }
            else if (text[end] == ')' && --depth < 0)
            {
                break;
            }
        }

        if (depth > 0)
        {
            return -1;
        }

        destination = Unescaped(text.AsSpan(at, end - at));
        return end;
    }

    /// <param name="text">The paragraph.</param>
    /// <param name="at">Where the title's quote is.</param>
    /// <param name="title">What is between the quotes.</param>
    /// <param name="unended">The quotes that were found to have no end further on; nobody looks for them again.</param>
    public static int Title(string text, int at, out string? title, HashSet<string> unended)
    {
        title = null;
        if (at >= text.Length || text[at] is not ('"' or '\'' or '('))
        {
            return -1;
        }

        var close = text[at] == '(' ? ')' : text[at];
        var quote = close switch { '"' => "title \"", '\'' => "title '", _ => "title )" };
        if (unended.Contains(quote))
        {
            return -1;
        }

        var end = at + 1;
        while (end < text.Length && text[end] != close)
        {
            if (close == ')' && text[end] == '(')
            {
                return -1;
            }

            end += text[end] == '\\' ? 2 : 1;
        }

        if (end >= text.Length)
        {
            unended.Add(quote);
            return -1;
        }

        title = Unescaped(text.AsSpan(at + 1, end - at - 1));
        return end + 1;
    }

    public static int Blanks(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n')
        {
            at++;
        }

        return at;
    }

    /// <summary>
    /// Whether a backslash before the character is left out, and takes its meaning away. Source: CommonMark, section 2.4 "Backslash escapes".
    /// </summary>
    public static bool IsEscapable(char character) => char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character));

    /// <summary>Backslashes before punctuation are left out, character references resolved.</summary>
    public static string Unescaped(ReadOnlySpan<char> written)
    {
        if (written.IndexOfAny('\\', '&') < 0)
        {
            return written.ToString();
        }

        var text = new StringBuilder(written.Length);
        for (var at = 0; at < written.Length; at++)
        {
            if (written[at] == '\\' && at + 1 < written.Length && IsEscapable(written[at + 1]))
            {
                text.Append(written[++at]);
            }
            else if (written[at] == '&' && CharacterReference.Length(written[at..]) is var length and > 0)
            {
                text.Append(WebUtility.HtmlDecode(written.Slice(at, length).ToString()));
                at += length - 1;
            }
            else
            {
                text.Append(written[at]);
            }
        }

        return text.ToString();
    }
}
