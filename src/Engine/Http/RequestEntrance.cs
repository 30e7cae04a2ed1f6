using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Limits;

namespace GraphBlog.Engine.Http;

/// <summary>
/// Lets requests in: each gets a place to execute in, among those of whom it is. What does not end in time is left behind, with the services
/// of the request, until it does; its client has its answer by then.
/// </summary>
internal sealed class RequestEntrance(ExecutionGate gate, ErrorFilter errors)
{
    /// <summary>Has the interceptor see the request, and then answers it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="read">
    /// Reads it, outside of any place: a client that sends slowly takes no one's. It is told by whom the client was let in, null for not yet.
    /// </param>
    /// <param name="answer">Answers it, being told what was read, what time it has and in which lane it is.</param>
    /// <exception cref="GraphQLRequestException">It is refused.</exception>
    public async Task<RequestAnswer> EnterAsync(HttpContext http, Func<HttpRequestInterceptor?, Task<byte[]?>> read, Answering answer)
    {
        var interceptor = http.RequestServices.GetService<HttpRequestInterceptor>();
        var lane = interceptor is null ? "" : interceptor.Lane(http);
        if (lane is not null && (interceptor is null || RateLimits.CostOfRequest(http.Request.ContentLength ?? 0) == 0))
        {
            var body = await read(null);
            return await InPlaceAsync(
                http, async limit => await LetInAsync(http, interceptor, limit) ?? await answer(interceptor, body, limit, lane), lane);
        }

        // Who it is has to be found out first, in a place of its own: those that nobody knows execute nothing there. So it is, too, with what
        // is dear to read, as it is not read for whoever cannot pay.
        lane ??= HttpRequestInterceptor.LaneOfAddress(http);
        return await gate.LetInAsync(limit => LetInAsync(http, interceptor, limit), http.RequestAborted, left => Leave(http, left), lane)
            ?? await AnswerAsync(http, interceptor!, read, answer, interceptor!.Lane(http) ?? lane);
    }

    /// <summary>Says that the time was over.</summary>
    public OperationResult TimedOut()
    {
        var error = errors.OnError(gate.TimedOut(), operationName: null, correlationId: "");
        return OperationResult.RequestError(error.Status, error);
    }

    private async Task<RequestAnswer> AnswerAsync(
        HttpContext http, HttpRequestInterceptor interceptor, Func<HttpRequestInterceptor?, Task<byte[]?>> read, Answering answer, string lane)
    {
        var hasBegun = false;
        try
        {
            var body = await read(interceptor);
            return await InPlaceAsync(
                http,
                async limit =>
                {
                    await interceptor.RecheckAsync(http, limit.Token);      // to send it may have taken until a token was over
                    hasBegun = true;
                    return await answer(interceptor, body, limit, lane);
                },
                lane);
        }
        finally
        {
            if (!hasBegun)
            {
                await interceptor.OnCompletedAsync(http);
            }
        }
    }

    /// <summary>Has the interceptor see the request; answers what it is refused with where that takes too long, else null.</summary>
    private async Task<RequestAnswer?> LetInAsync(HttpContext http, HttpRequestInterceptor? interceptor, TimeLimit limit)
    {
        try
        {
            var creating = interceptor?.OnCreateAsync(http, limit.Token).AsTask() ?? Task.CompletedTask;
            if (!await limit.EndsAsync(creating))
            {
                return new([TimedOut()]);
            }

            await creating;
            return null;
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            return new([TimedOut()]);
        }
    }

    private Task<T> InPlaceAsync<T>(HttpContext http, Func<TimeLimit, Task<T>> work, string lane)
        => gate.RunAsync(work, http.RequestAborted, left => Leave(http, left), lane);

    // The services end with the response's completion. On HTTP/1 the connection waits for that, and the client's next request with it.
    private static void Leave(HttpContext http, Task left)
    {
        if (!HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol))
        {
            http.Response.Headers.Connection = "close";
        }

        http.Response.OnCompleted(() => left);
    }
}

/// <summary>Answers a request that was let in and read.</summary>
internal delegate Task<RequestAnswer> Answering(HttpRequestInterceptor? interceptor, byte[]? body, TimeLimit limit, string lane);

/// <summary>What a request came to.</summary>
/// <param name="Results">One for each operation.</param>
/// <param name="Batch">Whether they are answered as a list.</param>
/// <param name="Events">What a subscription comes to; null where there is none.</param>
internal sealed record RequestAnswer(IReadOnlyList<OperationResult> Results, bool Batch = false, IAsyncEnumerable<OperationResult>? Events = null);
