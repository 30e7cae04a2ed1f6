using System.Collections;

namespace GraphBlog.Engine.Paging;

/// <summary>The nodes of edges, as a view that copies nothing.</summary>
internal sealed class EdgeNodes<T>(IReadOnlyList<Edge<T>> edges) : IReadOnlyList<T> where T : notnull
{
    public int Count => edges.Count;

    public T this[int index] => edges[index].Node;

    public IEnumerator<T> GetEnumerator() => edges.Select(edge => edge.Node).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
