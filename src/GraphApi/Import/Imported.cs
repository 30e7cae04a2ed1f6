namespace GraphBlog.GraphApi.Import;

/// <summary>What became of a file.</summary>
internal enum ImportOutcome
{
    Created,
    Updated,
    Unchanged,

    /// <summary>The file says what it said before; the blog says something else, on purpose.</summary>
    Kept,

    /// <summary>It should be a post and cannot.</summary>
    Refused,

    /// <summary>It is not meant to be a post.</summary>
    Skipped,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="Note">What to say of it, or why; null when there is nothing to say.</param>
/// <param name="IsUndated">Whether it was published as of now because it names no date.</param>
internal sealed record Imported(ImportOutcome Outcome, string? Note = null, bool IsUndated = false);
