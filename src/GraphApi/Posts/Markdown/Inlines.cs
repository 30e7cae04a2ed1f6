using System.Text;
using GraphBlog.GraphApi.Posts.Html;

namespace GraphBlog.GraphApi.Posts.Markdown;

internal enum InlineKind : byte { Text, AsWritten, Code, Marks, Line, Break, Open, Close, Image, ImageEnd, Nothing }

/// <summary>A piece of a paragraph, in the order in which it is written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where its text begins in the paragraph; of marks, their number.</param>
/// <param name="Length">The length of that text.</param>
/// <param name="Html">What is written for it, when that is not its text.</param>
internal readonly record struct Inline(InlineKind Kind, int Start, int Length, string Html);

/// <summary>The pieces of one paragraph, and how they are written.</summary>
internal sealed class Inlines
{
    private readonly List<Inline> _pieces = [];
    private readonly List<(int Start, int Left, int Closes, int LastClose, int Opens)> _marks = [];
    private readonly List<(string Tag, int Next)> _tags = [("", 0)];

    public string Paragraph { get; private set; } = "";

    public int Count => _pieces.Count;

    public void Clear(string paragraph)
    {
        Paragraph = paragraph;
        _pieces.Clear();
        _marks.Clear();
        _tags.RemoveRange(1, _tags.Count - 1);
    }

    public void Add(InlineKind kind, int start, int length, string html = "")
    {
        if (length > 0 || html.Length > 0 || kind >= InlineKind.Line)
        {
            _pieces.Add(new(kind, start, length, html));
        }
    }

    public void Set(int index, InlineKind kind, string html) => _pieces[index] = new(kind, 0, 0, html);

    public void RemoveFrom(int index) => _pieces.RemoveRange(index, _pieces.Count - index);

    /// <summary>What is between is one link: links in it are none.</summary>
    public void RemoveLinks(int from)
    {
        for (var index = from; index < _pieces.Count; index++)
        {
            if (_pieces[index].Kind is InlineKind.Open or InlineKind.Close)
            {
                _pieces[index] = new(InlineKind.Nothing, 0, 0, "");
            }
        }
    }

    /// <summary>Adds a run of *, _ or ~, and answers its number.</summary>
    public int AddMarks(int start, int length)
    {
        _marks.Add((start, length, 0, 0, 0));
        _pieces.Add(new(InlineKind.Marks, _marks.Count - 1, 0, ""));
        return _marks.Count - 1;
    }

    /// <summary>So many of the marks of two runs are used up as one pair of tags around what is between.</summary>
    public void Pair(int opening, int closing, int marks, string startTag, string endTag)
    {
        var (open, close) = (_marks[opening], _marks[closing]);
        _tags.Add((startTag, open.Opens));
        open.Opens = _tags.Count - 1;
        _tags.Add((endTag, 0));
        if (close.Closes == 0)
        {
            close.Closes = _tags.Count - 1;
        }
        else
        {
            _tags[close.LastClose] = (_tags[close.LastClose].Tag, _tags.Count - 1);
        }

        close.LastClose = _tags.Count - 1;
        open.Left -= marks;
        close.Left -= marks;
        (_marks[opening], _marks[closing]) = (open, close);
    }

    public void WriteTo(StringBuilder html)
    {
        var images = 0;
        foreach (var piece in _pieces)
        {
            switch (piece.Kind)
            {
                case InlineKind.Image when images++ == 0:
                    html.Append("<img src=\"").AppendEncoded(piece.Html).Append("\" alt=\"");
                    break;
                case InlineKind.ImageEnd when --images == 0:
                    html.Append('"').Append(piece.Html).Append(" />");
                    break;
                default:
                    Write(html, piece, isTextOnly: images > 0);
                    break;
            }
        }
    }

    /// <summary>The words alone, with no tags.</summary>
    public void WriteTextTo(StringBuilder text)
    {
        foreach (var piece in _pieces)
        {
            Write(text, piece, isTextOnly: true);
        }
    }

    private void Write(StringBuilder html, in Inline piece, bool isTextOnly)
    {
        switch (piece.Kind)
        {
            case InlineKind.Text:
                html.AppendEncoded(Paragraph.AsSpan(piece.Start, piece.Length));
                break;
            case InlineKind.AsWritten when !isTextOnly || Paragraph[piece.Start] == '&':
                html.Append(Paragraph, piece.Start, piece.Length).Append(piece.Html);
                break;
            case InlineKind.Code:
                html.Append(isTextOnly ? "" : "<code>").AppendEncoded(piece.Html).Append(isTextOnly ? "" : "</code>");
                break;
            case InlineKind.Line:
                html.Append('\n');
                break;
            case InlineKind.Break:
                html.Append(isTextOnly ? "\n" : "<br />\n");
                break;
            case InlineKind.Open or InlineKind.Close when !isTextOnly:
                html.Append(piece.Html);
                break;
            case InlineKind.Marks:
                var (start, left, closes, _, opens) = _marks[piece.Start];
                WriteTags(html, isTextOnly ? 0 : closes);
                html.Append(Paragraph, start, left);
                WriteTags(html, isTextOnly ? 0 : opens);
                break;
        }
    }

    private void WriteTags(StringBuilder html, int first)
    {
        for (var tag = first; tag != 0; tag = _tags[tag].Next)
        {
            html.Append(_tags[tag].Tag);
        }
    }
}
