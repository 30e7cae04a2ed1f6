namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>What differs between two rows of chunks. What is left of both is equal, chunk by chunk.</summary>
/// <param name="Gone">Of each chunk of the base, whether it goes.</param>
/// <param name="Come">Of each chunk of the side, whether it is new.</param>
internal readonly record struct Difference(bool[] Gone, bool[] Come)
{
    /// <summary>What is left, in order.</summary>
    public List<Run> Kept()
    {
        var runs = new List<Run>();
        var (i, j) = (Next(Gone, 0, false), Next(Come, 0, false));
        while (i < Gone.Length)
        {
            var length = Math.Min(Next(Gone, i, true) - i, Next(Come, j, true) - j);
            runs.Add(new Run(i, j, length));
            (i, j) = (Next(Gone, i + length, false), Next(Come, j + length, false));
        }

        return runs;
    }

    private static int Next(bool[] changed, int start, bool value)
    {
        var length = changed.AsSpan(start).IndexOf(value);
        return length < 0 ? changed.Length : start + length;
    }
}
