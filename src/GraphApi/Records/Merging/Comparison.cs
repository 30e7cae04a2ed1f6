namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>
/// Compares rows of chunks by the shortest way from one to the other (Myers, "An O(ND) Difference Algorithm and Its Variations", 1986),
/// halved again and again, so that the memory is linear. Where ways are equally short it takes the one that git takes, since a merge
/// depends on that: chunks that the other row lacks are set aside first, and what can slide slides as far down as it can.
/// </summary>
internal sealed class Comparison
{
    private readonly CancellationToken _ct;
    private readonly Effort _effort = new();
    private readonly Halving _halving;
    private readonly Stack<Box> _open = new();
    private byte[] _present = [];

    /// <summary>For one side; all its comparisons share one effort, and what they do not reach counts as changed.</summary>
    public Comparison(CancellationToken ct) => (_ct, _halving) = (ct, new Halving(_effort, ct));

    /// <summary>Compares two rows.</summary>
    /// <param name="before">The chunks' numbers in the base.</param>
    /// <param name="after">The chunks' numbers on the side.</param>
    /// <param name="numbers">One more than the highest number.</param>
    /// <returns>What both have, in order.</returns>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public List<Run> Of(ReadOnlySpan<int> before, ReadOnlySpan<int> after, int numbers)
    {
        var difference = new Difference(new bool[before.Length], new bool[after.Length]);
        var all = new Box(0, before.Length, 0, after.Length).Shrunk(before, after);
        var (keptBefore, keptAfter) = SetAside(before, after, all, difference, numbers);
        var (a, b) = (Pick(before, keptBefore), Pick(after, keptAfter));
        _open.Push(new Box(0, a.Length, 0, b.Length));
        while (_open.TryPop(out var next))
        {
            _ct.ThrowIfCancellationRequested();
            var box = next.Shrunk(a, b);
            if (box.IsFlat || _effort.IsSpent)
            {
                Mark(difference.Gone, keptBefore, box.Left, box.Right);
                Mark(difference.Come, keptAfter, box.Top, box.Bottom);
                continue;
            }

            var (x, y) = _halving.MiddleOf(box, a, b);
            _open.Push(box with { Left = x, Top = y });
            _open.Push(box with { Right = x, Bottom = y });
        }

        Sliding.Settle(before, after, difference, _effort);
        return difference.Kept();
    }

    // A chunk that stands nowhere in the other row has changed for certain.
    private (List<int> Before, List<int> After) SetAside(
        ReadOnlySpan<int> before, ReadOnlySpan<int> after, Box box, Difference difference, int numbers)
    {
        const byte InBefore = 1, InAfter = 2;
        if (_present.Length < numbers)
        {
            _present = new byte[numbers];
        }

        Note(before, InBefore);
        Note(after, InAfter);
        var kept = (Keep(before, box.Left, box.Right, difference.Gone, InAfter), Keep(after, box.Top, box.Bottom, difference.Come, InBefore));
        Note(before, 0);
        Note(after, 0);
        return kept;

        void Note(ReadOnlySpan<int> row, byte mark)
        {
            foreach (var number in row)
            {
                _present[number] = mark == 0 ? mark : (byte)(_present[number] | mark);
            }
        }

        List<int> Keep(ReadOnlySpan<int> row, int start, int end, bool[] changed, byte other)
        {
            var kept = new List<int>(end - start);
            for (var i = start; i < end; i++)
            {
                changed[i] = (_present[row[i]] & other) == 0;
                if (!changed[i])
                {
                    kept.Add(i);
                }
            }

            return kept;
        }
    }

    private static int[] Pick(ReadOnlySpan<int> row, List<int> kept)
    {
        var picked = new int[kept.Count];
        for (var i = 0; i < picked.Length; i++)
        {
            picked[i] = row[kept[i]];
        }

        return picked;
    }

    private static void Mark(bool[] changed, List<int> kept, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            changed[kept[i]] = true;
        }
    }
}
