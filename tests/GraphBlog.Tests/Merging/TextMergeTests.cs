namespace GraphBlog.Tests.Merging;

/// <summary>Merges that a person can check. A conflict is written {base|theirs|yours}.</summary>
public sealed class TextMergeTests
{
    [Theory]
    // Lines, as git has them.
    [InlineData("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n")]
    [InlineData("a\nb\n", "a\nb\nc\n", "z\na\nb\n", "z\na\nb\nc\n")]
    [InlineData("a\nb\n", "b\n", "a\n", "{a\nb\n|b\n|a\n}")]
    [InlineData("a\nb\n", "A\nb\n", "a\nB\n", "{a\nb|A\nb|a\nB}\n")]
    [InlineData("a\n", "a\nx\n", "a\ny\n", "a\n{|x\n|y\n}")]
    [InlineData("a\n", "a\nx\n", "a\nx\n", "a\nx\n")]
    [InlineData("", "x", "y", "{|x|y}")]
    [InlineData("x", "", "", "")]
    // Words of one paragraph.
    [InlineData("One is here. Two is there.\n", "One was here. Two is there.\n", "One is here. Two was there.\n", "One was here. Two was there.\n")]
    [InlineData("We met at five in the house.", "We met at six in the house.", "We met at five in the garden.", "We met at six in the garden.")]
    [InlineData("We met at five.", "We met at six.", "We met at seven.", "We met at {five|six|seven}.")]
    [InlineData("Rain fell. Snow lay.", "Rain stopped. Snow lay.", "Rain fell. Ice lay.", "Rain stopped. Ice lay.")]
    [InlineData("old house here", "big house here", "old cottage here", "{old house|big house|old cottage} here")]
    [InlineData("Go by bus.", "Go soon by bus.", "Go now by bus.", "Go {|soon |now }by bus.")]
    [InlineData("It is well-known.", "It is widely-known.", "It is well-liked.", "It is {well-known|widely-known|well-liked}.")]
    [InlineData("| a | b |\n", "| c | b |\n", "| a | d |\n", "| c | d |\n")]
    [InlineData("- milk\n- eggs\n", "- cream\n- eggs\n", "- milk\n- six eggs\n", "- cream\n- six eggs\n")]
    [InlineData(
        "Alpha beta.\nGamma delta.\n", "Alpha beta now.\nGamma delta.\n", "Alpha beta.\nGamma soon delta.\n", "Alpha beta now.\nGamma soon delta.\n")]
    // A rewritten or removed passage is no place for another's word, however many small words are in both.
    [InlineData("The cat sat on the mat all day.\n", "A dog lay near the door with a bone.\n", "The cat sat on the mat all night.\n",
        "{The cat sat on the mat all day.\n|A dog lay near the door with a bone.\n|The cat sat on the mat all night.\n}")]
    [InlineData("- item one\n- item two\n", "- item two\n", "- thing one\n- item two\n", "{- item one\n||- thing one\n}- item two\n")]
    // Moved by one, edited by the other.
    [InlineData(
        "Move me.\n\nStay here.\n", "Stay here.\n\nMove me.\n", "Move me now.\n\nStay here.\n",
        "{Move me.\n\n||Move me now.\n\n}Stay here.\n\nMove me.\n")]
    // Ends of lines stay as each side wrote them, and a side that rewrote all of them touched no word.
    [InlineData("a b\r\nc\n", "a b\r\nc\nd\n", "x b\r\nc\n", "x b\r\nc\nd\n")]
    [InlineData("One.\r\nTwo now.\r\n", "One.\nTwo now.\n", "One.\r\nTwo soon.\r\n", "One.\nTwo soon.\n")]
    [InlineData("One", "One more", "One\nTwo", "One{| more|\nTwo}")]
    [InlineData("a", "a\n", "a\r\n", "a{|\n|\r\n}")]
    [InlineData("a b\u2028c d e\fg", "a b\u2028x d e\fg", "a b\u2028c d e\fh", "a b\u2028x d e\fh")]
    // Scripts without blanks, and characters of several code points.
    [InlineData("今日は天気がいいです。明日は雨です。", "今日は空気がいいです。明日は雨です。", "今日は天気がいいです。明日は雪です。", "今日は空気がいいです。明日は雪です。")]
    [InlineData("東京都", "西京都", "東京市", "{東京都|西京都|東京市}")]
    [InlineData("hi 👩‍👩‍👧 there", "hi 👩‍👩‍👦 there", "hi 👨‍👩‍👧 there", "hi {👩‍👩‍👧|👩‍👩‍👦|👨‍👩‍👧} there")]
    public void Two_changes_become_one_text(string original, string theirs, string yours, string expected)
        => Assert.Equal(expected, Merged.Of(original, theirs, yours).Written());

    [Fact]
    public void Sixty_four_people_append_to_sixty_four_paragraphs()
    {
        var original = string.Join("\n", Enumerable.Range(1, 64).Select(n => $"Paragraph {n}.\n"));
        var merged = Enumerable.Range(1, 64).Aggregate(
            original,
            (stored, n) => Merged.Of(original, stored, original.Replace($"Paragraph {n}.\n", $"Paragraph {n}.\nAppended {n}.\n")).Text!);
        Assert.Equal(string.Join("\n", Enumerable.Range(1, 64).Select(n => $"Paragraph {n}.\nAppended {n}.\n")), merged);
    }
}
