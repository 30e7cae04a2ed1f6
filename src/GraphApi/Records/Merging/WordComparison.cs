namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>
/// Compares words, and then the marks and blanks between those that both have. All at once, two marks and a blank that stand anywhere in both
/// would be worth more than the word between them, which would count as gone here and come there while it never moved.
/// </summary>
/// <param name="comparison">The side's.</param>
/// <param name="before">The base's words.</param>
/// <param name="after">The side's words.</param>
/// <param name="numbers">One more than the highest number of a word.</param>
internal sealed class WordComparison(Comparison comparison, Words before, Words after, int numbers)
{
    /// <summary>What both have of a part, in order.</summary>
    public List<Run> Of(Edit part)
    {
        var (some, others) = (Whole(before, part.Start, part.End), Whole(after, part.SideStart, part.SideEnd));
        var (kept, gap) = (new List<Run>(), part);
        foreach (var run in comparison.Of(Numbers(before, some), Numbers(after, others), numbers))
        {
            for (var i = 0; i < run.Length; i++)
            {
                var word = new Run(some[run.Start + i], others[run.SideStart + i], 1);
                AddBetween(gap with { End = word.Start, SideEnd = word.SideStart });
                Add(word);
                gap = gap with { Start = word.End, SideStart = word.SideEnd };
            }
        }

        AddBetween(gap);
        return kept;

        void AddBetween(Edit between)
        {
            var gone = before.Numbers[between.Start..between.End];
            var come = after.Numbers[between.SideStart..between.SideEnd];
            if (gone.SequenceEqual(come))
            {
                Add(new Run(between.Start, between.SideStart, gone.Length));
            }
            else if (gone.Length > 0 && come.Length > 0)
            {
                comparison.Of(gone, come, numbers).ForEach(
                    run => Add(run with { Start = run.Start + between.Start, SideStart = run.SideStart + between.SideStart }));
            }
        }

        void Add(Run run)
        {
            if (kept.Count > 0 && kept[^1] is var last && (last.End, last.SideEnd) == (run.Start, run.SideStart))
            {
                kept[^1] = last with { Length = last.Length + run.Length };
            }
            else if (run.Length > 0)
            {
                kept.Add(run);
            }
        }
    }

    private static List<int> Whole(Words words, int start, int end)
        => [.. Enumerable.Range(start, end - start).Where(word => words.Kind(word) is WordKind.Word or WordKind.Sign)];

    private static int[] Numbers(Words words, List<int> some) => [.. some.Select(word => words.Numbers[word])];
}
