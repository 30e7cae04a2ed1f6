using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Http.WebSockets;
using GraphBlog.Engine.Limits;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Http;

/// <summary>Serves GraphQL over HTTP. Source: the specification of that name, graphql.github.io/graphql-over-http/draft.</summary>
internal sealed class GraphQLEndpoint(
    RequestExecutor executor,
    RequestEntrance entrance,
    ErrorFilter errors,
    RateLimits limits,
    SocketEndpoint sockets,
    ClientPatience clients,
    SchemaFile schema,
    IHostApplicationLifetime host,
    IOptions<GraphQLServerOptions> options)
{
    private readonly GraphQLServerOptions _options = options.Value;

    public async Task HandleAsync(HttpContext http)
    {
        RequestId.Assign(http);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        if (http.WebSockets.IsWebSocketRequest)
        {
            await sockets.HandleAsync(http);
            return;
        }

        if (SchemaFile.IsAskedFor(http.Request))
        {
            await schema.HandleAsync(http);
            return;
        }

        var (mediaType, streams) = MediaTypes.Negotiate(http.Request.Headers.Accept);
        using var end = streams ? CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping) : null;
        var (results, batch, events) = await AnswerAsync(http, mediaType, streams, end?.Token ?? CancellationToken.None);

        try
        {
            await SendAsync(http, results, batch, events, mediaType, end);
        }
        catch (IOException)
        {
            // The client left, or took nothing and was cut off: nobody is left to tell.
        }
    }

    private async Task SendAsync(
        HttpContext http, IReadOnlyList<OperationResult> results, bool batch, IAsyncEnumerable<OperationResult>? events, string? mediaType,
        CancellationTokenSource? end)
    {
        // What was not well-formed, or not let in, has its status even where a stream alone is accepted.
        if (events is not null || (mediaType == MediaTypes.EventStream && (results[0].IsExecuted || results[0].IsRequestError)))
        {
            var admission = new Admission(http.RequestServices.GetService<HttpRequestInterceptor>(), http, _options.RecheckInterval);
            var stream = new EventStream(http, errors, clients, _options.KeepAliveInterval, admission);
            await stream.WriteAsync(events ?? results.ToAsyncEnumerable(), end!);
        }
        else if (!http.RequestAborted.IsCancellationRequested)
        {
            await JsonAnswer.WriteAsync(http, results, batch, mediaType);
        }
    }

    private async Task<RequestAnswer> AnswerAsync(HttpContext http, string? mediaType, bool streams, CancellationToken subscriptionEnd)
    {
        try
        {
            CheckMethod(http);
            if (mediaType is null)
            {
                throw new GraphQLRequestException(
                    "Accept application/graphql-response+json, application/json or text/event-stream.",
                    ErrorCodes.NotAcceptable,
                    StatusCodes.Status406NotAcceptable);
            }

            if (HttpMethods.IsPost(http.Request.Method))
            {
                RequestBody.Check(http.Request, _options.MaxBodyBytes);
            }

            return await entrance.EnterAsync(
                http, letInBy => ReadAsync(http, letInBy),
                (interceptor, body, limit, lane) => AnswerAsync(http, interceptor, body, mediaType, streams, limit, lane, subscriptionEnd));
        }
        catch (Exception e)
        {
            // The client's own leaving is no error, and its answer is never sent.
            var error = http.RequestAborted.IsCancellationRequested
                ? new GraphQLError("The client closed the request.", ErrorCodes.BadRequest)
                : errors.OnError(e, operationName: null, http.TraceIdentifier);
            return new([OperationResult.Refused(error.Status, error)]);
        }
    }

    private static void CheckMethod(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) && !HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Headers.Allow = "GET, POST";
            throw new GraphQLRequestException(
                "Send GraphQL requests by GET or POST.", ErrorCodes.MethodNotAllowed, StatusCodes.Status405MethodNotAllowed);
        }
    }

    /// <summary>The body, null for none. It is not read for somebody who was let in by then, and cannot pay for it.</summary>
    private async Task<byte[]?> ReadAsync(HttpContext http, HttpRequestInterceptor? letInBy)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return null;
        }

        if (letInBy?.PayerOf(http) is { } payer)
        {
            try
            {
                limits.Foresee(payer, RateLimits.CostOfRequest(http.Request.ContentLength ?? 0));
            }
            catch (GraphQLRequestException)
            {
                limits.Describe(http.Response.Headers, payer);
                throw;
            }
        }

        return await RequestBody.ReadAsync(http.Request, _options.MaxBodyBytes, http.RequestAborted);
    }

    private async Task<RequestAnswer> AnswerAsync(
        HttpContext http, HttpRequestInterceptor? interceptor, byte[]? body, string? mediaType, bool streams, TimeLimit limit, string lane,
        CancellationToken subscriptionEnd)
    {
        var payer = interceptor?.PayerOf(http);
        var caller = payer is { } known ? new Caller(lane, limits, known, http) : new Caller(lane);
        IAsyncEnumerable<OperationResult>? events = null;
        try
        {
            var (requests, batch) = Parse(http, body, mediaType, streams);
            var results = new List<OperationResult>(requests.Count);
            foreach (var request in requests)
            {
                var response = await StartAsync(request, http.RequestServices, limit, caller, subscriptionEnd);
                if (response.Events is not null)
                {
                    events = response.Events;
                    return new(results, Events: CompleteAsync(events, interceptor, http));
                }

                results.Add(response.Result!);
            }

            return new(results, batch);
        }
        finally
        {
            if (payer is { } paying)
            {
                limits.Describe(http.Response.Headers, paying);
            }

            if (events is null && interceptor is not null)
            {
                await CompleteAsync(interceptor, http, limit);
            }
        }
    }

    /// <summary>What was opened is closed when nothing uses it any more.</summary>
    private static async ValueTask CompleteAsync(HttpRequestInterceptor interceptor, HttpContext http, TimeLimit limit)
    {
        var left = limit.Left;
        if (left.IsCompleted)
        {
            await interceptor.OnCompletedAsync(http);
        }
        else
        {
            limit.Leave(CloseAsync());
        }

        async Task CloseAsync()
        {
            await left;
            await interceptor.OnCompletedAsync(http);
        }
    }

    private (IReadOnlyList<GraphQLRequest> Requests, bool Batch) Parse(HttpContext http, byte[]? body, string? mediaType, bool streams)
    {
        var allowed = OperationKinds.Query
            | (body is null ? 0 : OperationKinds.Mutation)
            | (streams ? OperationKinds.Subscription : 0);
        var (requests, batch) = body is null
            ? ([RequestParser.Parse(http.Request.Query, allowed, http.TraceIdentifier)], false)
            : RequestParser.Parse(body, _options.MaxBatchSize, allowed, http.TraceIdentifier);
        if (batch && mediaType == MediaTypes.EventStream)
        {
            throw RequestParser.Malformed("An event stream answers one operation, not a batch.");
        }

        return (batch ? [.. requests.Select(request => request with { Allowed = allowed & ~OperationKinds.Subscription })] : requests, batch);
    }

    private async Task<OperationResponse> StartAsync(
        GraphQLRequest request, IServiceProvider services, TimeLimit limit, Caller caller, CancellationToken subscriptionEnd)
    {
        try
        {
            return await executor.StartAsync(request, services, limit, subscriptionEnd, caller);
        }
        catch (OperationCanceledException) when (limit.Token.IsCancellationRequested)
        {
            return new(entrance.TimedOut());
        }
    }

    private static async IAsyncEnumerable<OperationResult> CompleteAsync(
        IAsyncEnumerable<OperationResult> events, HttpRequestInterceptor? interceptor, HttpContext http)
    {
        try
        {
            await foreach (var result in events)
            {
                yield return result;
            }
        }
        finally
        {
            await (interceptor?.OnCompletedAsync(http) ?? default);
        }
    }
}
