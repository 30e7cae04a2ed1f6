namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>An item of one of many lists that are read together.</summary>
public sealed class RowOf<T>
{
    /// <summary>The id of the list's owner.</summary>
    public long Parent { get; init; }

    /// <summary>The item.</summary>
    public T Item { get; init; } = default!;
}
