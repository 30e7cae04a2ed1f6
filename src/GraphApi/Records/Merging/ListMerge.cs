namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>Two changes of one list put together, in which each entry is there once, such as tags.</summary>
internal static class ListMerge
{
    /// <summary>
    /// What either side added is in the result and what either removed is not, so that nothing is ever in conflict. The order is that of
    /// the side that reordered what it kept, and theirs when both did or neither. What the other side added follows the entry that it
    /// follows there, after what the first added at the same place. As a set the result is the same with the sides swapped.
    /// </summary>
    /// <param name="original">What both sides began with.</param>
    /// <param name="theirs">What stands now.</param>
    /// <param name="yours">What is to be written.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> original, IReadOnlyList<string> theirs, IReadOnlyList<string> yours)
    {
        var gone = original.Where(entry => !theirs.Contains(entry) || !yours.Contains(entry)).ToHashSet(StringComparer.Ordinal);
        var (leading, other) = Reorders(theirs) || !Reorders(yours) ? (theirs, yours) : (yours, theirs);
        var merged = leading.Where(entry => !gone.Contains(entry)).Distinct(StringComparer.Ordinal).ToList();
        var next = 0;
        foreach (var entry in other.Where(entry => !gone.Contains(entry)).Distinct(StringComparer.Ordinal))
        {
            var place = merged.IndexOf(entry);
            if (place < 0)
            {
                place = next;
                while (place < merged.Count && !original.Contains(merged[place]) && !other.Contains(merged[place]))
                {
                    place++;
                }

                merged.Insert(place, entry);
            }

            next = place + 1;
        }

        return merged;

        bool Reorders(IReadOnlyList<string> side)
            => !original.Where(side.Contains).SequenceEqual(side.Where(original.Contains), StringComparer.Ordinal);
    }
}
