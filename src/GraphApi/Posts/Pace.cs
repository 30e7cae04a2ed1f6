namespace GraphBlog.GraphApi.Posts;

/// <summary>The pace of work that only computes, and may take a tenth of a second.</summary>
internal static class Pace
{
    private const int StepsOfATurn = 64;

    [ThreadStatic]
    private static int s_steps;

    /// <summary>
    /// Called at each of many small steps. Now and then it lets others have the processor: else Linux leaves it to who computes for a slice of
    /// some 3 ms, whoever wakes meanwhile, and a request wakes half a dozen times.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public static void Step(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (++s_steps % StepsOfATurn == 0)
        {
            Thread.Yield();
        }
    }
}
