namespace GraphBlog.Engine.Paging;

/// <summary>Where a page lies in its list.</summary>
/// <param name="HasNextPage">Whether there are items after this page.</param>
/// <param name="HasPreviousPage">Whether there are items before this page.</param>
/// <param name="StartCursor">The cursor of the first item, null on an empty page.</param>
/// <param name="EndCursor">The cursor of the last item, null on an empty page.</param>
public sealed record PageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);
