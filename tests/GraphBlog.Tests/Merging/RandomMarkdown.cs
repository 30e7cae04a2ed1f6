namespace GraphBlog.Tests.Merging;

/// <summary>Random pieces of Markdown of few words, so that many lines are alike, and random changes of them.</summary>
internal sealed class RandomMarkdown(Random random)
{
    private static readonly string[] s_words =
        ["river", "the", "a", "of", "old", "house", "walks", "café", "don't", "well-known", "3.14", "naïve", "https://example.org/a", "**bold**",
            "`code`"];

    /// <summary>A text and two changed ones of it; a number stands for the same three always.</summary>
    public static (string Base, string Theirs, string Yours) Triple(int number)
    {
        var random = new Random(number);
        var markdown = new RandomMarkdown(random);
        var blocks = markdown.Blocks(random.Next(2, 14));
        var ending = random.Next(8) == 0 ? "\r\n" : "\n";
        return (Text(blocks, ending), markdown.Changed(blocks, ending), markdown.Changed(blocks, ending));
    }

    // Blocks are lines; a blank one stands between two blocks.
    private List<List<string>> Blocks(int count) => [.. Enumerable.Range(0, count).Select(_ => Block())];

    private static string Text(List<List<string>> blocks, string ending)
        => string.Join(ending, blocks.Select(block => string.Concat(block.Select(line => line + ending))));

    private List<string> Block() => random.Next(9) switch
    {
        0 => [$"## {Words(3)}"],
        1 or 2 => [Sentences(6)],
        3 or 4 => [.. Lines(4, () => Words(6))],
        5 or 6 => [.. Lines(5, () => $"- {Words(2)}")],
        7 => ["| a | b |", "| - | - |", .. Lines(4, () => $"| {Words(1)} | {Words(1)} |")],
        _ => ["```", .. Lines(4, () => random.Next(3) == 0 ? "}" : $"    {Words(2)} {{"), "```"],
    };

    private string Changed(List<List<string>> original, string ending)
    {
        var blocks = original.Select(block => block.ToList()).ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            Change(blocks);
        }

        var text = Text(blocks, random.Next(25) == 0 ? "\n" : ending);
        return random.Next(12) == 0 ? text.TrimEnd('\n', '\r') : text;
    }

    private void Change(List<List<string>> blocks)
    {
        var at = random.Next(blocks.Count + 1);
        if (at == blocks.Count)
        {
            blocks.Add(Block());
            return;
        }

        var block = blocks[at];
        switch (random.Next(10))
        {
            case 0: blocks.Insert(at, Block()); break;
            case 1 when blocks.Count > 1: blocks.RemoveAt(at); break;
            case 2: (blocks[0], blocks[at]) = (blocks[at], blocks[0]); break;
            case 3: block.Insert(random.Next(block.Count + 1), Words(4)); break;
            case 4 when block.Count > 1: block.RemoveAt(random.Next(block.Count)); break;
            case 5: block.Add(block[0]); break;
            default: ChangeLine(block, random.Next(block.Count)); break;
        }
    }

    private void ChangeLine(List<string> block, int at)
    {
        var words = block[at].Split(' ').ToList();
        var word = random.Next(words.Count);
        switch (random.Next(4))
        {
            case 0: words.Insert(word, Words(2)); break;
            case 1 when words.Count > 1: words.RemoveAt(word); break;
            default: words[word] = Words(1); break;
        }

        block[at] = string.Join(' ', words);
    }

    private IEnumerable<string> Lines(int most, Func<string> line) => Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => line());

    private string Sentences(int most) => string.Join(' ', Lines(most, () => Words(9) + "."));

    private string Words(int most) => string.Join(' ', Lines(most, () => s_words[random.Next(s_words.Length)]));
}
