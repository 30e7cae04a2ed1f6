using System.Net;

namespace GraphBlog.GraphApi.Posts.Html;

/// <summary>One tag as it was written; names in lower case, values with their character references resolved.</summary>
internal sealed record HtmlTag(string Name, bool IsClosing, bool IsWhole, int End, List<(string Name, string Value)> Attributes)
{
    /// <summary>The tag that begins at this place; null when it is none; not whole when its end is missing.</summary>
    public static HtmlTag? Read(string html, int start, out int stopped)
    {
        var at = start + 1;
        var isClosing = at < html.Length && html[at] == '/';
        at += isClosing ? 1 : 0;
        var name = at;
        while (at < html.Length && (char.IsAsciiLetterOrDigit(html[at]) || (html[at] is '-' or ':' or '.' or '_' && at > name)))
        {
            at++;
        }

        stopped = at;
        if (at == name || !char.IsAsciiLetter(html[name]))
        {
            return null;
        }

        var attributes = new List<(string, string)>();
        var tag = new HtmlTag(html[name..at].ToLowerInvariant(), isClosing, true, at, attributes);
        while (at < html.Length)
        {
            var character = html[at];
            if (character == '>')
            {
                stopped = at + 1;
                return tag with { End = stopped };
            }

            if (char.IsWhiteSpace(character) || character == '/')
            {
                at++;
            }
            else if (character is '<' or '"' or '\'' or '=' || !Attribute(html, ref at, attributes))
            {
                break;
            }
        }

        stopped = at;
        return tag with { IsWhole = false };
    }

    private static bool Attribute(string html, ref int at, List<(string, string)> attributes)
    {
        var start = at;
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not ('=' or '>' or '/' or '<' or '"' or '\''))
        {
            at++;
        }

        var name = html[start..at].ToLowerInvariant();
        var next = at;
        Blanks(html, ref next);
        if (next >= html.Length || html[next] != '=')
        {
            attributes.Add((name, ""));
            return true;
        }

        at = next + 1;
        Blanks(html, ref at);
        if (at < html.Length && html[at] is '"' or '\'')
        {
            var end = html.IndexOf(html[at], at + 1);
            if (end < 0)
            {
                at = html.Length;
                return false;
            }

            attributes.Add((name, WebUtility.HtmlDecode(html[(at + 1)..end])));
            at = end + 1;
            return true;
        }

        start = at;
        while (at < html.Length && !char.IsWhiteSpace(html[at]) && html[at] is not ('>' or '<' or '"' or '\''))
        {
            at++;
        }

        attributes.Add((name, WebUtility.HtmlDecode(html[start..at])));
        return true;
    }

    private static void Blanks(string html, ref int at)
    {
        while (at < html.Length && char.IsWhiteSpace(html[at]))
        {
            at++;
        }
    }
}
