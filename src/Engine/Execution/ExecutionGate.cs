using System.Diagnostics;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Http;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Execution;

/// <summary>Bounds how much executes at once, and for how long.</summary>
public sealed class ExecutionGate(IOptions<GraphQLServerOptions> options)
{
    private readonly GraphQLServerOptions _options = options.Value;
    private readonly FairPlaces _places = new(
        options.Value.MaxExecutingRequests, options.Value.MaxWaitingRequests, options.Value.SharedPlaces);

    // To find out who asks may take as long as an identity provider does, and nothing of the database meanwhile.
    private readonly FairPlaces _door = new(
        options.Value.MaxExecutingRequests, options.Value.MaxWaitingRequests, Math.Max(1, options.Value.MaxExecutingRequests * 3 / 4));

    // One change may be an event for thousands of subscriptions. They take turns, and leave half of the places to requests.
    private readonly FairPlaces _eventPlaces = new(
        Math.Max(1, options.Value.MaxExecutingRequests / 2), mostWaiting: 0, Math.Max(1, options.Value.SharedPlaces / 2));

    /// <summary>How many places there are.</summary>
    public int Places => _options.MaxExecutingRequests;

    /// <summary>How many of them are taken.</summary>
    public int Used => _places.Used;

    /// <summary>How many requests and events wait for one.</summary>
    public int Waiting => _places.Waiting;

    /// <summary>Does a request's work when a place is free, or refuses it when none is for too long.</summary>
    /// <param name="work">Gets its time limit.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <param name="leave">
    /// Takes what the work left to itself, to keep for it what it uses. It keeps its place until it ends; null where it uses nothing more.
    /// </param>
    /// <param name="lane">Who waits together, as an organisation's requests; lanes have equal parts.</param>
    /// <exception cref="GraphQLRequestException">All places are taken: SERVER_BUSY. The work was cancelled by the time limit: TIMEOUT.</exception>
    public Task<T> RunAsync<T>(Func<TimeLimit, Task<T>> work, CancellationToken ct, Action<Task>? leave = null, string lane = "")
        => RunAsync(_places, work, ct, leave, lane);

    /// <summary>Finds out who asks, likewise, in places of its own: those whom nobody knows yet keep none of those waiting that are known.</summary>
    public Task<T> LetInAsync<T>(Func<TimeLimit, Task<T>> work, CancellationToken ct, Action<Task>? leave, string lane)
        => RunAsync(_door, work, ct, leave, lane);

    private async Task<T> RunAsync<T>(
        FairPlaces places, Func<TimeLimit, Task<T>> work, CancellationToken ct, Action<Task>? leave, string lane)
    {
        if (!await TakeAsync(places, lane, _options.MaxWait, ct))
        {
            throw new GraphQLRequestException(
                $"As many requests are executing as may: {_options.MaxExecutingRequests}, and of one organisation {_options.SharedPlaces}.",
                ErrorCodes.ServerBusy,
                StatusCodes.Status503ServiceUnavailable)
            {
                IsRetryable = true,
                RetryAfter = 1,
            };
        }

        return await RunInPlaceAsync(places, work, ct, lane, leave);
    }

    /// <summary>Does the work of one event, when its turn comes: an event that is refused would be lost.</summary>
    /// <param name="work">Gets a token that the time limit cancels too. It is waited for until it ends.</param>
    /// <param name="ct">Cancels the event.</param>
    /// <param name="lane">With whom it waits, and among whose requests it executes.</param>
    /// <exception cref="GraphQLRequestException">The work was cancelled by the time limit, which the wait does not count to: TIMEOUT.</exception>
    public async Task<T> RunEventAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct, string lane = "")
    {
        await _eventPlaces.TakeAsync(lane, Timeout.InfiniteTimeSpan, ct);
        try
        {
            await TakeAsync(_places, lane, Timeout.InfiniteTimeSpan, ct);
            return await RunInPlaceAsync(_places, limit => work(limit.Token), ct, lane);
        }
        finally
        {
            _eventPlaces.GiveBack(lane);
        }
    }

    /// <summary>Says that the time limit was passed.</summary>
    public GraphQLRequestException TimedOut() => TimedOut(_options);

    /// <summary>Says that the time limit of these options was passed.</summary>
    public static GraphQLRequestException TimedOut(GraphQLServerOptions options) => new(
        $"The request took over the limit of {options.ExecutionTimeout.TotalSeconds:0.###} s.",
        ErrorCodes.Timeout,
        StatusCodes.Status504GatewayTimeout);

    private static ValueTask<bool> TakeAsync(FairPlaces places, string lane, TimeSpan patience, CancellationToken ct)
    {
        return Telemetry.Waits.Enabled ? MeasuredAsync() : places.TakeAsync(lane, patience, ct);

        async ValueTask<bool> MeasuredAsync()
        {
            var began = Stopwatch.GetTimestamp();
            var isLetIn = await places.TakeAsync(lane, patience, ct);
            Telemetry.Waits.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            return isLetIn;
        }
    }

    private async Task<T> RunInPlaceAsync<T>(
        FairPlaces places, Func<TimeLimit, Task<T>> work, CancellationToken ct, string lane, Action<Task>? leave = null)
    {
        var limit = new TimeLimit(_options.ExecutionTimeout, ct);
        try
        {
            return await work(limit);
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw TimedOut();
        }
        finally
        {
            var end = EndAsync(places, limit, lane);
            if (!end.IsCompleted)
            {
                leave?.Invoke(end);
            }
        }
    }

    private static async Task EndAsync(FairPlaces places, TimeLimit limit, string lane)
    {
        await limit.Left;
        limit.Dispose();
        places.GiveBack(lane);
    }
}
