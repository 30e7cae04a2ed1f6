namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>
/// Finds where the shortest way through a box is halfway: one way begins at its left upper corner, another at its right lower one, and
/// both grow by a change at a time until they meet. A diagonal is named by its column less its row.
/// </summary>
/// <param name="effort">Ends the search early when it is spent.</param>
/// <param name="ct">Ends the search early.</param>
internal sealed class Halving(Effort effort, CancellationToken ct)
{
    // After so many changes from each end the way that got farthest is good enough: else unlike rows would take the square of their length.
    private const int Patience = 256;

    private int[] _forward = [], _backward = [];

    /// <param name="box">A box whose first chunks differ, and its last ones.</param>
    /// <param name="a">The numbers of the base's chunks.</param>
    /// <param name="b">The numbers of the side's chunks.</param>
    /// <returns>A column and a row, not both of the same corner.</returns>
    public (int X, int Y) MiddleOf(Box box, int[] a, int[] b)
    {
        var (lowest, highest) = (box.Left - box.Bottom, box.Right - box.Top);
        var shift = 1 - lowest;
        Grow(ref _forward, highest - lowest + 3);
        Grow(ref _backward, highest - lowest + 3);
        var (forward, backward) = (_forward, _backward);
        var (first, last) = (box.Left - box.Top, box.Right - box.Bottom);
        var (fromF, toF, fromB, toB) = (first, first, last, last);
        var odd = ((first - last) & 1) != 0;
        forward[first + shift] = box.Left;
        backward[last + shift] = box.Right;
        for (var changes = 1; ; changes++)
        {
            ct.ThrowIfCancellationRequested();
            var steps = 0L;
            Widen(ref fromF, ref toF, forward, -1);
            for (var d = toF; d >= fromF; d -= 2)
            {
                var x = Math.Max(forward[d - 1 + shift] + 1, forward[d + 1 + shift]);
                var begin = x;
                for (var y = x - d; x < box.Right && y < box.Bottom && a[x] == b[y]; x++, y++)
                {
                }

                steps += x - begin + 1;
                forward[d + shift] = x;
                if (odd && fromB <= d && d <= toB && backward[d + shift] <= x)
                {
                    return (x, x - d);
                }
            }

            Widen(ref fromB, ref toB, backward, int.MaxValue);
            for (var d = toB; d >= fromB; d -= 2)
            {
                var x = Math.Min(backward[d - 1 + shift], backward[d + 1 + shift] - 1);
                var begin = x;
                for (var y = x - d; x > box.Left && y > box.Top && a[x - 1] == b[y - 1]; x--, y--)
                {
                }

                steps += begin - x + 1;
                backward[d + shift] = x;
                if (!odd && fromF <= d && d <= toF && x <= forward[d + shift])
                {
                    return (x, x - d);
                }
            }

            effort.Spend(steps);
            if (changes >= Patience || effort.IsSpent)
            {
                return Farthest(box, fromF, toF, fromB, toB, shift);
            }
        }

        // One more diagonal on each side, as far as the box has any; beyond them stands what no way takes.
        void Widen(ref int from, ref int to, int[] reached, int never)
        {
            if (from > lowest)
            {
                reached[--from - 1 + shift] = never;
            }
            else
            {
                from++;
            }

            if (to < highest)
            {
                reached[++to + 1 + shift] = never;
            }
            else
            {
                to--;
            }
        }
    }

    // Of all points that either way has reached, the one farthest from where that way began.
    private (int X, int Y) Farthest(Box box, int fromF, int toF, int fromB, int toB, int shift)
    {
        var (forward, backward) = ((X: box.Left, Y: box.Top), (X: box.Right, Y: box.Bottom));
        for (var d = toF; d >= fromF; d -= 2)
        {
            var x = Math.Min(Math.Min(_forward[d + shift], box.Right), box.Bottom + d);
            forward = x + x - d > forward.X + forward.Y ? (x, x - d) : forward;
        }

        for (var d = toB; d >= fromB; d -= 2)
        {
            var x = Math.Max(Math.Max(_backward[d + shift], box.Left), box.Top + d);
            backward = x + x - d < backward.X + backward.Y ? (x, x - d) : backward;
        }

        return box.Right + box.Bottom - backward.X - backward.Y < forward.X + forward.Y - box.Left - box.Top ? forward : backward;
    }

    private static void Grow(ref int[] reached, int length)
    {
        if (reached.Length < length)
        {
            reached = new int[length];
        }
    }
}
