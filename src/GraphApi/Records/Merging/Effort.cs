namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>How much work the comparisons of one side may still take, in steps. It is the same for both sides, so that these stay alike.</summary>
internal sealed class Effort
{
    /// <summary>About 50 ms.</summary>
    private long _left = 16_000_000;

    public bool IsSpent => _left <= 0;

    public void Spend(long steps) => _left -= steps;
}
