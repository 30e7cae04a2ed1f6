namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>The footnotes that are referred to, in the order in which they are first.</summary>
internal sealed class Footnotes(Dictionary<string, MarkdownBlock> defined)
{
    private readonly Dictionary<MarkdownBlock, int> _numbers = [];
    private readonly List<(MarkdownBlock Block, int References)> _used = [];

    public int Count => _used.Count;

    public (MarkdownBlock Block, int References) this[int index] => _used[index];

    /// <summary>The number to show, and the name of this reference, which is the footnote's way back.</summary>
    public bool TryRefer(ReadOnlySpan<char> label, out int number, out string name)
    {
        (number, name) = (0, "");
        if (defined.Count == 0 || !defined.TryGetValue(LinkDefinitions.Key(label), out var block))
        {
            return false;
        }

        if (!_numbers.TryGetValue(block, out number))
        {
            _used.Add((block, 0));
            _numbers[block] = number = _used.Count;
        }

        var references = _used[number - 1].References + 1;
        _used[number - 1] = (block, references);
        name = Name(number, references);
        return true;
    }

    public static string Name(int number, int reference) => reference == 1 ? $"{number}" : $"{number}-{reference}";
}
