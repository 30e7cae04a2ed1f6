using System.Globalization;
using System.Text;
using GraphBlog.GraphApi.Posts.Html;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>
/// Markdown as HTML: CommonMark with GitHub's tables, task lists, strikethrough, bare links, footnotes and ids of headings. The HTML
/// is what the author wrote, safe or not.
/// </summary>
internal sealed class MarkdownHtml
{
    private readonly StringBuilder _html;
    private readonly StringBuilder _words = new();
    private readonly Footnotes _footnotes;
    private readonly InlineParser _inlines;
    private readonly HeadingIds _ids = new();
    private readonly CancellationToken _ct;
    private long _emptyCellsLeft;

    private MarkdownHtml(int length, LinkDefinitions links, Footnotes footnotes, CancellationToken ct)
    {
        _ct = ct;
        _html = new(length + (length / 2));
        _emptyCellsLeft = length;
        _footnotes = footnotes;
        _inlines = new(links, footnotes);
    }

    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public static string Of(string markdown, CancellationToken ct)
    {
        markdown = markdown.Replace('\0', '\uFFFD');
        var (links, footnotes) = (new LinkDefinitions(markdown.Length), new Dictionary<string, MarkdownBlock>());
        if (markdown.Contains("]:", StringComparison.Ordinal))
        {
            BlockParser.Read(markdown, links, footnotes, _ => { }, ct);      // what is defined at the end is referred to before
        }

        var html = new MarkdownHtml(markdown.Length, links, new(footnotes), ct);
        BlockParser.Read(markdown, links, footnotes, block => html.Block(block), ct);
        html.WriteFootnotes();
        return html._html.ToString();
    }

    private void Children(MarkdownBlock block, bool isTight, string end = "")
    {
        for (var child = block.First; child is not null; child = child.Next)
        {
            Pace.Step(_ct);
            Block(child, isTight, isTask: block.Kind == BlockKind.Item && child == block.First, child.Next is null ? end : "");
        }
    }

    private void Block(MarkdownBlock block, bool isTight = false, bool isTask = false, string end = "")
    {
        if (block.Kind == BlockKind.Paragraph)
        {
            Paragraph(block.Text, isTight, isTask, end);
            return;
        }

        NewLine();
        switch (block.Kind)
        {
            case BlockKind.Quote:
                _html.Append("<blockquote>\n");
                Children(block, isTight: false);
                NewLine();
                _html.Append("</blockquote>\n");
                break;
            case BlockKind.List:
                List(block);
                break;
            case BlockKind.Heading:
                Heading(block);
                break;
            case BlockKind.Rule:
                _html.Append("<hr />\n");
                break;
            case BlockKind.IndentedCode or BlockKind.FencedCode:
                Code(block);
                break;
            case BlockKind.Html:
                _html.Append(block.Text);
                break;
            case BlockKind.Table:
                Table(block);
                break;
        }

        _html.Append(end);
    }

    private void Paragraph(string text, bool isTight, bool isTask, string end)
    {
        if (text.Length == 0)
        {
            return;      // it was definitions alone
        }

        if (!isTight)
        {
            NewLine();
            _html.Append("<p>");
        }

        if (isTask && text is ['[', ' ' or 'x' or 'X', ']', ' ' or '\t', ..])
        {
            _html.Append(text[1] == ' ' ? "<input type=\"checkbox\" disabled=\"disabled\" /> " : "<input type=\"checkbox\" checked=\"checked\" disabled=\"disabled\" /> ");
            text = text[4..];
        }

        _inlines.Read(text).WriteTo(_html);
        _html.Append(end).Append(isTight ? "" : "</p>\n");
    }

    private void Heading(MarkdownBlock block)
    {
        var inlines = _inlines.Read(block.Text);
        inlines.WriteTextTo(_words.Clear());
        _html.Append(CultureInfo.InvariantCulture, $"<h{block.Number} id=\"").AppendEncoded(_ids.For(_words.ToString())).Append("\">");
        inlines.WriteTo(_html);
        _html.Append(CultureInfo.InvariantCulture, $"</h{block.Number}>\n");
    }

    private void List(MarkdownBlock list)
    {
        var isOrdered = list.Marker is '.' or ')';
        _html.Append(isOrdered ? "<ol" : "<ul");
        if (isOrdered && list.Number != 1)
        {
            _html.Append(CultureInfo.InvariantCulture, $" start=\"{list.Number}\"");
        }

        _html.Append(">\n");
        for (var item = list.First; item is not null; item = item.Next)
        {
            _html.Append("<li>");
            Children(item, isTight: !list.IsLoose);
            _html.Append("</li>\n");
        }

        _html.Append(isOrdered ? "</ol>\n" : "</ul>\n");
    }

    private void Code(MarkdownBlock block)
    {
        _html.Append("<pre><code");
        if (block.Info.Split([' ', '\t'], 2)[0] is { Length: > 0 } language)
        {
            _html.Append(" class=\"language-").AppendEncoded(language).Append('"');
        }

        _html.Append('>').AppendEncoded(block.Text).Append("</code></pre>\n");
    }

    private void Table(MarkdownBlock table)
    {
        _html.Append("<table>\n<thead>\n");
        var lines = table.Text.AsSpan();
        var count = 0;
        foreach (var line in lines.EnumerateLines())
        {
            if (line.Length > 0)
            {
                _html.Append(count == 1 ? "<tbody>\n" : "");
                Row(TableRows.Cells(line), table.Info, count == 0 ? "th" : "td");
                _html.Append(count++ == 0 ? "</thead>\n" : "");
            }
        }

        _html.Append(count > 1 ? "</tbody>\n</table>\n" : "</table>\n");
    }

    private void Row(List<string> cells, string columns, string element)
    {
        Pace.Step(_ct);
        _html.Append("<tr>\n");
        for (var column = 0; column < columns.Length; column++)
        {
            // Rows of one cell in a table of a hundred thousand columns would make gigabytes out of a megabyte.
            if (column >= cells.Count && --_emptyCellsLeft < 0)
            {
                break;
            }

            _html.Append('<').Append(element).Append(columns[column] switch { 'l' => " align=\"left\">", 'c' => " align=\"center\">", 'r' => " align=\"right\">", _ => ">" });
            if (column < cells.Count)
            {
                _inlines.Read(cells[column]).WriteTo(_html);
            }

            _html.Append("</").Append(element).Append(">\n");
        }

        _html.Append("</tr>\n");
    }

    private void WriteFootnotes()
    {
        if (_footnotes.Count == 0)
        {
            return;
        }

        NewLine();
        _html.Append("<section class=\"footnotes\">\n<ol>\n");
        for (var index = 0; index < _footnotes.Count; index++)
        {
            var (block, references) = _footnotes[index];
            _html.Append(CultureInfo.InvariantCulture, $"<li id=\"{HeadingIds.Prefix}fn-{index + 1}\">");
            var back = new StringBuilder();
            for (var reference = 1; reference <= references; reference++)
            {
                back.Append(CultureInfo.InvariantCulture, $" <a href=\"#{HeadingIds.Prefix}fnref-{Footnotes.Name(index + 1, reference)}\">↩</a>");
            }

            Children(block, isTight: false, back.ToString());
            NewLine();
            _html.Append("</li>\n");
        }

        _html.Append("</ol>\n</section>\n");
    }

    private void NewLine()
    {
        if (_html.Length > 0 && _html[^1] != '\n')
        {
            _html.Append('\n');
        }
    }
}
