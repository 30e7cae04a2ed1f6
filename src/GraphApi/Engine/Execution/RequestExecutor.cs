using GraphBlog.GraphApi.Engine.Execution.Resolving;
using GraphBlog.GraphApi.Engine.Execution.Responses;
using GraphBlog.GraphApi.Engine.Http;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>The path from a document's text to a result: limits, validation, coercion, cost, execution. Knows nothing of HTTP.</summary>
public sealed class RequestExecutor
{
    private static readonly IValidationRule[] DocumentRules =
        [new ErrorLimitRule(), .. DocumentValidator.CoreRules.Except([OverlappingFieldsCanBeMerged.Instance])];

    // What depends on the request's variables is checked again where a document comes from the cache.
    private static readonly IValidationRule[] RequestRules = [FieldArgumentsAreValidRule.Instance];

    private static readonly ParserOptions ParserOptions = new() { Ignore = IgnoreOptions.Comments, MaxDepth = 8 * SyntaxLimits.MaxNesting };

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
            var plan = document.Plan(_schema, operation);
            var validation = plan.Validation ?? await ValidateAsync(document, operation, request, services, cached is not null, ct);
            plan.Keep(validation);
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
        var variables = validation.Variables ?? Variables.None;
        var (data, errors) = await OperationExecution.ExecuteAsync(
            document.Plan(_schema, operation).For(variables),
            new OperationContext(
                _schema, document.Syntax, operation, variables, validation.ArgumentValues, validation.DirectiveValues, services, ct));
        return OperationResult.Executed(data, [.. errors.Select(e => Error(e, document, request))]);
    }

    private GraphQLError Error(FieldError error, ValidDocument document, GraphQLRequest request)
        => _errors.OnError(error.Exception, request.OperationName, request.CorrelationId) with
        {
            Locations = [document.Source.Locate(error.Field.Location.Start)],
            Path = error.Path,
        };

    private GraphQLError[] Errors(IEnumerable<ExecutionError> errors, ValidDocument document, GraphQLRequest request)
        => [.. errors.Select(e => document.Source.Locate(_errors.OnError(e, request.OperationName, request.CorrelationId)))];
}
