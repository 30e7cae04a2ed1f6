namespace GraphBlog.Engine.Execution;

/// <summary>
/// What an event's execution does about a source of data that is away for a while: it is tried again, so that the events stay in
/// their order, and when that has lasted too long the stream ends. An event that failed and was passed over would be lost to its
/// subscriber, as the cursor of the next one leads past it.
/// </summary>
/// <param name="IsOutage">Whether an exception says that the source of data is away, and may come back by itself.</param>
/// <param name="Patience">How long an event is tried again before its stream ends.</param>
public sealed record EventRetries(Func<Exception, bool> IsOutage, TimeSpan Patience)
{
    /// <summary>The longest wait between two tries.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(2);

    /// <summary>The wait before a try, counted from 1: it doubles from 50 ms.</summary>
    internal static TimeSpan Pause(int attempt)
        => TimeSpan.FromMilliseconds(Math.Min(s_longestPause.TotalMilliseconds, 50 * Math.Pow(2, attempt - 1)));
}
