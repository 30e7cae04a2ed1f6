namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>
/// One line after the other, with the place in it that is reached. Tabs stand for columns up to the next multiple of four, and may be taken in
/// part.
/// </summary>
internal sealed class LineReader(string text)
{
    private const int TabStop = 4;

    private int _nextLine;
    private int _column;
    private int _wordColumn;
    private bool _isWithinTab;

    /// <summary>The place that is reached.</summary>
    public int At { get; private set; }

    /// <summary>Where the line ends, without its line break.</summary>
    public int End { get; private set; }

    /// <summary>The first character from here that is neither space nor tab; the end when there is none.</summary>
    public int Word { get; private set; }

    /// <summary>How many columns are blank before it.</summary>
    public int Indent => _wordColumn - _column;

    public bool IsBlank => Word == End;

    public char First => Word < End ? text[Word] : '\n';

    public ReadOnlySpan<char> Rest => text.AsSpan(Word, End - Word);

    /// <summary>Goes to the next line; false after the last.</summary>
    public bool Read()
    {
        if (_nextLine >= text.Length)
        {
            return false;
        }

        (At, Word, _column, _wordColumn, _isWithinTab) = (_nextLine, _nextLine, 0, 0, false);
        var length = text.AsSpan(At).IndexOfAny('\n', '\r');
        End = length < 0 ? text.Length : At + length;
        _nextLine = End + 1 + (End + 1 < text.Length && text[End] == '\r' && text[End + 1] == '\n' ? 1 : 0);
        FindWord();
        return true;
    }

    public void ToWord()
    {
        (At, _column, _isWithinTab) = (Word, _wordColumn, false);
    }

    /// <summary>Goes on by so many columns.</summary>
    public void Skip(int columns)
    {
        while (columns > 0 && At < End)
        {
            var width = text[At] == '\t' ? TabStop - (_column % TabStop) : 1;
            var taken = Math.Min(width, columns);
            _isWithinTab = taken < width;
            _column += taken;
            columns -= taken;
            At += _isWithinTab ? 0 : 1;
        }

        if (At > Word)
        {
            (Word, _wordColumn) = (At, _column);
            FindWord();
        }
    }

    /// <summary>Leaves out one blank, if one is here.</summary>
    public void SkipBlank()
    {
        if (IsAtBlank)
        {
            Skip(1);
        }
    }

    public bool IsAtBlank => At < End && text[At] is ' ' or '\t';

    /// <summary>Writes what is left of the line and a line break.</summary>
    public void CopyTo(System.Text.StringBuilder lines)
    {
        if (_isWithinTab)
        {
            lines.Append(' ', TabStop - (_column % TabStop));
            At++;
        }

        lines.Append(text, At, Math.Max(0, End - At)).Append('\n');
    }

    private void FindWord()
    {
        while (Word < End && text[Word] is ' ' or '\t')
        {
            _wordColumn += text[Word] == '\t' ? TabStop - (_wordColumn % TabStop) : 1;
            Word++;
        }
    }
}
