using CsCheck;
using GraphBlog.GraphApi.Records.Merging;

namespace GraphBlog.Tests.Merging;

/// <summary>What holds for every merge. CsCheck prints the number of a triple that fails.</summary>
public sealed class MergePropertyTests
{
    private const int Triples = 10_000;

    [Fact]
    public void A_merge_keeps_to_its_three_texts_and_does_not_mind_which_side_is_which()
        => Gen.Int.Sample(
            number =>
            {
                var (original, theirs, yours) = RandomMarkdown.Triple(number);
                var merge = Merged.Of(original, theirs, yours);
                Assert.Equal(merge.Pieces, Merged.Of(original, yours, theirs).Pieces.Select(Merged.Swapped));
                Assert.Equal(theirs, Merged.Of(original, theirs, original).Text);
                Assert.Equal(yours, Merged.Of(original, original, yours).Text);
                Assert.Equal(theirs, Merged.Of(original, theirs, theirs).Text);
                Assert.All(merge.Pieces, piece => Assert.True(
                    piece.Text is { Length: > 0 } ? (piece.Base ?? piece.Theirs ?? piece.Yours) is null : piece.Theirs != piece.Yours));
                Assert.All(merge.Pieces.Zip(merge.Pieces.Skip(1)), two => Assert.True(two.First.Text is null || two.Second.Text is null));

                Assert.Equal(merge.IsClean, merge.Text is not null);
            },
            iter: Triples);

    [Fact]
    public void Nothing_is_lost_and_nothing_comes_back() => Gen.Int.Sample(IsWhole, iter: Triples);

    [Theory]
    [InlineData(-23211621)]
    [InlineData(47547)]
    [InlineData(738574)]
    [InlineData(946847)]
    public void A_word_is_worth_more_than_the_marks_and_blanks_beside_it(int number) => IsWhole(number);

    private static void IsWhole(int number)
    {
        var (original, theirs, yours) = UniqueWords.Triple(number);
        var merge = Merged.Of(original, theirs, yours);
        var settled = UniqueWords.In(string.Join(' ', merge.Pieces.Select(piece => piece.Text)));
        var (before, them, you) = (UniqueWords.In(original), UniqueWords.In(theirs), UniqueWords.In(yours));
        var (baseParts, theirParts, yourParts) = (Parts(piece => piece.Base), Parts(piece => piece.Theirs), Parts(piece => piece.Yours));

        // What a side added is settled once or in its part of a conflict, and what it removed is in no settled piece.
        Assert.Equal(them.Except(before).Order(), settled.Concat(theirParts).Except(before).Except(you).Order());
        Assert.Equal(you.Except(before).Order(), settled.Concat(yourParts).Except(before).Except(them).Order());
        Assert.Empty(settled.Except(them.Union(you)));
        Assert.Empty(settled.Intersect(before.Except(them)));
        Assert.Empty(settled.Intersect(before.Except(you)));

        // What nobody touched is there whatever is chosen, and nothing is there twice.
        foreach (var parts in new[] { theirParts, yourParts })
        {
            Assert.Empty(before.Intersect(them).Intersect(you).Except(settled.Concat(parts)));
            Assert.Equal(settled.Count + parts.Count, settled.Concat(parts).Distinct().Count());
        }

        Assert.Empty(before.Except(settled).Except(baseParts).Intersect(them).Intersect(you));

        List<string> Parts(Func<MergePiece, string?> side)
            => UniqueWords.In(string.Join(' ', merge.Pieces.Select(side)));
    }
}
