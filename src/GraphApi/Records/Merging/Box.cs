namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>A part of one row against a part of the other, as a rectangle: the base runs from left to right, the side from top to bottom.</summary>
internal readonly record struct Box(int Left, int Right, int Top, int Bottom)
{
    /// <summary>Whether one of the parts is empty, so that nothing is left to compare.</summary>
    public bool IsFlat => Left == Right || Top == Bottom;

    /// <summary>The box without the equal chunks at its begin and its end.</summary>
    public Box Shrunk(ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        var begin = before[Left..Right].CommonPrefixLength(after[Top..Bottom]);
        var (left, top, right, bottom) = (Left + begin, Top + begin, Right, Bottom);
        while (right > left && bottom > top && before[right - 1] == after[bottom - 1])
        {
            right--;
            bottom--;
        }

        return new Box(left, right, top, bottom);
    }
}
