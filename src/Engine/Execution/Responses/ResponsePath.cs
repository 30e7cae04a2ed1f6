namespace GraphBlog.Engine.Execution.Responses;

/// <summary>Where in the response the writer is.</summary>
internal sealed class ResponsePath
{
    private (string? Name, int Index)[] _segments = new (string?, int)[16];

    public int Depth { get; private set; }

    public void Push(string name) => Push((name, 0));

    public void Push(int index) => Push((null, index));

    /// <summary>Goes back up.</summary>
    public void Return(int depth) => Depth = depth;

    public IReadOnlyList<object> ToList()
        => [.. _segments.Take(Depth).Select(segment => segment.Name ?? (object)segment.Index)];

    private void Push((string?, int) segment)
    {
        if (Depth == _segments.Length)
        {
            Array.Resize(ref _segments, 2 * Depth);
        }

        _segments[Depth++] = segment;
    }
}
