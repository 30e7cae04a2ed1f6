namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>What one side changed inside some lines, by words.</summary>
/// <param name="Plain">What it put in place of what, in order; something between them keeps them apart.</param>
/// <param name="LineEnds">The ends of lines that it wrote in another way, as one who turns CR LF into LF does.</param>
internal sealed record WordEdits(List<Edit> Plain, List<Edit> LineEnds)
{
    /// <summary>Adds what was changed within an edit of lines.</summary>
    /// <param name="comparison">Of both.</param>
    /// <param name="before">The base's words.</param>
    /// <param name="after">The side's words.</param>
    /// <param name="whole">All the words of the edited lines.</param>
    public void Add(WordComparison comparison, Words before, Words after, Edit whole)
    {
        var found = comparison.Of(whole);
        var kept = LinePairs.Of(found, before, after)
            .Select(pair => new Edit(
                before.First(pair.Line), before.First(pair.Line + 1), after.First(pair.SideLine), after.First(pair.SideLine + 1)))
            .SelectMany(lines => lines == whole ? found : comparison.Of(lines)).ToList();
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
