using GraphBlog.GraphApi.Records.Merging;

namespace GraphBlog.Tests.Merging;

/// <summary>What tests ask of a merge.</summary>
internal static class Merged
{
    public static TextMerge Of(string original, string theirs, string yours) => TextMerge.Of(original, theirs, yours, CancellationToken.None);

    /// <summary>The whole text with one choice made everywhere.</summary>
    public static string Choosing(this TextMerge merge, Func<MergePiece, string?> side)
        => string.Concat(merge.Pieces.Select(piece => piece.Text ?? side(piece)));

    /// <summary>The text, each conflict written as {base|theirs|yours}.</summary>
    public static string Written(this TextMerge merge) => merge.Choosing(piece => $"{{{piece.Base}|{piece.Theirs}|{piece.Yours}}}");

    public static MergePiece Swapped(this MergePiece piece) => piece with { Theirs = piece.Yours, Yours = piece.Theirs };
}
