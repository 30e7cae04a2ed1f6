namespace GraphBlog.Engine.Paging;

/// <summary>The sizes of pages; register one as a singleton to change them.</summary>
/// <param name="DefaultPageSize">The size when a client gives neither <c>first</c> nor <c>last</c>.</param>
/// <param name="MaxPageSize">The largest size a client may ask for.</param>
public sealed record PagingOptions(int DefaultPageSize = 20, int MaxPageSize = 100);
