using GraphBlog.GraphApi.Engine.Http;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>The path from a document's text to a result: limits, validation, coercion, cost, execution. Knows nothing of HTTP.</summary>
public sealed class RequestExecutor
{
    private static readonly IValidationRule[] DocumentRules =
        [new ErrorLimitRule(), .. DocumentValidator.CoreRules.Except([OverlappingFieldsCanBeMerged.Instance])];

    // What depends on the request's variables is checked again where a document comes from the cache.
    private static readonly IValidationRule[] RequestRules = [FieldArgumentsAreValidRule.Instance];

    private static readonly ParserOptions ParserOptions = new() { Ignore = IgnoreOptions.Comments, MaxDepth = 8 * SyntaxLimits.MaxNesting };
    private static readonly QueryExecutionStrategy QueryStrategy = new();
    private static readonly MutationExecutionStrategy MutationStrategy = new();

    private readonly ISchema _schema;
    private readonly GraphQLServerOptions _options;
    private readonly ErrorFilter _errors;
    private readonly DocumentCache _documents = new();
    private readonly DocumentValidator _validator = new();

    /// <summary>Builds the schema, so that a fault in it stops the server's start and not its first request.</summary>
    public RequestExecutor(ISchema schema, IOptions<GraphQLServerOptions> options, ErrorFilter errors)
    {
        (_schema, _options, _errors) = (schema, options.Value, errors);
        schema.Initialize();
    }

    /// <summary>Executes one operation. Every failure is a result, but for cancellation.</summary>
    /// <param name="request">What to execute.</param>
    /// <param name="services">Where resolvers find their services: the request's scope.</param>
    /// <param name="ct">Reaches every resolver.</param>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled; what a mutation has committed stays.</exception>
    public async Task<OperationResult> ExecuteAsync(GraphQLRequest request, IServiceProvider services, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            var cached = _documents.Find(request.Query);
            var document = cached ?? Parse(request.Query);
            var operation = Operation(document.Syntax, request);
            var validation = await ValidateAsync(document, operation, request, services, cached is not null, ct);
            if (cached is null)
            {
                _documents.Add(request.Query, document);
            }

            CheckCost(document.Costs[operation].Evaluate(validation.ArgumentValues, _options.AssumedPageSize));
            return await ExecuteAsync(document, operation, validation, request, services, ct);
        }
        catch (RequestError refused)
        {
            return refused.Status == StatusCodes.Status405MethodNotAllowed
                ? OperationResult.Refused(refused.Status, refused.Errors)
                : OperationResult.RequestError(refused.Status, refused.Errors);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            var error = _errors.OnError(e, request.OperationName, request.CorrelationId);
            return OperationResult.RequestError(error.Status, error with { Locations = null });
        }
    }

    private ValidDocument Parse(string query)
    {
        var document = Parser.Parse(SyntaxCheck.Run(query, _options.MaxTokens), ParserOptions);
        document.Source = SourceText.Placeholder;
        var source = new SourceText(query);
        return new ValidDocument(document, source, DocumentLimits.Check(_schema, document, source, _options));
    }

    private GraphQLOperationDefinition Operation(GraphQLDocument document, GraphQLRequest request)
    {
        var operations = document.Definitions.OfType<GraphQLOperationDefinition>().ToList();
        var named = request.OperationName is { Length: > 0 } name ? operations.FindAll(o => o.Name?.Value == name) : operations;
        var operation = named switch
        {
            [] when operations.Count == 0 => throw NotFound("The document holds no operation."),
            [] => throw NotFound($"The document has no operation named \"{request.OperationName}\"."),
            [var only] => only,
            _ when request.OperationName is { Length: > 0 } => named[0],
            _ => throw NotFound("The document holds several operations: say in `operationName` which one to run."),
        };
        var served = operation.Operation switch
        {
            OperationType.Query => _schema.Query,
            OperationType.Mutation => _schema.Mutation,
            _ => null,
        };
        return served is null ? throw NotFound($"This server runs no {operation.Operation.ToString().ToLowerInvariant()} operations here.")
            : request.QueriesOnly && operation.Operation != OperationType.Query
            ? throw new RequestError("GET runs queries only; send a mutation by POST.", ErrorCodes.MethodNotAllowed)
            {
                Status = StatusCodes.Status405MethodNotAllowed,
            }
            : operation;
    }

    private static RequestError NotFound(string message) => new(ErrorFilter.Shorten(message), ErrorCodes.OperationNotFound);

    private async Task<IValidationResult> ValidateAsync(
        ValidDocument document,
        GraphQLOperationDefinition operation,
        GraphQLRequest request,
        IServiceProvider services,
        bool cached,
        CancellationToken ct)
    {
        IEnumerable<ValidationError> errors;
        try
        {
            var result = await _validator.ValidateAsync(new ValidationOptions
            {
                Schema = _schema,
                Document = document.Syntax,
                Operation = operation,
                Rules = cached ? RequestRules : DocumentRules,
                Variables = VariablesReader.Read(request.Variables),
                RequestServices = services,
                CancellationToken = ct,
            });
            if (result.IsValid)
            {
                return result;
            }

            errors = result.Errors.Cast<ValidationError>();
        }
        catch (ErrorLimitRule.ReachedException reached)
        {
            errors = reached.Errors;
        }

        throw new RequestError(Errors(errors.Take(ErrorLimitRule.MaxErrors), document, request));
    }

    private void CheckCost(double cost)
    {
        if (cost > _options.MaxCost)
        {
            throw new RequestError(
                $"The operation costs {cost:0}, more than the limit of {_options.MaxCost}: ask for smaller pages or fewer fields.",
                ErrorCodes.CostTooHigh);
        }
    }

    private async Task<OperationResult> ExecuteAsync(
        ValidDocument document,
        GraphQLOperationDefinition operation,
        IValidationResult validation,
        GraphQLRequest request,
        IServiceProvider services,
        CancellationToken ct)
    {
        var readsTwice = operation.Operation == OperationType.Query && document.Costs[operation].Reads > 1;
        var openSnapshot = readsTwice ? services.GetService<OpenSnapshot>() : null;
        await using var snapshot = openSnapshot is null ? null : await openSnapshot(services, ct);
        var strategy = operation.Operation == OperationType.Mutation ? MutationStrategy : QueryStrategy;
        using var context = new ExecutionContext
        {
            Schema = _schema,
            Document = document.Syntax,
            Operation = operation,
            Variables = validation.Variables ?? Variables.None,
            ArgumentValues = validation.ArgumentValues,
            DirectiveValues = validation.DirectiveValues,
            ExecutionStrategy = strategy,
            RequestServices = services,
            CancellationToken = ct,
            Errors = [],
            Listeners = [],
            InputExtensions = Inputs.Empty,
            OutputExtensions = [],
            UserContext = new Dictionary<string, object?>(),
            Metrics = GraphQL.Instrumentation.Metrics.None,
        };
        var result = await strategy.ExecuteAsync(context);
        return OperationResult.Executed(result.Data as ExecutionNode, Errors(context.Errors, document, request));
    }

    private GraphQLError[] Errors(IEnumerable<ExecutionError> errors, ValidDocument document, GraphQLRequest request)
        => [.. errors.Select(e => document.Source.Locate(_errors.OnError(e, request.OperationName, request.CorrelationId)))];
}
