using System.Text.Json;
using GraphBlog.GraphApi.Engine.Execution;
using GraphBlog.GraphApi.Engine.Execution.Responses;
using Microsoft.Extensions.Options;

namespace GraphBlog.GraphApi.Engine.Http;

/// <summary>Serves GraphQL over HTTP. Source: the specification of that name, graphql.github.io/graphql-over-http/draft.</summary>
internal sealed class GraphQLEndpoint(RequestExecutor executor, ErrorFilter errors, IOptions<GraphQLServerOptions> options)
{
    private readonly GraphQLServerOptions _options = options.Value;
    private int _executing;

    public async Task HandleAsync(HttpContext http)
    {
        RequestId.Assign(http);
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-store";
        var mediaType = MediaTypes.Negotiate(http.Request.Headers.Accept);
        var (results, batch) = await AnswerAsync(http, mediaType is not null);
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        http.Response.StatusCode = batch ? StatusCodes.Status200OK : Status(results[0], mediaType);
        http.Response.ContentType = mediaType ?? MediaTypes.Json;
        await WriteAsync(http, results, batch);
    }

    private async Task<(IReadOnlyList<OperationResult> Results, bool Batch)> AnswerAsync(HttpContext http, bool acceptable)
    {
        try
        {
            CheckMethod(http);
            if (!acceptable)
            {
                throw new GraphQLRequestException(
                    "Accept application/graphql-response+json or application/json.",
                    ErrorCodes.NotAcceptable,
                    StatusCodes.Status406NotAcceptable);
            }

            var body = HttpMethods.IsPost(http.Request.Method)
                ? await RequestBody.ReadAsync(http.Request, _options.MaxBodyBytes, http.RequestAborted)
                : null;
            return await ExecuteWithinLimitsAsync(http, body);
        }
        catch (Exception e)
        {
            // The client's own leaving is no error, and its answer is never sent.
            var error = http.RequestAborted.IsCancellationRequested
                ? new GraphQLError("The client closed the request.", ErrorCodes.BadRequest)
                : errors.OnError(e, operationName: null, http.TraceIdentifier);
            return ([OperationResult.Refused(error.Status, error)], false);
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

    private async Task<(IReadOnlyList<OperationResult> Results, bool Batch)> ExecuteWithinLimitsAsync(HttpContext http, byte[]? body)
    {
        // Counted from here on: a client that sends or reads slowly takes no one's place.
        try
        {
            if (Interlocked.Increment(ref _executing) > _options.MaxExecutingRequests)
            {
                http.Response.Headers.RetryAfter = "1";
                throw new GraphQLRequestException(
                    $"The server is executing its limit of {_options.MaxExecutingRequests} requests.",
                    ErrorCodes.ServerBusy,
                    StatusCodes.Status503ServiceUnavailable);
            }

            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
            timeout.CancelAfter(_options.ExecutionTimeout);
            return await InterceptAsync(http, body, timeout.Token);
        }
        finally
        {
            Interlocked.Decrement(ref _executing);
        }
    }

    private async Task<(IReadOnlyList<OperationResult> Results, bool Batch)> InterceptAsync(
        HttpContext http, byte[]? body, CancellationToken ct)
    {
        var interceptor = http.RequestServices.GetService<HttpRequestInterceptor>();
        try
        {
            await (interceptor?.OnCreateAsync(http, ct) ?? default);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return ([TimedOut()], false);
        }

        try
        {
            var (requests, batch) = body is null
                ? ([RequestParser.Parse(http.Request.Query, http.TraceIdentifier)], false)
                : RequestParser.Parse(body, _options.MaxBatchSize, http.TraceIdentifier);
            var results = new List<OperationResult>(requests.Count);
            foreach (var request in requests)
            {
                results.Add(await ExecuteAsync(request, http.RequestServices, ct));
            }

            return (results, batch);
        }
        finally
        {
            await (interceptor?.OnCompletedAsync(http) ?? default);
        }
    }

    private async Task<OperationResult> ExecuteAsync(GraphQLRequest request, IServiceProvider services, CancellationToken ct)
    {
        try
        {
            return await executor.ExecuteAsync(request, services, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return TimedOut();
        }
    }

    private OperationResult TimedOut() => OperationResult.RequestError(
        StatusCodes.Status504GatewayTimeout,
        new GraphQLError($"The request took over the limit of {_options.ExecutionTimeout.TotalSeconds:0.###} s.", ErrorCodes.Timeout));

    // A client of application/json takes any other status for a proxy's, so a well-formed request gets 200 whatever came of it.
    private static int Status(OperationResult result, string? mediaType)
        => result.IsRequestError && mediaType == MediaTypes.Json ? StatusCodes.Status200OK : result.Status;

    private static async Task WriteAsync(HttpContext http, IReadOnlyList<OperationResult> results, bool batch)
    {
        if (results[0].Status == StatusCodes.Status405MethodNotAllowed && http.Response.Headers.Allow.Count == 0)
        {
            http.Response.Headers.Allow = "POST";
        }

        using var writer = new Utf8JsonWriter(http.Response.BodyWriter, ResponseBuffer.JsonOptions);
        if (batch)
        {
            writer.WriteStartArray();
        }

        foreach (var result in results)
        {
            result.WriteTo(writer);
        }

        if (batch)
        {
            writer.WriteEndArray();
        }

        writer.Flush();
        http.Response.ContentLength = writer.BytesCommitted;
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }
}
