using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Paging;

/// <summary>One page of a list, with what is needed to ask for the next.</summary>
/// <param name="edges">The items of the page with their cursors.</param>
/// <param name="pageInfo">Where the page lies in the list.</param>
/// <param name="totalCount">Counts the items of the whole list; called only when a client asks, and then once.</param>
[GraphQLName("{0}Connection")]
public sealed class Connection<T>(IReadOnlyList<Edge<T>> edges, PageInfo pageInfo, Func<CancellationToken, ValueTask<int>> totalCount)
    where T : notnull
{
    private Task<int>? _count;

    /// <summary>The same page of what is made of the items; places and count stay.</summary>
    public Connection<TOther> Select<TOther>(Func<T, TOther> select) where TOther : notnull
        => new([.. Edges.Select(edge => new Edge<TOther>(select(edge.Node), _ => edge.Cursor))], PageInfo, TotalCount);

    /// <summary>The items of the page with their cursors.</summary>
    public IReadOnlyList<Edge<T>> Edges { get; } = edges;

    /// <summary>The items of the page.</summary>
    public IReadOnlyList<T> Nodes { get; } = new EdgeNodes<T>(edges);

    /// <summary>Where the page lies in the list.</summary>
    public PageInfo PageInfo { get; } = pageInfo;

    /// <summary>How many items the whole list has.</summary>
    public Func<CancellationToken, ValueTask<int>> TotalCount => ct => new(_count ??= totalCount(ct).AsTask());
}
