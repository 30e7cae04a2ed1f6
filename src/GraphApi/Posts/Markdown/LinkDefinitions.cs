using System.Text;
using System.Text.RegularExpressions;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>Where the links of a text lead that are defined once, as [label]: address "title". The first definition of a label holds.</summary>
internal sealed partial class LinkDefinitions(int textLength)
{
    private const int LeastAllowance = 100_000;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    private readonly Dictionary<string, (string Address, string? Title)> _links = [];

    // A long address that is referred to a hundred thousand times would make gigabytes out of a megabyte.
    private long _allowance = Math.Max(LeastAllowance, textLength);

    /// <summary>Takes the definitions off the front of a paragraph, and answers where the rest begins.</summary>
    public int Take(string paragraph)
    {
        var at = 0;
        var unended = new HashSet<string>();
        while (at < paragraph.Length && paragraph[at] == '[' && One(paragraph, at, unended) is var end and > 0)
        {
            at = end;
        }

        return at;
    }

    /// <summary>Whether the label is defined and text enough is left to write it again.</summary>
    public bool TryFind(ReadOnlySpan<char> label, out (string Address, string? Title) link)
    {
        if (_links.Count == 0 || !_links.TryGetValue(Key(label), out link))
        {
            link = default;
            return false;
        }

        _allowance -= link.Address.Length + (link.Title?.Length ?? 0);
        return _allowance >= 0;
    }

    /// <summary>Labels are the same whatever their case and blanks.</summary>
    public static string Key(ReadOnlySpan<char> label)
    {
        label = label.Trim();
        if (Ascii.IsValid(label) && !label.ContainsAny(' ', '\t', '\n'))
        {
            return label.ToString().ToUpperInvariant();
        }

        return Blanks().Replace(label.ToString(), " ").ToLowerInvariant().ToUpperInvariant().Replace("ß", "SS", StringComparison.Ordinal);
    }

    private int One(string text, int at, HashSet<string> unended)
    {
        var end = LinkParts.Label(text, at, out var label);
        if (end < 0 || end >= text.Length || text[end] != ':')
        {
            return -1;
        }

        var start = LinkParts.Blanks(text, end + 1);
        end = LinkParts.Destination(text, start, out var address);
        if (end < 0 || (end == start))
        {
            return -1;
        }

        var withoutTitle = LineEnd(text, end);
        var quote = LinkParts.Blanks(text, end);
        var afterTitle = quote > end ? LinkParts.Title(text, quote, out var title, unended) : LinkParts.Title("", 0, out title, unended);
        var whole = afterTitle < 0 ? -1 : LineEnd(text, afterTitle);
        if (whole < 0 && withoutTitle < 0)
        {
            return -1;
        }

        _links.TryAdd(Key(label), (address, whole < 0 ? null : title));
        return whole < 0 ? withoutTitle : whole;
    }

    /// <summary>Where the next line begins when nothing else is on this one; -1 when something is.</summary>
    private static int LineEnd(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at == text.Length ? at : text[at] == '\n' ? at + 1 : -1;
    }
}
