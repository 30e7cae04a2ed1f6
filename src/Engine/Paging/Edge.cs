using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Paging;

/// <summary>An item of a page and its cursor.</summary>
/// <param name="node">The item.</param>
/// <param name="cursor">Writes the item's cursor; called only when a client asks for it.</param>
[GraphQLName("{0}Edge")]
public sealed class Edge<T>(T node, Func<T, string> cursor) where T : notnull
{
    /// <summary>The item.</summary>
    public T Node { get; } = node;

    /// <summary>The item's place in the list, to be given as `after` or `before`.</summary>
    public string Cursor => cursor(Node);
}
