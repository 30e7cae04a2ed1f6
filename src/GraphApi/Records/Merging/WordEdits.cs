namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>What one side changed inside some lines, by words.</summary>
/// <param name="Plain">What it put in place of what, in order; something between them keeps them apart.</param>
/// <param name="LineEnds">The ends of lines that it wrote in another way, as one who turns CR LF into LF does.</param>
internal sealed record WordEdits(List<Edit> Plain, List<Edit> LineEnds)
{
    /// <summary>Adds what was changed within an edit of lines.</summary>
    /// <param name="comparison">The side's.</param>
    /// <param name="before">The base's words.</param>
    /// <param name="after">The side's words.</param>
    /// <param name="whole">All the words of the edited lines.</param>
    /// <param name="numbers">One more than the highest number of a word.</param>
    public void Add(Comparison comparison, Words before, Words after, Edit whole, int numbers)
    {
        var found = comparison.Of(before.Numbers[whole.Start..whole.End], after.Numbers[whole.SideStart..whole.SideEnd], numbers)
            .ConvertAll(run => run with { Start = run.Start + whole.Start, SideStart = run.SideStart + whole.SideStart });
        var kept = LinePairs.Within(found, before, after);
        foreach (var edit in Edit.Between(kept, whole))
        {
            Plain.Add(JoinedWithLast(edit, before));
        }

        foreach (var run in kept)
        {
            var end = new Edit(run.End - 1, run.End, run.SideEnd - 1, run.SideEnd);
            if (before.Kind(end.Start) == WordKind.LineEnd && !before[end.Start].SequenceEqual(after[end.SideStart]))
            {
                LineEnds.Add(end);
            }
        }
    }

    // Words that happen to be equal in two wordings of one passage do not make two edits of it.
    private Edit JoinedWithLast(Edit edit, Words before)
    {
        while (Plain.Count > 0 && Plain[^1] is var last && !AreTwo(last, edit, before))
        {
            edit = edit with { Start = last.Start, SideStart = last.SideStart };
            Plain.RemoveAt(Plain.Count - 1);
        }

        return edit;
    }

    private static bool AreTwo(Edit first, Edit second, Words before) => before.KeepsApart(first.End, second.Start)
        && (second.Start - first.End > Math.Min(first.Size, second.Size) || before.HasAnEnd(first.End, second.Start));
}
