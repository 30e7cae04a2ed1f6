using System.Globalization;
using System.Text;
using GraphBlog.GraphApi.Posts.Html;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>Links, images and references to footnotes.</summary>
internal sealed partial class InlineParser
{
    /// <param name="Piece">The piece that becomes the link's tag.</param>
    /// <param name="At">Where its text begins.</param>
    /// <param name="IsImage">Whether it began with an exclamation mark.</param>
    /// <param name="Marks">How many marks came before.</param>
    /// <param name="HasInner">Another bracket began after it.</param>
    private readonly record struct Bracket(int Piece, int At, bool IsImage, int Marks, bool HasInner);

    private readonly List<Bracket> _brackets = [];

    // A link is in no link: brackets that began up to here begin none any more.
    private int _linkedUpTo;

    private void OpenBracket(int length)
    {
        if (_brackets.Count > 0)
        {
            _brackets[^1] = _brackets[^1] with { HasInner = true };
        }

        Flush();
        _brackets.Add(new(_pieces.Count, _at + length, length == 2, _emphasis.Count, HasInner: false));
        Take(InlineKind.Text, length);
    }

    private void CloseBracket()
    {
        if (_brackets.Count == 0)
        {
            _at++;
            return;
        }

        var open = _brackets[^1];
        _brackets.RemoveAt(_brackets.Count - 1);
        var mayLink = open.IsImage || open.At > _linkedUpTo;
        if (mayLink && (Target(_at + 1, out var link, out var end) || Reference(open, out link, out end)))
        {
            Link(open, link, end);
        }
        else if (!open.HasInner && _text[open.At] == '^' && _at - open.At <= LinkParts.LongestLabel
            && _footnotes.TryRefer(_text.AsSpan((open.At + 1)..(_at)), out var number, out var name))
        {
            Footnote(open, number, name);
        }
        else
        {
            _at++;
        }
    }

    /// <summary>(address "title") right after the bracket.</summary>
    private bool Target(int at, out (string Address, string? Title) link, out int end)
    {
        link = default;
        end = -1;
        if (at >= _text.Length || _text[at] != '(')
        {
            return false;
        }

        end = LinkParts.Destination(_text, LinkParts.Blanks(_text, at + 1), out link.Address);
        if (end < 0)
        {
            return false;
        }

        var quote = LinkParts.Blanks(_text, end);
        if (quote > end && LinkParts.Title(_text, quote, out link.Title, _unended) is var afterTitle and > 0)
        {
            quote = LinkParts.Blanks(_text, afterTitle);
        }

        end = quote + 1;
        return quote < _text.Length && _text[quote] == ')';
    }

    /// <summary>[text][label], [label][] or [label], defined somewhere.</summary>
    private bool Reference(Bracket open, out (string Address, string? Title) link, out int end)
    {
        link = default;
        end = _at + 1;
        var next = _text.AsSpan(_at + 1);
        if (next is ['[', ']', ..])
        {
            end += 2;
        }
        else if (next is ['[', ..] && LinkParts.Label(_text, end, out var label) is var labelEnd and > 0)
        {
            end = labelEnd;
            return _links.TryFind(label, out link);
        }

        return !open.HasInner && _at - open.At is > 0 and <= LinkParts.LongestLabel && _links.TryFind(_text.AsSpan(open.At, _at - open.At), out link);
    }

    private void Link(Bracket open, (string Address, string? Title) link, int end)
    {
        Flush();
        _emphasis.Pair(open.Marks);
        var title = link.Title is { Length: > 0 } ? new StringBuilder(" title=\"").AppendEncoded(link.Title).Append('"').ToString() : "";
        if (open.IsImage)
        {
            _pieces.Set(open.Piece, InlineKind.Image, Addresses.Encode(link.Address));
            _pieces.Add(InlineKind.ImageEnd, 0, 0, title);
        }
        else
        {
            _pieces.RemoveLinks(open.Piece + 1);
            _pieces.Set(open.Piece, InlineKind.Open, StartTag(link.Address, title));
            _pieces.Add(InlineKind.Close, 0, 0, "</a>");
            _linkedUpTo = open.At;
        }

        _written = _at = end;
    }

    private void LinkItself(string scheme, int start, int end)
    {
        _pieces.Add(InlineKind.Open, 0, 0, StartTag(scheme + _text[start..end], ""));
        _pieces.Add(InlineKind.Text, start, end - start);
        _pieces.Add(InlineKind.Close, 0, 0, "</a>");
    }

    private static string StartTag(string address, string title)
        => new StringBuilder("<a href=\"").AppendEncoded(Addresses.Encode(address)).Append('"').Append(title).Append('>').ToString();

    private void Footnote(Bracket open, int number, string name)
    {
        _pieces.RemoveFrom(open.Piece);
        _emphasis.RemoveFrom(open.Marks);
        _pieces.Add(InlineKind.Text, open.At - 2, open.IsImage ? 1 : 0);
        _pieces.Add(InlineKind.Open, 0, 0, $"<sup><a href=\"#{HeadingIds.Prefix}fn-{number}\" id=\"{HeadingIds.Prefix}fnref-{name}\">");
        _pieces.Add(InlineKind.AsWritten, 0, 0, number.ToString(CultureInfo.InvariantCulture));
        _pieces.Add(InlineKind.Close, 0, 0, "</a></sup>");
        _written = ++_at;
    }
}
