using System.Net;
using System.Text;

namespace GraphBlog.GraphApi.Posts.Html;

/// <summary>
/// Writes HTML anew in one pass over it: only the elements and attributes named in <see cref="SafeElements"/> come out, closed and
/// nested, every value escaped anew. A browser's repair of broken HTML takes time that grows with the square of it; this does not repair.
/// </summary>
internal sealed class SafeHtml
{
    // Deeper elements keep their text alone.
    private const int DeepestElement = 100;

    private readonly string _html;
    private readonly StringBuilder _safe;
    private readonly List<string> _open = [];
    private readonly HashSet<string> _neverEnding = [];
    private readonly int _lastEnd;
    private bool _isCommentEnding = true;
    private int _triesLeft;

    private SafeHtml(string html)
    {
        _html = html;
        _safe = new(html.Length + (html.Length / 8));
        _lastEnd = html.LastIndexOf('>');
        _triesLeft = 4 * html.Length;
    }

    public static string Of(string html) => new SafeHtml(html).Write();

    private string Write()
    {
        var at = 0;
        while (at < _html.Length)
        {
            var tag = _html.IndexOf('<', at);
            if (tag < 0)
            {
                tag = _html.Length;
            }

            _safe.Append(_html, at, tag - at);
            at = tag < _html.Length ? Markup(tag) : tag;
        }

        CloseDownTo(0);
        return _safe.ToString();
    }

    /// <summary>Writes what begins with the &lt; at this place, and answers where the rest begins.</summary>
    private int Markup(int start)
    {
        if (_isCommentEnding && string.CompareOrdinal(_html, start, "<!--", 0, 4) == 0)
        {
            var end = _html.IndexOf("-->", start + 4, StringComparison.Ordinal);
            if (end >= 0)
            {
                return end + 3;
            }

            _isCommentEnding = false;
        }

        if (start > _lastEnd || _triesLeft <= 0 || HtmlTag.Read(_html, start, out var stopped) is not { } tag)
        {
            _triesLeft -= 16;
            return AsText(start, start + 1);
        }

        _triesLeft -= tag.IsWhole ? 0 : stopped - start;
        if (!tag.IsWhole)
        {
            return AsText(start, start + 1);
        }

        if (SafeElements.WithoutContent.Contains(tag.Name))
        {
            return tag.IsClosing ? tag.End : AfterContent(tag);
        }

        if (SafeElements.Dropped.Contains(tag.Name))
        {
            LinkTo(tag);
            return tag.End;
        }

        if (!SafeElements.Allowed.Contains(tag.Name))
        {
            return AsText(start, tag.End);
        }

        if (tag.IsClosing)
        {
            Close(tag.Name);
        }
        else
        {
            Open(tag);
        }

        return tag.End;
    }

    private int AsText(int start, int end)
    {
        _safe.Append(WebUtility.HtmlEncode(_html[start..end]));
        return end;
    }

    private int AfterContent(HtmlTag tag)
    {
        if (_neverEnding.Contains(tag.Name))
        {
            return tag.End;
        }

        var end = _html.IndexOf("</" + tag.Name, tag.End, StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            _neverEnding.Add(tag.Name);
            return tag.End;
        }

        return end;
    }

    /// <summary>What would be shown from elsewhere, in a frame or a player, is a link to it.</summary>
    private void LinkTo(HtmlTag tag)
    {
        if (!tag.IsClosing && SafeElements.Embedded.Contains(tag.Name) && tag.Attributes.Find(attribute => attribute.Name == "src").Value is { } source
            && SafeElements.Address(source, isImage: true) is { } address)
        {
            var encoded = WebUtility.HtmlEncode(address);
            _safe.Append("<a href=\"").Append(encoded).Append("\">").Append(encoded).Append("</a>");
        }
    }

    private void Open(HtmlTag tag)
    {
        var isVoid = SafeElements.Void.Contains(tag.Name);
        if (!isVoid && _open.Count == DeepestElement)
        {
            return;
        }

        if (tag.Name == "input" && !tag.Attributes.Exists(attribute => attribute is { Name: "type", Value: "checkbox" }))
        {
            return;
        }

        _safe.Append('<').Append(tag.Name);
        var written = new HashSet<string>();
        foreach (var (name, value) in tag.Attributes)
        {
            if (SafeElements.Attribute(tag.Name, name, value) is { } safe && written.Add(safe.Name))
            {
                _safe.Append(' ').Append(safe.Name).Append("=\"").Append(WebUtility.HtmlEncode(safe.Value)).Append('"');
            }
        }

        _safe.Append(tag.Name == "input" ? " disabled=\"disabled\">" : ">");
        if (!isVoid)
        {
            _open.Add(tag.Name);
        }
    }

    private void Close(string name)
    {
        var place = _open.LastIndexOf(name);
        if (place >= 0)
        {
            CloseDownTo(place);
        }
    }

    private void CloseDownTo(int place)
    {
        for (var last = _open.Count - 1; last >= place; last--)
        {
            _safe.Append("</").Append(_open[last]).Append('>');
            _open.RemoveAt(last);
        }
    }
}
