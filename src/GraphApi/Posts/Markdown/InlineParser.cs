using System.Buffers;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>
/// Reads what is in a paragraph, from left to right, as CommonMark's own parsers do, with what GitHub adds. What looks ahead and finds
/// nothing remembers that, so that a paragraph costs what its length is.
/// </summary>
internal sealed partial class InlineParser
{
    private static readonly SearchValues<char> s_special = SearchValues.Create("\n\\`*_~[]!<&:w@");

    private readonly Inlines _pieces = new();
    private readonly HashSet<string> _unended = [];
    private readonly Dictionary<int, int> _lastTicks = [];
    private readonly BareLinks _bareLinks = new();
    private readonly Emphasis _emphasis;
    private readonly LinkDefinitions _links;
    private readonly Footnotes _footnotes;

    private string _text = "";
    private int _at;
    private int _written;       // up to here the text is in pieces

    public InlineParser(LinkDefinitions links, Footnotes footnotes)
    {
        (_links, _footnotes) = (links, footnotes);
        _emphasis = new(_pieces);
    }

    /// <summary>The pieces of the paragraph; they are good until the next is read.</summary>
    public Inlines Read(string paragraph)
    {
        (_text, _at, _written) = (paragraph, 0, 0);
        _pieces.Clear(paragraph);
        _emphasis.Clear();
        _brackets.Clear();
        _unended.Clear();
        _linkedUpTo = -1;
        _bareLinks.Clear();
        CountTicks();
        while (_text.AsSpan(_at).IndexOfAny(s_special) is var next and >= 0)
        {
            _at += next;
            Special();
        }

        _at = _text.Length;
        Flush();
        _emphasis.Pair(0);
        return _pieces;
    }

    private void Special()
    {
        switch (_text[_at])
        {
            case '\n':
                LineBreak();
                break;
            case '\\':
                Backslash();
                break;
            case '`':
                Code();
                break;
            case '*' or '_' or '~':
                Marks();
                break;
            case '!' when _at + 1 < _text.Length && _text[_at + 1] == '[':
                OpenBracket(2);
                break;
            case '[':
                OpenBracket(1);
                break;
            case ']':
                CloseBracket();
                break;
            case '<':
                Markup();
                break;
            case '&' when CharacterReference.Length(_text.AsSpan(_at)) is var length and > 0:
                Take(InlineKind.AsWritten, length);
                break;
            case ':' or 'w' or '@' when _bareLinks.TryFind(_text, _at, _written, _brackets.Count > 0, out var link):
                Flush(link.Start);
                LinkItself(link.Scheme, link.Start, link.End);
                _written = _at = link.End;
                break;
            default:
                _at++;
                break;
        }
    }

    /// <summary>The text that no piece has yet becomes one, up to here.</summary>
    private void Flush(int end = -1)
    {
        end = end < 0 ? _at : end;
        _pieces.Add(InlineKind.Text, _written, end - _written);
        _written = end;
    }

    private void Take(InlineKind kind, int length, string html = "")
    {
        Flush();
        _pieces.Add(kind, _at, length, html);
        _written = _at += length;
    }

    private void LineBreak()
    {
        var end = _at;
        while (end > _written && _text[end - 1] == ' ')
        {
            end--;
        }

        Flush(end);
        _pieces.Add(_at - end >= 2 ? InlineKind.Break : InlineKind.Line, 0, 0);
        NextLine();
    }

    private void NextLine()
    {
        for (_at++; _at < _text.Length && _text[_at] is ' ' or '\t'; _at++)
        {
        }

        _written = _at;
    }

    private void Backslash()
    {
        var next = _at + 1 < _text.Length ? _text[_at + 1] : ' ';
        if (next == '\n')
        {
            Flush();
            _pieces.Add(InlineKind.Break, 0, 0);
            _at++;
            NextLine();
        }
        else if (LinkParts.IsEscapable(next))
        {
            Flush();
            _written = _at + 1;
            _at += 2;
        }
        else
        {
            _at++;
        }
    }

    private void CountTicks()
    {
        _lastTicks.Clear();
        for (var at = _text.IndexOf('`'); at >= 0; at = _text.IndexOf('`', at))
        {
            var length = RunLength(at);
            _lastTicks[length] = at;
            at += length;
        }
    }

    private int RunLength(int at)
    {
        var length = _text.AsSpan(at).IndexOfAnyExcept(_text[at]);
        return length < 0 ? _text.Length - at : length;
    }

    private void Code()
    {
        var length = RunLength(_at);
        var start = _at + length;
        if (_lastTicks.GetValueOrDefault(length, -1) < start)
        {
            _at = start;
            return;
        }

        var end = _text.IndexOf('`', start);
        for (var run = RunLength(end); run != length; run = RunLength(end))
        {
            end = _text.IndexOf('`', end + run);
        }

        var code = _text[start..end].Replace('\n', ' ');
        code = code.Length > 2 && code[0] == ' ' && code[^1] == ' ' && code.AsSpan().ContainsAnyExcept(' ') ? code[1..^1] : code;
        Take(InlineKind.Code, end + length - _at, code);
    }

    private void Marks()
    {
        var length = RunLength(_at);
        var (canOpen, canClose) = Emphasis.Sides(_text, _at, _at + length);
        if ((!canOpen && !canClose) || (_text[_at] == '~' && length > 2))
        {
            _at += length;
            return;
        }

        Flush();
        _emphasis.Add(_pieces.AddMarks(_at, length), _text[_at], length, canOpen, canClose);
        _written = _at += length;
    }

    private void Markup()
    {
        if (BareLinks.AddressEnd(_text, _at, out var scheme) is var address and > 0)
        {
            Flush();
            LinkItself(scheme, _at + 1, address - 1);
            _written = _at = address;
        }
        else if (InlineHtml.End(_text, _at, _unended) is var end and > 0)
        {
            Take(InlineKind.AsWritten, end - _at);
        }
        else
        {
            _at++;
        }
    }
}
