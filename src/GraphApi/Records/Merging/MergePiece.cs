namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>
/// A part of a merged text. A settled part has only `text`. A part that both sides changed differently has `base`, `theirs` and `yours`,
/// each of which may be empty, and no text. Parts put together in order, with any choice at each, are a whole text.
/// </summary>
/// <param name="Text">What stands here whichever side is chosen; null where the sides differ.</param>
/// <param name="Base">What stood here before both changes; null in a settled part.</param>
/// <param name="Theirs">What they made of it; null in a settled part.</param>
/// <param name="Yours">What you made of it; null in a settled part.</param>
public sealed record MergePiece(string? Text, string? Base, string? Theirs, string? Yours);
