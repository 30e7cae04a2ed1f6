namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>HTML between words, read as strictly as CommonMark wants it: what is not whole is text.</summary>
internal static class InlineHtml
{
    /// <summary>Where the tag, comment or declaration ends that begins with the &lt; at this place; -1 when none does.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="at">The place.</param>
    /// <param name="unended">Signs that were found not to come further on; nobody looks for them again.</param>
    public static int End(string text, int at, HashSet<string> unended)
    {
        var rest = text.AsSpan(at);
        return rest switch
        {
            ['<', '!', '-', '-', '>', ..] => at + 5,
            ['<', '!', '-', '-', '-', '>', ..] => at + 6,
            ['<', '!', '-', '-', ..] => After(text, at + 4, "-->", unended),
            ['<', '?', ..] => After(text, at + 2, "?>", unended),
            _ when rest.StartsWith("<![CDATA[") => After(text, at + 9, "]]>", unended),
            ['<', '!', (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ..] => After(text, at + 2, ">", unended),
            _ => Tag(text, at, unended),
        };
    }

    public static int Tag(ReadOnlySpan<char> text, int at, HashSet<string> unended)
    {
        var end = at + 1;
        var isClosing = end < text.Length && text[end] == '/';
        end += isClosing ? 1 : 0;
        if (end >= text.Length || !char.IsAsciiLetter(text[end]))
        {
            return -1;
        }

        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '-'))
        {
            end++;
        }

        while (!isClosing && Attribute(text, end, unended) is var next && next != end)
        {
            if (next < 0)
            {
                return -1;
            }

            end = next;
        }

        end = LinkParts.Blanks(text, end);
        end += !isClosing && end < text.Length && text[end] == '/' ? 1 : 0;
        return end < text.Length && text[end] == '>' ? end + 1 : -1;
    }

    /// <summary>Where the attribute ends that follows after blanks; the same place when none does, -1 when it is broken.</summary>
    private static int Attribute(ReadOnlySpan<char> text, int start, HashSet<string> unended)
    {
        var at = LinkParts.Blanks(text, start);
        if (at == start || at >= text.Length || !(char.IsAsciiLetter(text[at]) || text[at] is '_' or ':'))
        {
            return start;
        }

        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or ':' or '.' or '-'))
        {
            at++;
        }

        var sign = LinkParts.Blanks(text, at);
        if (sign >= text.Length || text[sign] != '=')
        {
            return at;
        }

        at = LinkParts.Blanks(text, sign + 1);
        if (at >= text.Length)
        {
            return -1;
        }

        if (text[at] is '"' or '\'')
        {
            return After(text, at + 1, text[at] == '"' ? "\"" : "'", unended);
        }

        var end = text[at..].IndexOfAny(" \t\n\"'=<>`") is var length and >= 0 ? at + length : text.Length;
        return end == at ? -1 : end;
    }

    private static int After(ReadOnlySpan<char> text, int at, string sign, HashSet<string> unended)
    {
        if (unended.Contains(sign))
        {
            return -1;
        }

        var end = text[at..].IndexOf(sign, StringComparison.Ordinal);
        if (end < 0)
        {
            unended.Add(sign);
            return -1;
        }

        return at + end + sign.Length;
    }
}
