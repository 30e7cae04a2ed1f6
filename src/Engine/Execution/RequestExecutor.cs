using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Limits;
using GraphQL.Types;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;

namespace GraphBlog.Engine.Execution;

/// <summary>Answers requests. Every failure is a result, but for cancellation. Knows nothing of HTTP.</summary>
public sealed class RequestExecutor
{
    // In fields: what a change of one row takes of processors, measured against a list.
    private const int CostOfMutation = 100;

    private readonly RequestChecks _checks;
    private readonly ExecutionGate _gate;
    private readonly ErrorFilter _errors;

    /// <summary>Builds the schema, so that a fault in it stops the server's start and not its first request.</summary>
    public RequestExecutor(ISchema schema, IOptions<GraphQLServerOptions> options, ErrorFilter errors, ExecutionGate gate)
    {
        (_checks, _gate, _errors) = (new RequestChecks(schema, options.Value, errors), gate, errors);
        schema.Initialize();
    }

    /// <summary>Executes one operation, or begins a subscription.</summary>
    /// <param name="request">What to execute.</param>
    /// <param name="services">Where resolvers find their services: the request's scope. A subscription's events have scopes of their own.</param>
    /// <param name="limit">Reaches every resolver, but for a subscription that has begun. What it leaves to itself goes on with the services.</param>
    /// <param name="subscriptionEnd">Ends the subscription, if it is one.</param>
    /// <param name="caller">Who asks, and pays.</param>
    /// <exception cref="OperationCanceledException">The limit's token was cancelled before anything was written.</exception>
    public Task<OperationResponse> StartAsync(
        GraphQLRequest request, IServiceProvider services, TimeLimit limit, CancellationToken subscriptionEnd, Caller caller = default)
        => OperationSpan.IsWanted ? MeasuredAsync(request, services, limit, subscriptionEnd, caller)
            : StartAsync(request, services, limit, subscriptionEnd, caller, span: null);

    private async Task<OperationResponse> MeasuredAsync(
        GraphQLRequest request, IServiceProvider services, TimeLimit limit, CancellationToken subscriptionEnd, Caller caller)
    {
        using var span = OperationSpan.Begin(request.CorrelationId);
        var response = await StartAsync(request, services, limit, subscriptionEnd, caller, span);
        span?.Ended(response.Result);
        return response;
    }

    private async Task<OperationResponse> StartAsync(
        GraphQLRequest request, IServiceProvider services, TimeLimit limit, CancellationToken subscriptionEnd, Caller caller, OperationSpan? span)
    {
        var ct = limit.Token;
        ct.ThrowIfCancellationRequested();
        var notes = services.GetService<RequestNotes>();
        try
        {
            var operation = await _checks.PrepareAsync(request, caller, ct);
            notes?.Began(operation);
            span?.Is(operation);
            caller.Pay(operation.Cost + (operation.Kind == OperationType.Mutation ? CostOfMutation * operation.Plan.Fields.Length : 0));
            if (!operation.IsSubscription)
            {
                return new(await ExecuteAsync(operation, services, limit));
            }

            caller.BeginStream();
            return new(await new Subscription(operation, services, _gate, _errors, caller.Lane ?? "").OpenAsync(ct, subscriptionEnd));
        }
        catch (RequestError refused)
        {
            notes?.Refused(request.OperationName);
            return new(refused.Status == StatusCodes.Status405MethodNotAllowed
                ? OperationResult.Refused(refused.Status, refused.Errors)
                : OperationResult.RequestError(refused.Status, refused.Errors));
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            var error = _errors.OnError(e, request.OperationName, request.CorrelationId);
            error = error with { Locations = null };
            return new(error.Status is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests
                ? OperationResult.Refused(error.Status, error) : OperationResult.RequestError(error.Status, error));
        }
    }

    // A mutation is answered of each of its fields, so that it looks to its time itself.
    private async Task<OperationResult> ExecuteAsync(PreparedOperation operation, IServiceProvider services, TimeLimit limit)
    {
        var running = operation.Kind == OperationType.Query && services.GetService<QueryCopies>() is { } copies
            ? copies.ExecuteAsync(operation, services, limit) : operation.ExecuteAsync(services, limit);
        return operation.Kind == OperationType.Mutation || await limit.EndsAsync(running) ? await running : throw _gate.TimedOut();
    }
}
