namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>Chunks of the base that one side put others in place of; either part may be empty.</summary>
/// <param name="Start">The first chunk of the base.</param>
/// <param name="End">The chunk of the base after the last.</param>
/// <param name="SideStart">The first chunk of the side.</param>
/// <param name="SideEnd">The chunk of the side after the last.</param>
internal readonly record struct Edit(int Start, int End, int SideStart, int SideEnd)
{
    /// <summary>The chunks of the longer part.</summary>
    public int Size => Math.Max(End - Start, SideEnd - SideStart);

    public bool IsEmpty => Size == 0;

    /// <summary>The edits between what was kept.</summary>
    /// <param name="kept">What was kept, in order.</param>
    /// <param name="whole">All that was compared.</param>
    public static IEnumerable<Edit> Between(IEnumerable<Run> kept, Edit whole)
    {
        var (start, sideStart) = (whole.Start, whole.SideStart);
        foreach (var run in kept.Append(new Run(whole.End, whole.SideEnd, 0)))
        {
            if (new Edit(start, run.Start, sideStart, run.SideStart) is { IsEmpty: false } edit)
            {
                yield return edit;
            }

            (start, sideStart) = (run.End, run.SideEnd);
        }
    }
}
