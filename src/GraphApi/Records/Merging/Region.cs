namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>A stretch of the base that at least one side changed, and what stands there on each side, in chunks.</summary>
/// <param name="Chunks">From where to where it reaches. On a side that did not change it, that says nothing.</param>
/// <param name="TheirEdits">Which of their edits lie in it.</param>
/// <param name="YourEdits">Which of your edits lie in it.</param>
/// <param name="ByThem">Whether they changed it.</param>
/// <param name="ByYou">Whether you changed it.</param>
internal readonly record struct Region(Sides<Range> Chunks, Range TheirEdits, Range YourEdits, bool ByThem, bool ByYou)
{
    public int Start => Chunks.Base.Start.Value;

    public int End => Chunks.Base.End.Value;

    public Sides<Range> Characters<T>(Sides<T> texts) where T : Chunks
        => new(texts.Base.Characters(Chunks.Base), texts.Theirs.Characters(Chunks.Theirs), texts.Yours.Characters(Chunks.Yours));

    /// <summary>Puts the edits of both sides in order, and those together that nothing keeps apart.</summary>
    /// <param name="theirs">Their edits, in order.</param>
    /// <param name="yours">Your edits, in order.</param>
    /// <param name="apart">Whether the base from a chunk, where edits end, up to another, where one begins, keeps them apart.</param>
    public static IEnumerable<Region> Of(IReadOnlyList<Edit> theirs, IReadOnlyList<Edit> yours, Func<int, int, bool> apart)
    {
        var (t, y) = (0, 0);
        while (t < theirs.Count || y < yours.Count)
        {
            var (firstOfTheirs, firstOfYours) = (t, y);
            var start = Next().Start;
            var end = start;
            do
            {
                end = Math.Max(end, Next().End);
                _ = TheirsIsNext() ? t++ : y++;
            }
            while ((t < theirs.Count || y < yours.Count) && !apart(end, Next().Start));

            yield return new Region(
                new Sides<Range>(start..end, OnSide(theirs, firstOfTheirs, t, start, end), OnSide(yours, firstOfYours, y, start, end)),
                firstOfTheirs..t, firstOfYours..y, t > firstOfTheirs, y > firstOfYours);
        }

        Edit Next() => TheirsIsNext() ? theirs[t] : yours[y];

        bool TheirsIsNext()
            => y == yours.Count || (t < theirs.Count && (theirs[t].Start, theirs[t].End).CompareTo((yours[y].Start, yours[y].End)) <= 0);
    }

    // Between edits a side runs along the base, so the edits nearest to the ends say how far it is ahead there.
    private static Range OnSide(IReadOnlyList<Edit> edits, int first, int next, int start, int end)
    {
        var before = first < next ? edits[first].SideStart - edits[first].Start : AheadAfter(first);
        return (start + before)..(end + AheadAfter(next));

        int AheadAfter(int edit) => edit == 0 ? 0 : edits[edit - 1].SideEnd - edits[edit - 1].End;
    }
}
