using GraphBlog.GraphApi.Engine.Http;
using Microsoft.Extensions.Options;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>Bounds how much executes at once, and for how long.</summary>
public sealed class ExecutionGate(IOptions<GraphQLServerOptions> options)
{
    private readonly GraphQLServerOptions _options = options.Value;
    private readonly SemaphoreSlim _places = new(options.Value.MaxExecutingRequests);

    // One change may be an event for thousands of subscriptions. They take turns, and leave half of the places to requests.
    private readonly SemaphoreSlim _eventPlaces = new(Math.Max(1, options.Value.MaxExecutingRequests / 2));

    /// <summary>Does a request's work at once, or refuses it.</summary>
    /// <param name="work">Gets a token that the time limit cancels too.</param>
    /// <param name="ct">Cancels the request.</param>
    /// <exception cref="GraphQLRequestException">All places are taken: SERVER_BUSY. The work was cancelled by the time limit: TIMEOUT.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        if (!_places.Wait(0, CancellationToken.None))
        {
            throw new GraphQLRequestException(
                $"The server is executing its limit of {_options.MaxExecutingRequests} requests.",
                ErrorCodes.ServerBusy,
                StatusCodes.Status503ServiceUnavailable);
        }

        return await RunInPlaceAsync(work, ct);
    }

    /// <summary>Does the work of one event, when its turn comes: an event that is refused would be lost.</summary>
    /// <inheritdoc cref="RunAsync{T}" path="/param"/>
    /// <exception cref="GraphQLRequestException">The work was cancelled by the time limit, which the wait does not count to: TIMEOUT.</exception>
    public async Task<T> RunEventAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await _eventPlaces.WaitAsync(ct);
        try
        {
            await _places.WaitAsync(ct);
            return await RunInPlaceAsync(work, ct);
        }
        finally
        {
            _eventPlaces.Release();
        }
    }

    /// <summary>Says that the time limit was passed.</summary>
    public GraphQLRequestException TimedOut() => new(
        $"The request took over the limit of {_options.ExecutionTimeout.TotalSeconds:0.###} s.",
        ErrorCodes.Timeout,
        StatusCodes.Status504GatewayTimeout);

    private async Task<T> RunInPlaceAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct)
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
            _places.Release();
        }
    }
}
