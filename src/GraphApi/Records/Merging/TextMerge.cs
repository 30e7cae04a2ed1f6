namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>
/// Two changes of one text put together. What only one side changed is as that side has it, what both changed alike is there once, and
/// what both changed differently is a conflict. Swapping the sides swaps them in the pieces and nothing else.
/// </summary>
/// <param name="Pieces">The whole text in order; no two settled pieces stand side by side, and none is empty.</param>
internal sealed record TextMerge(IReadOnlyList<MergePiece> Pieces)
{
    /// <summary>Whether nothing is in conflict.</summary>
    public bool IsClean => Pieces.All(piece => piece.Text is not null);

    /// <summary>The merged text; null when something is in conflict.</summary>
    public string? Text => IsClean ? string.Concat(Pieces.Select(piece => piece.Text)) : null;

    /// <summary>Merges lines as `git merge-file` does, and words inside the lines that it would leave in conflict.</summary>
    /// <param name="original">What both sides began with.</param>
    /// <param name="theirs">What stands now.</param>
    /// <param name="yours">What is to be written.</param>
    /// <param name="ct">Ends the merge early.</param>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public static TextMerge Of(string original, string theirs, string yours, CancellationToken ct)
    {
        var numbers = new Numbers();
        var lines = new Sides<Chunks>(Chunks.Lines(original, numbers), Chunks.Lines(theirs, numbers), Chunks.Lines(yours, numbers));
        var (theirEdits, yourEdits) = (Compare(lines.Theirs), Compare(lines.Yours));
        var (pieces, words) = (new Pieces(new Sides<string>(original, theirs, yours)), new WordMerge(lines, theirEdits, yourEdits, ct));
        foreach (var region in Region.Of(theirEdits, yourEdits, (end, start) => end < start))
        {
            var characters = region.Characters(lines);
            if (region is { ByThem: true, ByYou: true } && !pieces.AreAlike(characters))
            {
                words.Merge(region, pieces);
            }
            else
            {
                pieces.Add(region, characters);
            }
        }

        return new TextMerge(pieces.ToTheEnd());

        List<Edit> Compare(Chunks side)
        {
            var kept = new Comparison(ct).Of(lines.Base.Numbers, side.Numbers, numbers.Count);
            return [.. Edit.Between(kept, new Edit(0, lines.Base.Count, 0, side.Count))];
        }
    }
}
