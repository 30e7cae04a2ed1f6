using System.Net;

namespace GraphBlog.GraphApi.Posts.Html;

/// <summary>Reads one tag after the other, as browsers do: names in any case, values with their character references resolved.</summary>
internal sealed class HtmlTag(string html)
{
    /// <summary>The element it is of; null when HTML knows none of its name.</summary>
    public SafeElement? Element { get; private set; }

    public bool IsClosing { get; private set; }

    /// <summary>Where reading ended: after the tag, or where it broke.</summary>
    public int End { get; private set; }

    /// <summary>The attributes that may be known, in the order in which they were written, each once: browsers take the first.</summary>
    public List<(string Name, string Value)> Attributes { get; } = [];

    /// <summary>Reads the tag that begins with the &lt; at this place; false when none does, or its end is missing.</summary>
    public bool TryRead(int start)
    {
        var at = start + 1;
        IsClosing = at < html.Length && html[at] == '/';
        at += IsClosing ? 1 : 0;
        var name = at;
        while (at < html.Length && (char.IsAsciiLetterOrDigit(html[at]) || (html[at] is '-' or ':' or '.' or '_' && at > name)))
        {
            at++;
        }

        End = at;
        if (at == name || !char.IsAsciiLetter(html[name]))
        {
            return false;
        }

        Element = SafeElements.Find(html.AsSpan(name..at));
        Attributes.Clear();
        while (End < html.Length)
        {
            var character = html[End];
            if (character == '>')
            {
                End++;
                return true;
            }

            if (char.IsWhiteSpace(character) || character == '/')
            {
                End++;
            }
            else if (character is '<' or '"' or '\'' or '=' || !Attribute())
            {
                return false;
            }
        }

        return false;
    }

    private bool Attribute()
    {
        var start = End;
        while (End < html.Length && !char.IsWhiteSpace(html[End]) && html[End] is not ('=' or '>' or '/' or '<' or '"' or '\''))
        {
            End++;
        }

        var name = SafeElements.FindAttribute(html.AsSpan(start..End));
        var value = End;
        Blanks(ref value);
        if (value >= html.Length || html[value] != '=')
        {
            Keep(name, "");
            return true;
        }

        End = value + 1;
        Blanks(ref value);
        value++;
        Blanks(ref value);
        End = value;
        if (End < html.Length && html[End] is '"' or '\'')
        {
            var end = html.IndexOf(html[End], End + 1);
            if (end < 0)
            {
                End = html.Length;
                return false;
            }

            Keep(name, html.AsSpan((End + 1)..end));
            End = end + 1;
            return true;
        }

        while (End < html.Length && !char.IsWhiteSpace(html[End]) && html[End] is not ('>' or '<' or '"' or '\''))
        {
            End++;
        }

        Keep(name, html.AsSpan(value..End));
        return true;
    }

    private void Keep(string? name, ReadOnlySpan<char> value)
    {
        if (name is not null && !Attributes.Exists(attribute => attribute.Name == name))
        {
            var written = value.ToString();
            Attributes.Add((name, written.Contains('&') ? WebUtility.HtmlDecode(written) : written));
        }
    }

    private void Blanks(ref int at)
    {
        while (at < html.Length && char.IsWhiteSpace(html[at]))
        {
            at++;
        }
    }
}
