namespace GraphBlog.Engine.Paging;

/// <summary>Where a page lies in its list.</summary>
/// <param name="hasNextPage">Whether there are items after this page.</param>
/// <param name="hasPreviousPage">Whether there are items before this page.</param>
/// <param name="startCursor">Writes the cursor of the first item; called only when a client asks for it.</param>
/// <param name="endCursor">Writes the cursor of the last item; called only when a client asks for it.</param>
public sealed class PageInfo(bool hasNextPage, bool hasPreviousPage, Func<string?> startCursor, Func<string?> endCursor)
{
    /// <summary>Whether there are items after this page.</summary>
    public bool HasNextPage { get; } = hasNextPage;

    /// <summary>Whether there are items before this page.</summary>
    public bool HasPreviousPage { get; } = hasPreviousPage;

    /// <summary>The cursor of the first item, null on an empty page.</summary>
    public string? StartCursor => startCursor();

    /// <summary>The cursor of the last item, null on an empty page.</summary>
    public string? EndCursor => endCursor();
}
