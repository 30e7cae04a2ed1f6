using GraphBlog.Engine.Execution.Plans;
using GraphBlog.Engine.Execution.Resolving;
using GraphBlog.Engine.Execution.Responses;
using GraphBlog.Engine.Execution.Values;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>An operation that passed every check. It may execute any number of times.</summary>
internal sealed class PreparedOperation(
    ISchema schema,
    ErrorFilter errors,
    ValidDocument document,
    GraphQLOperationDefinition definition,
    RequestValues values,
    GraphQLRequest request)
{
    public GraphQLRequest Request => request;

    /// <summary>How many fields it may resolve.</summary>
    public required double Cost { get; init; }

    /// <summary>Its name in the document; null when it has none.</summary>
    public string? Name => definition.Name?.StringValue;

    /// <summary>Its kind as a document writes it.</summary>
    public string Word => Kind switch { OperationType.Mutation => "mutation", OperationType.Subscription => "subscription", _ => "query" };

    /// <summary>Names the document without telling what is in it.</summary>
    public string DocumentHash => document.Hash;

    public OperationType Kind => definition.Operation;

    public bool IsSubscription => definition.Operation == OperationType.Subscription;

    /// <summary>The plan of the root object, for this request's variables.</summary>
    public ObjectPlan Plan => document.Plan(schema, definition).For(values.Variables);

    /// <summary>What resolvers share in one execution.</summary>
    /// <param name="services">Where they find their services.</param>
    /// <param name="root">The root object: an event of a subscription, else null.</param>
    /// <param name="ct">Reaches every resolver.</param>
    /// <param name="limit">The time of the request; null where what runs is waited for until it ends.</param>
    public OperationContext Context(IServiceProvider services, object? root, CancellationToken ct, TimeLimit? limit = null)
    {
        var openSnapshot = definition.Operation == OperationType.Mutation ? null : services.GetService<OpenSnapshot>();
        return new(
            schema, document.Syntax, definition, values.Variables, values.Arguments, root, services,
            new(document.Costs[definition].Reads, openSnapshot is null ? null : () => openSnapshot(services, ct)), ct, limit);
    }

    /// <summary>Executes the operation once, in a snapshot if it may read more than once.</summary>
    /// <param name="services">Where resolvers find their services.</param>
    /// <param name="limit">Its time.</param>
    /// <param name="isOutage">Whether a field that failed of this may be executed again; null where none may.</param>
    /// <exception cref="OperationCanceledException">The time was over, and nothing was written.</exception>
    /// <exception cref="OutageException">Such a field did.</exception>
    public Task<OperationResult> ExecuteAsync(IServiceProvider services, TimeLimit limit, Func<Exception, bool>? isOutage = null)
        => ExecuteAsync(Context(services, root: null, limit.Token, limit), isOutage);

    /// <summary>Executes a subscription's operation for an event.</summary>
    /// <param name="services">Where resolvers find their services.</param>
    /// <param name="item">The event.</param>
    /// <param name="isOutage">Whether a field that failed of this may be executed again; null where none may.</param>
    /// <param name="ct">Reaches every resolver.</param>
    /// <exception cref="OutageException">Such a field did.</exception>
    public Task<OperationResult> ExecuteAsync(IServiceProvider services, object? item, Func<Exception, bool>? isOutage, CancellationToken ct)
        => ExecuteAsync(Context(services, item, ct), isOutage);

    private async Task<OperationResult> ExecuteAsync(OperationContext context, Func<Exception, bool>? isOutage)
    {
        await using var snapshot = context.Snapshot;
        var plan = Plan;
        var (data, failed) = await OperationExecution.ExecuteAsync(plan, context);
        if (isOutage is not null && failed.FirstOrDefault(error => isOutage(error.Exception)) is { } away)
        {
            data.Dispose();
            throw new OutageException(away.Exception);
        }

        var isNothing = failed.Count(error => error.IsOfRoot) == plan.Fields.Length || data.Is("null"u8);
        return OperationResult.Executed(data, [.. failed.Select(Error)], isNothing && failed.Count > 0);
    }

    private GraphQLError Error(FieldError error)
        => errors.OnError(error.Exception, request.OperationName, request.CorrelationId, error.IsOfChange) with
        {
            Locations = [document.Source.Locate(error.Field.Location.Start)],
            Path = error.Path,
        };
}
