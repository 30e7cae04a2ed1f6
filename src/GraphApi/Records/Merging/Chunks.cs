using System.Runtime.InteropServices;

namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>A text, or a part of one, cut into chunks in order and without loss. Chunks that count as equal have the same number.</summary>
internal class Chunks(string text)
{
    private readonly List<int> _starts = [], _numbers = [];

    public string Text { get; } = text;

    public int Count => _starts.Count;

    /// <summary>Where the last chunk ends, in characters of the text.</summary>
    public int End { get; protected set; }

    public ReadOnlySpan<int> Numbers => CollectionsMarshal.AsSpan(_numbers);

    /// <summary>Where a chunk begins, in characters of the text; of the one after the last: where that ends.</summary>
    public int Start(int chunk) => chunk < _starts.Count ? _starts[chunk] : End;

    /// <summary>Chunks as characters.</summary>
    public Range Characters(Range chunks) => Start(chunks.Start.Value)..Start(chunks.End.Value);

    /// <summary>The text cut after each line feed, as git cuts it: a line has its end with it, so that lines differ when their ends do.</summary>
    public static Chunks Lines(string text, Numbers numbers)
    {
        var lines = new Chunks(text);
        for (var start = 0; start < text.Length; start = lines.End)
        {
            var length = text.AsSpan(start).IndexOf('\n') + 1;
            var end = length == 0 ? text.Length : start + length;
            lines.Add(start, end, numbers.Of(text.AsSpan(start..end)));
        }

        return lines;
    }

    protected void Add(int start, int end, int number)
    {
        _starts.Add(start);
        _numbers.Add(number);
        End = end;
    }
}
