using System.Collections.Concurrent;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Limits;

namespace GraphBlog.Engine.Http.WebSockets;

/// <summary>The operations that run on one socket, each in a scope of its own, as they run at once.</summary>
/// <param name="executor">Executes them.</param>
/// <param name="gate">Lets each in.</param>
/// <param name="errors">Names what goes wrong.</param>
/// <param name="writer">Takes what they come to.</param>
/// <param name="services">The services of the request that opened the socket.</param>
/// <param name="max">How many may run at once.</param>
/// <param name="caller">Who asks for them.</param>
internal sealed class SocketOperations(
    RequestExecutor executor, ExecutionGate gate, ErrorFilter errors, SocketWriter writer, IServiceProvider services, int max, Caller caller)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private readonly List<Task> _tasks = [];

    /// <summary>Begins an operation, or refuses it. One call at a time.</summary>
    /// <exception cref="SocketClosure">One with this id is running.</exception>
    public async Task StartAsync(string id, GraphQLRequest request)
    {
        if (_running.ContainsKey(id))
        {
            throw new SocketClosure(SocketClosure.SubscriberAlreadyExists, $"Subscriber for {id} already exists");
        }

        if (_running.Count >= max)
        {
            var error = new GraphQLError($"This socket is running its limit of {max} operations.", ErrorCodes.TooManySubscriptions);
            await EndAsync(id, OperationResult.Refused(error.Status, error));
            return;
        }

        var stop = new CancellationTokenSource();
        _running[id] = stop;
        _tasks.RemoveAll(task => task.IsCompleted);
        _tasks.Add(Task.Run(() => RunAsync(id, request, stop)));
    }

    /// <summary>Ends an operation; no message about it is sent any more.</summary>
    public void Stop(string id)
    {
        if (_running.TryRemove(id, out var stop))
        {
            _ = stop.CancelAsync();      // what a source does when it is cancelled must not keep the next message waiting
        }
    }

    /// <summary>Ends all that are running.</summary>
    public void StopAll()
    {
        foreach (var id in _running.Keys)
        {
            Stop(id);
        }
    }

    /// <summary>Waits until all are over, those that were ended included. None may begin meanwhile.</summary>
    public Task EndedAsync() => Task.WhenAll(_tasks);

    private async Task RunAsync(string id, GraphQLRequest request, CancellationTokenSource stop)
    {
        OperationResult? failure;
        try
        {
            failure = await AnswerAsync(id, request, stop.Token);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e)
        {
            var error = errors.OnError(e, request.OperationName, request.CorrelationId);
            failure = OperationResult.Refused(error.Status, error);
        }

        // The id is free when the client learns of the end.
        if (_running.TryRemove(new(id, stop)))
        {
            await EndAsync(id, failure);
        }
    }

    /// <summary>Sends a message for each result of an execution. Answers the one that is none, which ends the operation.</summary>
    private async Task<OperationResult?> AnswerAsync(string id, GraphQLRequest request, CancellationToken ct)
    {
        var scope = services.OpenScope();
        var left = Task.CompletedTask;
        try
        {
            var response = await gate.RunAsync(
                limit => executor.StartAsync(request, scope.ServiceProvider, limit, ct, caller), ct, going => left = going, caller.Lane);
            await foreach (var result in response.Events ?? new[] { response.Result! }.ToAsyncEnumerable())
            {
                if (!result.IsExecuted)
                {
                    return result;
                }

                await writer.SendAsync(id, result, ct);
            }

            return null;
        }
        finally
        {
            var closing = CloseAsync(scope, left);
            await (left.IsCompleted ? closing : Task.CompletedTask);
        }
    }

    private static async Task CloseAsync(AsyncServiceScope scope, Task left)
    {
        await left;
        await scope.DisposeAsync();
    }

    private Task EndAsync(string id, OperationResult? failure) => failure is null
        ? writer.SendAsync(SocketMessage.Complete, id, payload: null, CancellationToken.None)
        : writer.SendAsync(SocketMessage.Error, id, failure.WriteErrorsTo, CancellationToken.None);
}
