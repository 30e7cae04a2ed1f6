using CsCheck;
using GraphBlog.GraphApi.Records.Merging;

namespace GraphBlog.Tests.Merging;

public sealed class ListMergeTests
{
    private static readonly Gen<string[]> s_lists = Gen.Shuffle("abcdefgh".Select(letter => letter.ToString()).ToArray(), 0, 6);

    [Theory]
    [InlineData("a b c", "a b c d", "a b c e", "a b c d e")]
    [InlineData("a b c", "b c", "a b", "b")]
    [InlineData("a b c", "a x b c", "a b y c", "a x b y c")]
    [InlineData("a b c", "c b a", "a b c d", "c d b a")]
    [InlineData("a b c", "a b c d", "c b a", "c d b a")]
    [InlineData("a b c", "b a c", "c b a", "b a c")]
    [InlineData("a", "a b", "a b", "a b")]
    [InlineData("", "a", "b", "a b")]
    public void Both_sides_additions_and_removals_are_made(string original, string theirs, string yours, string expected)
        => Assert.Equal(Entries(expected), ListMerge.Of(Entries(original), Entries(theirs), Entries(yours)));

    [Fact]
    public void As_sets_the_sides_can_be_swapped_and_one_side_alone_is_as_it_is()
        => Gen.Select(s_lists, s_lists, s_lists).Sample(
            (original, theirs, yours) =>
            {
                var merged = ListMerge.Of(original, theirs, yours);
                var expected = original.Intersect(theirs).Intersect(yours).Union(theirs.Except(original)).Union(yours.Except(original));
                Assert.Equal(expected.Order(), merged.Order());
                Assert.Equal(merged.Order(), ListMerge.Of(original, yours, theirs).Order());
                Assert.Equal(theirs, ListMerge.Of(original, theirs, original));
                Assert.Equal(yours, ListMerge.Of(original, original, yours));
                Assert.Equal(yours, ListMerge.Of(original, yours, yours));
            },
            iter: 10_000);

    private static string[] Entries(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
