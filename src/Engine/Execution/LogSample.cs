using System.Collections.Concurrent;

namespace GraphBlog.Engine.Execution;

/// <summary>Lets one line of each kind through in a time, and counts the others: what goes wrong a thousand times a second is one thing.</summary>
/// <param name="interval">That time.</param>
public sealed class LogSample(TimeSpan interval)
{
    private readonly ConcurrentDictionary<string, Kind> _kinds = new(StringComparer.Ordinal);

    /// <summary>Whether to log a line now.</summary>
    /// <param name="kind">Of a closed set, as each is remembered.</param>
    /// <param name="unsaid">How many lines of this kind were not logged since the last that was.</param>
    public bool TryTake(string kind, out int unsaid)
    {
        var taken = _kinds.GetOrAdd(kind, _ => new());
        lock (taken)
        {
            var now = Environment.TickCount64;
            var isDue = now >= taken.Due;
            (unsaid, taken.Unsaid, taken.Due) = isDue ? (taken.Unsaid, 0, now + (long)interval.TotalMilliseconds) : (0, taken.Unsaid + 1, taken.Due);
            return isDue;
        }
    }

    private sealed class Kind
    {
        public long Due { get; set; }

        public int Unsaid { get; set; }
    }
}
