using System.Globalization;
using CsCheck;
using GraphBlog.GraphApi.Records.Merging;

namespace GraphBlog.Tests.Merging;

public sealed class WordCutTests
{
    private static readonly Gen<string> s_awkward = Gen.OneOf(
        "a", "Z", "7", " ", "\t", "\r", "\f", "\u2028", "\u00a0", ".", "-", "'", "’", "*", "`", "_", "é", "e\u0301", "\u0301", "ß", "한", "각",
        "ᄒ", "ᅡ", "日", "か", "が", "ก", "ำ", "क", "्", "ि", "👩", "\u200d", "👧", "\ufe0f", "🏽", "🇩", "🇪", "\ud83d", "\udc69", "\u00ad", "\u200b",
        "。")
        .List[0, 40].Select(parts => string.Concat(parts));

    [Fact]
    public void Words_are_the_whole_line_and_end_only_between_characters()
        => s_awkward.Sample(
            line =>
            {
                var ends = Ends(line);
                Assert.Equal(line.Length, ends.Append(0).Max());
                Assert.Subset(StringInfo.ParseCombiningCharacters(line).Append(line.Length).ToHashSet(), ends.ToHashSet());
            },
            iter: 20_000);

    [Theory]
    [InlineData("It's well-known, e.g. 3.14!", "It's| |well-known|,| |e.g|.| |3.14|!")]
    [InlineData("**bold** [a](https://b.org/c?d=e#f)", "**|bold|**| |[|a|]|(|https://b.org/c?d=e#f|)")]
    [InlineData("東京へ 行く。", "東|京|へ| |行|く|。")]
    [InlineData("snake_case _x_ ```c#", "snake_case| |_|x|_| |```|c|#")]
    [InlineData("café cafe\u0301 naïve", "café| |cafe\u0301| |naïve")]
    [InlineData("👩‍👩‍👧👩‍👩‍👧🇩🇪", "👩‍👩‍👧👩‍👩‍👧|🇩🇪")]
    public void A_line_is_cut_into_words_and_what_stands_between_them(string line, string expected)
        => Assert.Equal(expected, string.Join('|', Ends(line).Prepend(0).Zip(Ends(line), (start, end) => line[start..end])));

    private static List<int> Ends(string line)
    {
        var ends = new List<int>();
        for (var start = 0; start < line.Length; start = ends[^1])
        {
            ends.Add(start + WordCut.First(line.AsSpan(start)).Length);
        }

        return ends;
    }
}
