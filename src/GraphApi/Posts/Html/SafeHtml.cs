using System.Text;

namespace GraphBlog.GraphApi.Posts.Html;

/// <summary>
/// Writes HTML anew in one pass over it: only the elements and attributes named in <see cref="SafeElements"/> come out, closed and
/// nested, every value escaped anew. A browser's repair of broken HTML takes time that grows with the square of it; this does not repair.
/// What it wrote it writes again as it is.
/// </summary>
internal sealed class SafeHtml
{
    // Deeper elements keep their text alone.
    private const int DeepestElement = 100;

    private readonly string _html;
    private readonly CancellationToken _ct;
    private readonly HtmlTag _tag;
    private readonly StringBuilder _safe;
    private readonly List<string> _open = [];
    private readonly HashSet<string> _neverEnding = [];
    private readonly int _lastEnd;
    private bool _isCommentEnding = true;
    private int _tooDeep;
    private long _triesLeft;

    private SafeHtml(string html, CancellationToken ct)
    {
        _ct = ct;
        _html = html;
        _tag = new(html);
        _safe = new(html.Length + (html.Length / 8));
        _lastEnd = html.LastIndexOf('>');
        _triesLeft = 4L * html.Length;
    }

    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public static string Of(string html, CancellationToken ct = default) => new SafeHtml(html, ct).Write();

    private string Write()
    {
        var at = 0;
        while (_html.IndexOf('<', at) is var tag and >= 0)
        {
            Pace.Step(_ct);
            _safe.Append(_html, at, tag - at);
            at = Markup(tag);
        }

        _safe.Append(_html, at, _html.Length - at);
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

        // What is no tag is read again from its second character, so such reading has a bound.
        if (start > _lastEnd || _triesLeft <= 0 || !_tag.TryRead(start))
        {
            _triesLeft -= _tag.End - start;
            return AsText(start, start + 1);
        }

        switch (_tag.Element?.Rule)
        {
            case null:
                return AsText(start, _tag.End);
            case ElementRule.Removed:
                return _tag.IsClosing ? _tag.End : AfterContent(_tag.Element.Name);
            case ElementRule.Linked when !_tag.IsClosing:
                LinkToSource();
                break;
            case ElementRule.Kept when _tag.IsClosing:
                Close(_tag.Element.Name);
                break;
            case ElementRule.Kept when _open.Count == DeepestElement:
                _tooDeep++;
                break;
            case ElementRule.Kept:
                _open.Add(_tag.Element.Name);
                StartTag(_tag.Element.Name);
                break;
            case ElementRule.Void when !_tag.IsClosing && _tag.Element.Name == "input":
                Checkbox();
                break;
            case ElementRule.Void when !_tag.IsClosing:
                StartTag(_tag.Element.Name);
                break;
        }

        return _tag.End;
    }

    private int AsText(int start, int end)
    {
        _safe.AppendEncoded(_html.AsSpan(start..end));
        return end;
    }

    private int AfterContent(string element)
    {
        if (_neverEnding.Contains(element))
        {
            return _tag.End;
        }

        var end = _html.IndexOf("</" + element, _tag.End, StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            _neverEnding.Add(element);
            return _tag.End;
        }

        return end;
    }

    /// <summary>What would be shown from elsewhere, in a frame or a player, is a link to it.</summary>
    private void LinkToSource()
    {
        if (_tag.Attributes.Find(attribute => attribute.Name == "src").Value is { } source && SafeElements.Address(source, isLink: false) is { } address)
        {
            _safe.Append("<a href=\"").AppendEncoded(address).Append("\">").AppendEncoded(address).Append("</a>");
        }
    }

    /// <summary>The box of a task, which nobody can change; no other input may be.</summary>
    private void Checkbox()
    {
        if (_tag.Attributes.Exists(attribute => attribute.Name == "type" && attribute.Value.Equals("checkbox", StringComparison.OrdinalIgnoreCase)))
        {
            var isChecked = _tag.Attributes.Exists(attribute => attribute.Name == "checked");
            _safe.Append("<input type=\"checkbox\"").Append(isChecked ? " checked=\"checked\"" : "").Append(" disabled=\"disabled\">");
        }
    }

    private void StartTag(string element)
    {
        _safe.Append('<').Append(element);
        foreach (var (name, value) in _tag.Attributes)
        {
            if (SafeElements.Attribute(element, name, value) is { } safe)
            {
                _safe.Append(' ').Append(safe.Name).Append("=\"").AppendEncoded(safe.Value).Append('"');
            }
        }

        _safe.Append('>');
    }

    private void Close(string element)
    {
        if (_tooDeep > 0)
        {
            _tooDeep--;
        }
        else if (_open.LastIndexOf(element) is var place and >= 0)
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
