using System.Threading.Channels;
using GraphBlog.Engine;
using GraphBlog.Engine.Http;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.ChangeFeed;

/// <summary>One subscriber's queue. Whoever lets it run full is dropped, so that nobody waits for them; they resume by their last cursor.</summary>
internal sealed class Subscriber
{
    /// <summary>Changes that may wait for one subscriber.</summary>
    private const int Capacity = 1000;

    private readonly Channel<(PostChangeRow, FeedCursor, long)> _queue =
        Channel.CreateBounded<(PostChangeRow, FeedCursor, long)>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    /// <summary>What waits, and what comes, each with the time that <see cref="Offer"/> got. It ends with SUBSCRIBER_TOO_SLOW when the queue
    /// ran full.</summary>
    public IAsyncEnumerable<(PostChangeRow Change, FeedCursor Position, long Since)> ReadAllAsync(CancellationToken ct)
        => _queue.Reader.ReadAllAsync(ct);

    /// <summary>Ends it with an error, behind what waits.</summary>
    public void End(Exception why) => _queue.Writer.TryComplete(why);

    /// <summary>Puts a change into the queue; false when it is full, which ends it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="since">When it had not been committed yet, as <see cref="System.Diagnostics.Stopwatch"/> tells time.</param>
    public bool Offer(PostChangeRow change, FeedCursor position, long since)
        => _queue.Writer.TryWrite((change, position, since)) || !_queue.Writer.TryComplete(
        new GraphQLRequestException(
            $"More than {Capacity} changes were waiting for you. Subscribe again with `after` set to the last cursor you have.",
            ErrorCodes.SubscriberTooSlow,
            StatusCodes.Status503ServiceUnavailable)
        {
            IsRetryable = true,
        });
}
