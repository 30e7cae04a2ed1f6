using GraphBlog.GraphApi.Engine.Http;
using Microsoft.Extensions.Options;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>Bounds how much executes at once, and for how long.</summary>
public sealed class ExecutionGate(IOptions<GraphQLServerOptions> options)
{
    private const string EventLane = "an event";      // with a space, as no lane of a request has

    // For work that was cancelled to end by itself.
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(250);

    private readonly GraphQLServerOptions _options = options.Value;
    private readonly FairPlaces _places = new(options.Value.MaxExecutingRequests, options.Value.MaxWaitingRequests);

    // One change may be an event for thousands of subscriptions. They take turns, and leave half of the places to requests.
    private readonly SemaphoreSlim _eventPlaces = new(Math.Max(1, options.Value.MaxExecutingRequests / 2));

    /// <summary>Does a request's work when a place is free, or refuses it when none is for too long.</summary>
    /// <param name="work">Gets a token that the time limit cancels too.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <param name="leave">
    /// Takes work that goes on past the time limit though it was cancelled, as where a network swallows what is sent: it keeps its place
    /// until it ends, but nobody waits for it. Null to wait for it.
    /// </param>
    /// <param name="lane">Who waits together, as an organisation's requests; lanes take turns.</param>
    /// <exception cref="GraphQLRequestException">All places are taken: SERVER_BUSY. The work was cancelled by the time limit: TIMEOUT.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct, Action<Task>? leave = null, string lane = "")
    {
        if (!await _places.TakeAsync(lane, _options.MaxWait, ct))
        {
            throw new GraphQLRequestException(
                $"The server is executing its limit of {_options.MaxExecutingRequests} requests.",
                ErrorCodes.ServerBusy,
                StatusCodes.Status503ServiceUnavailable)
            {
                IsRetryable = true,
                RetryAfter = 1,
            };
        }

        return await RunInPlaceAsync(work, ct, leave);
    }

    /// <summary>Does the work of one event, when its turn comes: an event that is refused would be lost.</summary>
    /// <inheritdoc cref="RunAsync{T}" path="/param"/>
    /// <exception cref="GraphQLRequestException">The work was cancelled by the time limit, which the wait does not count to: TIMEOUT.</exception>
    public async Task<T> RunEventAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await _eventPlaces.WaitAsync(ct);
        try
        {
            await _places.TakeAsync(EventLane, Timeout.InfiniteTimeSpan, ct);
            return await RunInPlaceAsync(work, ct);
        }
        finally
        {
            _eventPlaces.Release();
        }
    }

    /// <summary>Says that the time limit was passed.</summary>
    public GraphQLRequestException TimedOut() => TimedOut(_options);

    /// <summary>Says that the time limit of these options was passed.</summary>
    public static GraphQLRequestException TimedOut(GraphQLServerOptions options) => new(
        $"The request took over the limit of {options.ExecutionTimeout.TotalSeconds:0.###} s.",
        ErrorCodes.Timeout,
        StatusCodes.Status504GatewayTimeout);

    private async Task<T> RunInPlaceAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct, Action<Task>? leave = null)
    {
        var running = RunToItsEndAsync(work, ct);
        if (leave is not null && !running.IsCompleted)
        {
            await ((Task)running).WaitAsync(_options.ExecutionTimeout + s_grace).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!running.IsCompleted)
            {
                leave(((Task)running).ContinueWith(_ => { }, TaskScheduler.Default));
                throw TimedOut();
            }
        }

        return await running;
    }

    private async Task<T> RunToItsEndAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        try
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limited.CancelAfter(_options.ExecutionTimeout);
            try
            {
                return await work(limited.Token);
            }
            catch (OperationCanceledException) when (limited.IsCancellationRequested && !ct.IsCancellationRequested)
            {
                throw TimedOut();
            }
        }
        finally
        {
            _places.GiveBack();
        }
    }
}
