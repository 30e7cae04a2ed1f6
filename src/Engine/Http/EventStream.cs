using GraphBlog.Engine.Execution;
using Microsoft.AspNetCore.Http.Features;

namespace GraphBlog.Engine.Http;

/// <summary>
/// Answers a request with an event for each result. Source: GraphQL over Server-Sent Events, "Distinct connections mode",
/// github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md; the form of events is the HTML standard's, section 9.2.
/// </summary>
internal sealed class EventStream(HttpContext http, ErrorFilter errors, ClientPatience clients, TimeSpan keepAlive, Admission admission)
{
    private static readonly byte[] s_next = "event: next\ndata: "u8.ToArray();
    private static readonly byte[] s_endOfEvent = "\n\n"u8.ToArray();
    private static readonly byte[] s_silence = ":\n\n"u8.ToArray();
    private static readonly byte[] s_complete = "event: complete\ndata:\n\n"u8.ToArray();

    private readonly HttpResponse _response = http.Response;
    private readonly ResponseStream _stream = new(http, clients);

    /// <summary>Writes results until there are no more. A stream that is cut short has no `complete`, so that its client comes back.</summary>
    /// <param name="results">What to write.</param>
    /// <param name="end">Ends the results: the client left, the server stops, or the client may go on no more.</param>
    public async Task WriteAsync(IAsyncEnumerable<OperationResult> results, CancellationTokenSource end)
    {
        var ct = end.Token;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        _response.ContentType = MediaTypes.EventStream;
        _response.Headers.CacheControl = "no-cache";
        _response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            if (await WriteEventsAsync(results, end) is { } refusal)
            {
                var error = errors.OnError(refusal, operationName: null, http.TraceIdentifier);
                await WriteNextAsync(OperationResult.Refused(error.Status, error));
            }
        }
        catch (Exception e) when (ct.IsCancellationRequested || e is IOException)      // the client left, or was cut off
        {
            return;
        }
        catch (Exception e)
        {
            var error = errors.OnError(e, operationName: null, http.TraceIdentifier);
            await WriteNextAsync(OperationResult.Refused(error.Status, error));
        }

        await WriteAsync(s_complete);
    }

    /// <summary>Answers why the client may go on no more, if that ended it.</summary>
    private async Task<GraphQLRequestException?> WriteEventsAsync(IAsyncEnumerable<OperationResult> results, CancellationTokenSource end)
    {
        await using var enumerator = results.GetAsyncEnumerator(end.Token);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var refusal = admission.EndsAsync(over.Token);
        try
        {
            while (await NextAsync(enumerator, refusal, end))
            {
                await WriteNextAsync(enumerator.Current);
            }

            return refusal.IsCompletedSuccessfully ? refusal.Result : null;
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    /// <summary>Waits for the next result, with a comment at the end of every silence; the first tells the client that it was let in.</summary>
    private async Task<bool> NextAsync(IAsyncEnumerator<OperationResult> results, Task<GraphQLRequestException> refusal, CancellationTokenSource end)
    {
        var next = results.MoveNextAsync().AsTask();
        while (true)
        {
            var silence = _response.HasStarted ? keepAlive : TimeSpan.Zero;
            await ((Task)Task.WhenAny(next, refusal)).WaitAsync(silence, CancellationToken.None)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (refusal.IsCompletedSuccessfully)
            {
                await end.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return false;
            }

            if (next.IsCompleted || end.IsCancellationRequested)
            {
                return await next;
            }

            await WriteAsync(s_silence);
        }
    }

    // JSON without indentation has no line break, so that one line of data holds it.
    private async Task WriteNextAsync(OperationResult result)
    {
        http.RequestServices.GetService<RequestNotes>()?.Ended(result.Codes);
        await _stream.WriteAsync(s_next);
        await _stream.WriteAsync(result);
        await WriteAsync(s_endOfEvent);
    }

    private async Task WriteAsync(byte[] text)
    {
        await _stream.WriteAsync(text);
        await _stream.FlushAsync();
    }
}
