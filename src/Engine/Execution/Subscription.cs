using System.Diagnostics;
using System.Runtime.CompilerServices;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Execution.Memory;
using GraphBlog.Engine.Execution.Resolving;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Resolvers;

namespace GraphBlog.Engine.Execution;

/// <summary>Executes a subscription's operation for each event of its source. Source: GraphQL specification, section 6.2.3 "Subscription".</summary>
/// <param name="operation">The operation.</param>
/// <param name="services">Where the source finds its services; they have to live as long as it does.</param>
/// <param name="gate">Lets in the execution of each event, but not the wait for it.</param>
/// <param name="errors">Names what goes wrong.</param>
/// <param name="lane">With whom its events wait.</param>
internal sealed partial class Subscription(
    PreparedOperation operation, IServiceProvider services, ExecutionGate gate, ErrorFilter errors, string lane)
{
    private readonly EventRetries? _retries = services.GetService<EventRetries>();
    private readonly ILogger _logger = services.GetRequiredService<ILogger<Subscription>>();

    /// <summary>
    /// Opens the source, with which the subscription has begun. One result comes for each event; one that is no execution's says why the
    /// source failed, and is the last.
    /// </summary>
    /// <param name="opening">Ends the opening.</param>
    /// <param name="ct">Ends the subscription: it reaches the source and every resolver.</param>
    /// <exception cref="RequestError">The operation does not select one field that has a source.</exception>
    public async Task<IAsyncEnumerable<OperationResult>> OpenAsync(CancellationToken opening, CancellationToken ct)
    {
        // Validation has counted the fields, but takes __typename for one, and does not see what @skip and @include leave.
        if (operation.Plan.Fields is not [{ Definition.StreamResolver: StreamResolver source } field])
        {
            throw new RequestError("A subscription selects exactly one field of its root type.", ErrorCodes.ValidationFailed);
        }

        var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await using (opening.UnsafeRegister(_ => end.Cancel(), null))
        {
            var context = operation.Context(services, root: null, end.Token);
            var events = await source.Open(new FieldContext(context, field, field.Arguments(context.Arguments)));
            return ReportAsync(ExecuteAsync(events, end.Token), end);
        }
    }

    private async IAsyncEnumerable<OperationResult> ExecuteAsync(
        IAsyncEnumerable<object?> events, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var item in events.WithCancellation(ct))
        {
            OperationResult result;
            using (var span = OperationSpan.Begin(operation.Request.CorrelationId))
            {
                span?.Is(operation);
                result = await ExecuteAsync(item, ct);
                span?.Ended(result);
            }

            yield return result;
        }
    }

    /// <summary>
    /// What fails outside of any field fails this event alone. What fails because the data is away, or by the time limit, is tried
    /// again, and in the end fails the stream: without its data an event has no cursor, and the next one's leads past it.
    /// </summary>
    private async Task<OperationResult> ExecuteAsync(object? item, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await gate.RunEventAsync(
                    async limited =>
                    {
                        await using var scope = services.OpenScope();
                        return await operation.ExecuteAsync(scope.ServiceProvider, item, IsAway, limited);
                    },
                    ct,
                    lane);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && IsOutage(e))
            {
                if (Stopwatch.GetElapsedTime(began) >= (_retries?.Patience ?? TimeSpan.Zero))
                {
                    throw;
                }

                LogRetry(_logger, operation.Request.OperationName ?? "(none)", attempt, operation.Request.CorrelationId,
                    (e.InnerException ?? e).Message);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                return OperationResult.WithoutData(Error(e));
            }

            await Task.Delay(EventRetries.Pause(attempt), ct);
        }
    }

    /// <summary>Counts a subscription for as long as it lasts.</summary>
    private sealed class Open : IDisposable
    {
        public Open() => Telemetry.Subscriptions.Add(1);

        public void Dispose() => Telemetry.Subscriptions.Add(-1);
    }

    private bool IsOutage(Exception e) => e is OutageException or GraphQLRequestException { Code: ErrorCodes.Timeout } || IsAway(e);

    private bool IsAway(Exception e) => e is AnswerRefusedException { IsPassing: true } || _retries?.IsOutage(e) == true;

    private async IAsyncEnumerable<OperationResult> ReportAsync(
        IAsyncEnumerable<OperationResult> results, CancellationTokenSource end)
    {
        using var ending = end;
        using var open = new Open();
        await using var enumerator = results.GetAsyncEnumerator(end.Token);
        while (await NextAsync(enumerator, end.Token) is { } result)
        {
            yield return result;
        }
    }

    // Having thrown, an iterator ends.
    private async Task<OperationResult?> NextAsync(IAsyncEnumerator<OperationResult> results, CancellationToken ct)
    {
        try
        {
            return await results.MoveNextAsync() ? results.Current : null;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            var error = Error(IsOutage(e) ? Interrupted() : e);
            return OperationResult.RequestError(error.Status, error);
        }
    }

    private static GraphQLRequestException Interrupted() => new(
        "The data could not be read for a while. Subscribe again from the last event you have: nothing is missed.",
        ErrorCodes.SubscriptionInterrupted,
        StatusCodes.Status503ServiceUnavailable)
    {
        IsRetryable = true,
    };

    [LoggerMessage(LogLevel.Warning, "An event of {OperationName} is tried again after attempt {Attempt}, correlation id {CorrelationId}: {Reason}")]
    private static partial void LogRetry(ILogger logger, string operationName, int attempt, string correlationId, string reason);

    private GraphQLError Error(Exception exception)
        => errors.OnError(exception, operation.Request.OperationName, operation.Request.CorrelationId) with { Locations = null };
}
