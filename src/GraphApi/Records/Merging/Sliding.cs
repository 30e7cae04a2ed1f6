namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>
/// A stretch of changed chunks can often stand a little higher or lower with the same outcome. Both sides' stretches have to be put alike
/// for a merge, and as git puts them: beside a stretch of the other row where there is one, else as far down as they go.
/// </summary>
internal static class Sliding
{
    public static void Settle(ReadOnlySpan<int> before, ReadOnlySpan<int> after, Difference difference, Effort effort)
    {
        Settle(before, difference.Gone, Gaps(difference.Come), effort);
        Settle(after, difference.Come, Gaps(difference.Gone), effort);
    }

    // Whether something changed before each chunk that is kept, and after the last.
    private static List<bool> Gaps(bool[] changed)
    {
        var gaps = new List<bool>(changed.Length + 1) { false };
        foreach (var one in changed)
        {
            if (one)
            {
                gaps[^1] = true;
            }
            else
            {
                gaps.Add(false);
            }
        }

        return gaps;
    }

    private static void Settle(ReadOnlySpan<int> row, bool[] changed, List<bool> gaps, Effort effort)
    {
        for (var stretch = Next(changed, new Stretch(0, 0, 0)); stretch.Start < row.Length && !effort.IsSpent; stretch = Next(changed, stretch))
        {
            int length, aligned;
            do
            {
                length = stretch.End - stretch.Start;
                while (Up(row, changed, ref stretch))
                {
                    effort.Spend(1);
                }

                aligned = gaps[stretch.Kept] ? stretch.Kept : -1;
                while (Down(row, changed, ref stretch))
                {
                    effort.Spend(1);
                    aligned = gaps[stretch.Kept] ? stretch.Kept : aligned;
                }
            }
            while (length != stretch.End - stretch.Start && !effort.IsSpent);

            while (aligned != -1 && stretch.Kept > aligned)
            {
                Up(row, changed, ref stretch);
            }
        }
    }

    private static Stretch Next(bool[] changed, Stretch last)
    {
        var (start, kept) = (last.End, last.Kept);
        for (; start < changed.Length && !changed[start]; start++)
        {
            kept++;
        }

        return new Stretch(start, EndOf(changed, start), kept);
    }

    private static bool Up(ReadOnlySpan<int> row, bool[] changed, ref Stretch stretch)
    {
        var (start, end, kept) = stretch;
        if (start == 0 || row[start - 1] != row[end - 1])
        {
            return false;
        }

        (changed[--start], changed[--end]) = (true, false);
        while (start > 0 && changed[start - 1])
        {
            start--;
        }

        stretch = new Stretch(start, end, kept - 1);
        return true;
    }

    private static bool Down(ReadOnlySpan<int> row, bool[] changed, ref Stretch stretch)
    {
        var (start, end, kept) = stretch;
        if (end == row.Length || row[start] != row[end])
        {
            return false;
        }

        (changed[start], changed[end]) = (false, true);
        stretch = new Stretch(start + 1, EndOf(changed, end), kept + 1);
        return true;
    }

    private static int EndOf(bool[] changed, int end)
    {
        while (end < changed.Length && changed[end])
        {
            end++;
        }

        return end;
    }

    /// <summary>Changed chunks side by side, and how many kept ones stand before them.</summary>
    private readonly record struct Stretch(int Start, int End, int Kept);
}
