namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>What begins a block.</summary>
internal sealed partial class BlockParser
{
    private const int CodeIndent = 4, LongestNumber = 9, DeepestHeading = 6, ShortestFence = 3;

    /// <summary>Opens the block that begins here; true when that is a container, in which another may begin.</summary>
    private bool Begin()
    {
        var within = _open[_matched - 1];
        if (_line.IsBlank || _isUsedUp)
        {
            return false;
        }

        if (_line.Indent >= CodeIndent)
        {
            if (Innermost.Kind != BlockKind.Paragraph)
            {
                _line.Skip(CodeIndent);
                Open(new(BlockKind.IndentedCode));
            }

            return false;
        }

        return _line.First switch
        {
            '>' => Quote(),
            '#' => Heading(),
            '`' or '~' => Fence(),
            '<' => Html(within),
            '[' => Footnote(),
            '=' => Underline(within),
            '|' or ':' => Table(within),
            '-' => Underline(within) || Table(within) || Rule() || Item(within),
            '*' => Rule() || Item(within),
            '_' => Rule(),
            '+' or (>= '0' and <= '9') => Item(within),
            _ => false,
        } && _open[^1].IsContainer && _matched == _open.Count;
    }

    private bool Quote()
    {
        if (_open.Count >= MostOpen || !TakeQuoteSign())
        {
            return false;
        }

        Open(new(BlockKind.Quote));
        return true;
    }

    private bool TakeQuoteSign()
    {
        if (_line.Indent >= CodeIndent || _line.First != '>')
        {
            return false;
        }

        _line.ToWord();
        _line.Skip(1);
        _line.SkipBlank();
        return true;
    }

    private bool Heading()
    {
        var rest = _line.Rest;
        var level = rest.IndexOfAnyExcept('#') is var found and >= 0 ? found : rest.Length;
        if (level > DeepestHeading || (level < rest.Length && rest[level] is not (' ' or '\t')))
        {
            return false;
        }

        var text = rest[level..].Trim(" \t");
        var end = text.TrimEnd('#');
        text = end.Length == 0 || end[^1] is ' ' or '\t' ? end.TrimEnd(" \t") : text;
        OpenAndClose(new(BlockKind.Heading) { Number = level }, text.ToString());
        return true;
    }

    private bool Fence()
    {
        var rest = _line.Rest;
        var length = rest.IndexOfAnyExcept(rest[0]) is var found and >= 0 ? found : rest.Length;
        if (length < ShortestFence || (rest[0] == '`' && rest[length..].Contains('`')))
        {
            return false;
        }

        Open(new(BlockKind.FencedCode) { Marker = rest[0], Number = length, Indent = _line.Indent, Info = LinkParts.Unescaped(rest[length..].Trim(" \t")) });
        _isUsedUp = true;
        return true;
    }

    private bool Html(MarkdownBlock within)
    {
        var interrupts = within.Kind == BlockKind.Paragraph || Innermost.Kind == BlockKind.Paragraph;
        if (HtmlBlocks.Begins(_line.Rest, interrupts) is not (var kind and > 0))
        {
            return false;
        }

        Open(new(BlockKind.Html) { Number = kind });
        return true;
    }

    private bool Footnote()
    {
        var rest = _line.Rest;
        if (rest is not ['[', '^', ..] || rest.IndexOf("]:") is not (var end and > 2) || rest[2..end].ContainsAny(" \t[]") || _open.Count >= MostOpen)
        {
            return false;
        }

        var footnote = new MarkdownBlock(BlockKind.Footnote);
        _footnotes.TryAdd(LinkDefinitions.Key(rest[2..end]), footnote);
        _line.ToWord();
        _line.Skip(end + 2);
        Open(footnote);
        return true;
    }

    /// <summary>The line under a paragraph that makes it a heading.</summary>
    private bool Underline(MarkdownBlock within)
    {
        var signs = _line.Rest.TrimEnd(" \t");
        if (within.Kind != BlockKind.Paragraph || signs.ContainsAnyExcept(signs[0]))
        {
            return false;
        }

        var text = WithoutDefinitions();
        _text.Clear();
        _lastLineOfText = 0;
        if (text.Length == 0)
        {
            return false;
        }

        within.Kind = BlockKind.Heading;
        within.Number = signs[0] == '=' ? 1 : 2;
        _text.Append(text);
        _isUsedUp = true;
        CloseDownTo(_matched - 1);
        _matched--;
        return true;
    }

    /// <summary>The line under a row that makes it the head of a table. What is above the row stays a paragraph.</summary>
    private bool Table(MarkdownBlock within)
    {
        if (within.Kind != BlockKind.Paragraph || TableRows.Alignments(_line.Rest) is not { } columns)
        {
            return false;
        }

        var head = _text.ToString(_lastLineOfText, _text.Length - _lastLineOfText);
        if (!head.Contains('|') || TableRows.Cells(head).Count != columns.Length)
        {
            return false;
        }

        _text.Length = _lastLineOfText;
        if (_lastLineOfText == 0)
        {
            within.Kind = BlockKind.Table;
            within.Info = columns;
        }
        else
        {
            _matched--;
            Open(new(BlockKind.Table) { Info = columns });
        }

        _text.Append(head);
        _isUsedUp = true;
        return true;
    }

    private bool Rule()
    {
        var rest = _line.Rest;
        if (rest.ContainsAnyExcept(rest[0], ' ', '\t') || rest.Count(rest[0]) < 3)
        {
            return false;
        }

        OpenAndClose(new(BlockKind.Rule), "");
        return true;
    }

    private bool Item(MarkdownBlock within)
    {
        var rest = _line.Rest;
        var digits = rest.IndexOfAnyExceptInRange('0', '9') is var found and >= 0 ? found : rest.Length;
        if (digits > LongestNumber || digits == rest.Length || (digits > 0 && rest[digits] is not ('.' or ')')) || _open.Count + 1 >= MostOpen)
        {
            return false;
        }

        var after = rest[(digits + 1)..];
        var number = digits > 0 ? int.Parse(rest[..digits]) : 0;
        if ((after.Length > 0 && after[0] is not (' ' or '\t')) || (within.Kind == BlockKind.Paragraph && (after.IsWhiteSpace() || (digits > 0 && number != 1))))
        {
            return false;
        }

        var marker = rest[digits];
        var before = _line.Indent;
        _line.ToWord();
        _line.Skip(digits + 1);
        var blanks = _line.IsBlank ? 1 : _line.Indent;
        if (blanks > CodeIndent)
        {
            blanks = 1;      // the content begins with code
        }

        if (_line.IsBlank)
        {
            _line.ToWord();
        }
        else
        {
            _line.Skip(blanks);
        }

        CloseDownTo(_matched);
        if (Innermost.Kind != BlockKind.List || Innermost.Marker != marker)
        {
            Open(new(BlockKind.List) { Marker = marker, Number = number });
        }

        Open(new(BlockKind.Item) { Indent = before + digits + 1 + blanks });
        return true;
    }

    private void OpenAndClose(MarkdownBlock block, string text)
    {
        Open(block);
        _text.Append(text);
        CloseDownTo(--_matched);
        _isUsedUp = true;
    }
}
