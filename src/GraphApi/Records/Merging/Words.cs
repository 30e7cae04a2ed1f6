namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>Some lines of a text, cut into words and what stands between them. The ends of lines all count as equal.</summary>
internal sealed class Words : Chunks
{
    private readonly List<WordKind> _kinds = [];
    private readonly List<int> _lines = [], _firsts = [];

    private Words(string text) : base(text)
    {
    }

    /// <param name="lines">The text by lines.</param>
    /// <param name="range">Which lines.</param>
    /// <param name="numbers">Numbers the words.</param>
    public static Words Of(Chunks lines, Range range, Numbers numbers)
    {
        var words = new Words(lines.Text) { End = lines.Start(range.Start.Value) };
        for (var line = range.Start.Value; line < range.End.Value; line++)
        {
            words._firsts.Add(words.Count);
            var end = lines.Start(line + 1);
            var length = LengthOfEnd(lines.Text.AsSpan(words.End..end));
            while (words.End < end - length)
            {
                var (kind, size) = WordCut.First(lines.Text.AsSpan(words.End..(end - length)));
                words.Add(kind, words.End + size, numbers.Of(lines.Text.AsSpan(words.End, size)));
            }

            words.Add(WordKind.LineEnd, end, 0);
        }

        return words;
    }

    /// <summary>A word as it is written.</summary>
    public ReadOnlySpan<char> this[int word] => Text.AsSpan(Start(word)..Start(word + 1));

    public WordKind Kind(int word) => _kinds[word];

    /// <summary>The line that a word stands in, counted from the first that was cut.</summary>
    public int Line(int word) => _lines[word];

    /// <summary>The first word of a line; of the line after the last: how many words there are.</summary>
    public int First(int line) => line < _firsts.Count ? _firsts[line] : Count;

    /// <summary>How much there is to a line: see the other.</summary>
    public int Weight(int line) => Weight(First(line), First(line + 1));

    /// <summary>How much there is to some words, in UTF-16 units of what is not blank; the end of a line counts as one.</summary>
    public int Weight(int start, int end)
    {
        var weight = 0;
        for (var word = start; word < end; word++)
        {
            weight += _kinds[word] switch { WordKind.Blank => 0, WordKind.LineEnd => 1, _ => Start(word + 1) - Start(word) };
        }

        return weight;
    }

    /// <summary>
    /// Whether what stands between two edits keeps them apart: a word, a mark, two signs of a script without blanks, or a whole line, be it
    /// empty. Blanks do not: who changes one of two neighbouring words has the other in view.
    /// </summary>
    public bool KeepsApart(int start, int end)
    {
        var signs = 0;
        for (var word = start; word < end; word++)
        {
            signs += _kinds[word] == WordKind.Sign ? 1 : 0;
            if (_kinds[word] is WordKind.Word or WordKind.Mark || signs == 2 || (_kinds[word] == WordKind.LineEnd && First(Line(word)) >= start))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a sentence or a line ends there.</summary>
    public bool HasAnEnd(int start, int end)
    {
        for (var word = start; word < end; word++)
        {
            if (_kinds[word] == WordKind.LineEnd || (_kinds[word] == WordKind.Mark && ".!?…。！？؟।".Contains(this[word][0])))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(WordKind kind, int end, int number)
    {
        _kinds.Add(kind);
        _lines.Add(_firsts.Count - 1);
        Add(End, end, number);
    }

    private static int LengthOfEnd(ReadOnlySpan<char> line) => line.EndsWith("\r\n") ? 2 : line.EndsWith('\n') ? 1 : 0;
}
