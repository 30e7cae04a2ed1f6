namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>
/// Words are compared inside a line and what became of it, and not across: otherwise a word of a line that went would stand for the same
/// word of its neighbour, and an edit of the one would land in the other. Which lines those are is found by comparing all of them.
/// </summary>
internal static class LinePairs
{
    // Two lines about different things have up to a quarter in common by chance.
    private const int LeastShare = 3;

    /// <summary>
    /// The pairs, in order. Each line of a pair has most in common with the other, and that is at least a third of the shorter one.
    /// </summary>
    /// <param name="kept">The words that a comparison of all lines found kept.</param>
    /// <param name="before">The base's words.</param>
    /// <param name="after">The side's words.</param>
    public static IEnumerable<(int Line, int SideLine)> Of(List<Run> kept, Words before, Words after)
    {
        var inLines = kept.SelectMany(run => ByLines(run, before)).ToList();
        var (best, bestOfSide) = (new Dictionary<int, Share>(), new Dictionary<int, Share>());
        var share = new Share(-1, -1, 0);
        foreach (var run in inLines)
        {
            // Runs are in order in both texts, so that two lines have all they share in one go.
            var (line, sideLine) = (before.Line(run.Start), after.Line(run.SideStart));
            share = share.Line == line && share.SideLine == sideLine ? share : new Share(line, sideLine, 0);
            share = share with { Weight = share.Weight + before.Weight(run.Start, run.End) };
            Improve(best, line, share);
            Improve(bestOfSide, sideLine, share);
        }

        foreach (var one in best.Values.Where(one => one.Weight * LeastShare < Math.Min(before.Weight(one.Line), after.Weight(one.SideLine))))
        {
            best.Remove(one.Line);
        }

        return inLines.Select(run => (Line: before.Line(run.Start), SideLine: after.Line(run.SideStart))).Distinct()
            .Where(pair => best.TryGetValue(pair.Line, out var other) && other.SideLine == pair.SideLine
                && bestOfSide[pair.SideLine].Line == pair.Line);
    }

    // The ends of lines only ever equal each other, so that a run leaves a line on both sides at once.
    private static IEnumerable<Run> ByLines(Run run, Words before)
    {
        while (run.Length > 0)
        {
            var length = Math.Min(run.Length, before.First(before.Line(run.Start) + 1) - run.Start);
            yield return run.First(length);
            run = run.After(length);
        }
    }

    private static void Improve(Dictionary<int, Share> best, int line, Share share)
    {
        if (!best.TryGetValue(line, out var known) || known.Weight < share.Weight)
        {
            best[line] = share;
        }
    }

    /// <summary>What a line has in common with one of the other side.</summary>
    private readonly record struct Share(int Line, int SideLine, int Weight);
}
