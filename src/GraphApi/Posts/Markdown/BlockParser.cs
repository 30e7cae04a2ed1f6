using System.Text;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>
/// Reads the blocks of a text, line by line, as CommonMark's own parsers do: which of the open blocks go on, which begin, and what of the
/// line is theirs. A line costs its length and the depth of the open blocks, which is bounded, so a text costs what its length is.
/// </summary>
internal sealed partial class BlockParser
{
    // Quotes and lists within each other; what is deeper is text.
    private const int MostOpen = 64;

    private readonly LineReader _line;
    private readonly LinkDefinitions _links;
    private readonly Dictionary<string, MarkdownBlock> _footnotes;
    private readonly List<MarkdownBlock> _open = [new(BlockKind.Document)];
    private readonly StringBuilder _text = new();

    private int _matched;
    private int _lastLineOfText;
    private bool _isUsedUp;

    // The outermost open block for which the line before was blank. A blank line in a quote is none for the list that the quote is in.
    private int _blankWithin = int.MaxValue;

    private readonly Action<MarkdownBlock> _read;

    private BlockParser(string text, LinkDefinitions links, Dictionary<string, MarkdownBlock> footnotes, Action<MarkdownBlock> read)
        => (_line, _links, _footnotes, _read) = (new(text), links, footnotes, read);

    /// <summary>Reads the text's blocks and gives each on once it is whole, so that a long text is never in memory as blocks altogether.</summary>
    /// <param name="text">The text.</param>
    /// <param name="links">Takes the definitions of links.</param>
    /// <param name="footnotes">Takes the footnotes, by label.</param>
    /// <param name="read">Takes the outermost blocks.</param>
    /// <param name="ct">Ends the reading.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public static void Read(
        string text, LinkDefinitions links, Dictionary<string, MarkdownBlock> footnotes, Action<MarkdownBlock> read, CancellationToken ct)
    {
        var parser = new BlockParser(text, links, footnotes, read);
        while (parser._line.Read())
        {
            Pace.Step(ct);
            parser.Line();
        }

        parser.CloseDownTo(1);
    }

    private MarkdownBlock Innermost => _open[^1];

    private void Line()
    {
        if (_line.IsBlank && _blankWithin == 0 && Innermost.IsContainer)
        {
            return;      // as the blank line before: nothing is open that it could end
        }

        if (!Continue())
        {
            return;      // the end of a fence
        }

        var blankWithin = _line.IsBlank && Innermost.Kind != BlockKind.FencedCode
            ? Math.Max(0, _open.FindLastIndex(_matched - 1, block => block.Kind == BlockKind.Quote))
            : int.MaxValue;

        if (_open[_matched - 1].Kind is not (BlockKind.IndentedCode or BlockKind.FencedCode or BlockKind.Html))
        {
            while (Begin())
            {
            }
        }

        if (_isUsedUp)
        {
            _isUsedUp = false;
        }
        else if (_matched < _open.Count && !_line.IsBlank && Innermost.Kind == BlockKind.Paragraph)
        {
            AddLine();      // a paragraph goes on where its quote's sign is left out
        }
        else
        {
            CloseDownTo(_matched);
            if (!Innermost.IsContainer)
            {
                AddLine();
            }
            else if (!_line.IsBlank)
            {
                Open(new(BlockKind.Paragraph));
                AddLine();
            }
        }

        if (Innermost is { Kind: BlockKind.Html } html && HtmlBlocks.Ends(html.Number, _line.Rest))
        {
            CloseDownTo(_open.Count - 1);
        }

        _blankWithin = blankWithin;
    }

    /// <summary>Counts how many of the open blocks go on in this line; false when it ends one, and is used up by that.</summary>
    private bool Continue()
    {
        for (_matched = 1; _matched < _open.Count; _matched++)
        {
            var block = _open[_matched];
            if (block.Kind == BlockKind.FencedCode && IsFenceEnd(block))
            {
                CloseDownTo(_matched);
                return false;
            }

            if (!GoesOn(block))
            {
                break;
            }
        }

        return true;
    }

    private bool GoesOn(MarkdownBlock block)
    {
        switch (block.Kind)
        {
            case BlockKind.Quote:
                return TakeQuoteSign();
            case BlockKind.Item:
                return _line.IsBlank ? block.First is not null : TakeIndent(block.Indent);
            case BlockKind.Footnote or BlockKind.IndentedCode when _line.IsBlank && _line.Indent < CodeIndent:
                _line.ToWord();
                return true;
            case BlockKind.Footnote or BlockKind.IndentedCode:
                return TakeIndent(CodeIndent);
            case BlockKind.FencedCode:
                for (var left = block.Indent; left > 0 && _line.IsAtBlank; left--)
                {
                    _line.Skip(1);
                }

                return true;
            case BlockKind.Paragraph:
                return !_line.IsBlank;
            case BlockKind.Table:
                return _line.Rest.Contains('|');
            case BlockKind.Html:
                return !_line.IsBlank || !HtmlBlocks.EndsAtBlankLine(block.Number);
            default:
                return true;
        }
    }

    private bool TakeIndent(int columns)
    {
        if (_line.Indent < columns)
        {
            return false;
        }

        _line.Skip(columns);
        return true;
    }

    private bool IsFenceEnd(MarkdownBlock fence)
        => _line.Indent < CodeIndent && _line.First == fence.Marker && _line.Rest.TrimEnd(" \t") is var signs
            && signs.Length >= fence.Number && !signs.ContainsAnyExcept(fence.Marker);

    private void AddLine()
    {
        if (Innermost.Kind is BlockKind.Paragraph or BlockKind.Table)
        {
            _line.ToWord();
        }

        _lastLineOfText = _text.Length;
        _line.CopyTo(_text);
    }

    /// <summary>Opens a block within the innermost that goes on; what does not go on is closed.</summary>
    private void Open(MarkdownBlock block)
    {
        CloseDownTo(_matched);
        while (!Innermost.IsContainer || (Innermost.Kind == BlockKind.List && block.Kind != BlockKind.Item))
        {
            CloseDownTo(_open.Count - 1);
        }

        if (_blankWithin < _open.Count && Innermost.First is not null)
        {
            var list = Innermost.Kind == BlockKind.Item ? _open[^2] : Innermost;
            list.IsLoose = true;
        }

        if (block.Kind != BlockKind.Footnote && _open.Count > 1)
        {
            Innermost.Add(block);
        }

        _open.Add(block);
        _matched = _open.Count;
    }

    private void CloseDownTo(int count)
    {
        while (_open.Count > count)
        {
            var block = Innermost;
            _open.RemoveAt(_open.Count - 1);
            if (!block.IsContainer)
            {
                block.Text = block.Kind switch
                {
                    BlockKind.Paragraph => WithoutDefinitions(),
                    BlockKind.IndentedCode => WithoutBlankLines(),
                    _ => _text.ToString(),
                };
                _text.Clear();
            }

            if (_open.Count == 1 && block.Kind != BlockKind.Footnote)
            {
                _read(block);
            }
        }
    }

    private string WithoutDefinitions()
    {
        var text = _text.ToString();
        return text[_links.Take(text)..].TrimEnd(' ', '\t', '\n');
    }

    private string WithoutBlankLines()
    {
        var text = _text.ToString();
        return text[..(text.IndexOf('\n', text.AsSpan().TrimEnd(" \t\n").Length) + 1)];
    }
}
