namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>Merges by words what both sides changed by lines.</summary>
/// <param name="lines">The three texts by lines.</param>
/// <param name="theirs">All their edits by lines.</param>
/// <param name="yours">All your edits by lines.</param>
/// <param name="ct">Ends it early.</param>
internal sealed class WordMerge(Sides<Chunks> lines, List<Edit> theirs, List<Edit> yours, CancellationToken ct)
{
    private readonly Comparison _theirs = new(ct), _yours = new(ct);

    /// <summary>Adds what has become of a region.</summary>
    /// <param name="region">A region of lines that both sides changed.</param>
    /// <param name="pieces">Takes the pieces.</param>
    public void Merge(Region region, Pieces pieces)
    {
        var numbers = new Numbers();
        var words = new Sides<Words>(
            Words.Of(lines.Base, region.Chunks.Base, numbers),
            Words.Of(lines.Theirs, region.Chunks.Theirs, numbers),
            Words.Of(lines.Yours, region.Chunks.Yours, numbers));
        var them = Edits(_theirs, words.Theirs, theirs, region.TheirEdits, region.Chunks.Theirs.Start.Value);
        var you = Edits(_yours, words.Yours, yours, region.YourEdits, region.Chunks.Yours.Start.Value);
        var plain = Region.Of(them.Plain, you.Plain, (end, start) => end <= start && words.Base.KeepsApart(end, start));
        var lineEnds = Region.Of(them.LineEnds, you.LineEnds, (end, start) => end <= start);
        foreach (var part in Together(plain, lineEnds))
        {
            pieces.Add(part, part.Characters(words));
        }

        WordEdits Edits(Comparison comparison, Words side, List<Edit> all, Range some, int firstOfSide)
        {
            var (edits, ofWords) = (new WordEdits([], []), new WordComparison(comparison, words.Base, side, numbers.Count));
            foreach (var (start, end, sideStart, sideEnd) in all[some])
            {
                var whole = new Edit(
                    words.Base.First(start - region.Start), words.Base.First(end - region.Start),
                    side.First(sideStart - firstOfSide), side.First(sideEnd - firstOfSide));
                edits.Add(ofWords, words.Base, side, whole);
            }

            return edits;
        }
    }

    // The end of a line can be written in another way while words beside it change. Where it goes with them, both sides have changed it.
    private static IEnumerable<Region> Together(IEnumerable<Region> plain, IEnumerable<Region> lineEnds)
    {
        var ends = new Queue<Region>(lineEnds);
        foreach (var region in plain)
        {
            while (ends.TryPeek(out var before) && before.End <= region.Start)
            {
                yield return ends.Dequeue();
            }

            var (byThem, byYou) = (region.ByThem, region.ByYou);
            while (ends.TryPeek(out var within) && within.Start < region.End)
            {
                (byThem, byYou) = (byThem | within.ByThem, byYou | within.ByYou);
                ends.Dequeue();
            }

            yield return region with { ByThem = byThem, ByYou = byYou };
        }

        foreach (var rest in ends)
        {
            yield return rest;
        }
    }
}
