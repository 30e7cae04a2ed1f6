using GraphBlog.GraphApi.Engine.Http;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>The path from a document's text to an operation that may execute: syntax, limits, validation, coercion, cost.</summary>
internal sealed class RequestChecks(ISchema schema, GraphQLServerOptions options, ErrorFilter errors)
{
    private static readonly IValidationRule[] DocumentRules =
        [
            new ErrorLimitRule(), new SubscriptionRootRule(),
            .. DocumentValidator.CoreRules.Except([OverlappingFieldsCanBeMerged.Instance, SingleRootFieldSubscriptions.Instance]),
        ];

    // What depends on the request's variables is checked again where a document comes from the cache.
    private static readonly IValidationRule[] RequestRules = [FieldArgumentsAreValidRule.Instance];

    private static readonly ParserOptions ParserOptions = new() { Ignore = IgnoreOptions.Comments, MaxDepth = 8 * SyntaxLimits.MaxNesting };

    private readonly DocumentCache _documents = new();
    private readonly DocumentValidator _validator = new();

    /// <exception cref="RequestError">The request is the client's to mend.</exception>
    public async Task<PreparedOperation> PrepareAsync(GraphQLRequest request, IServiceProvider services, CancellationToken ct)
    {
        var cached = _documents.Find(request.Query);
        var document = cached ?? Parse(request.Query);
        var operation = Operation(document.Syntax, request);
        var plan = document.Plan(schema, operation);
        var variables = VariablesReader.Read(request.Variables);
        if (plan.Coercion?.Coerce(variables) is not { } values)
        {
            values = await ValidateAsync(document, operation, request, variables, services, cached is not null, ct);
            if (cached is null)
            {
                _documents.Add(request.Query, document);
            }
            else      // it does come again
            {
                plan.Coercion ??= await ValueCoercion.OfAsync(schema, document.Syntax, operation, values);
            }
        }

        CheckCost(document.Costs[operation].Evaluate(values.Arguments, options.AssumedPageSize));
        return new PreparedOperation(schema, errors, document, operation, values, request);
    }

    private ValidDocument Parse(string query)
    {
        var document = Parser.Parse(SyntaxCheck.Run(query, options.MaxTokens), ParserOptions);
        document.Source = SourceText.Placeholder;
        var source = new SourceText(query);
        return new ValidDocument(document, source, DocumentLimits.Check(schema, document, source, options));
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
        CheckKind(operation.Operation, request.Allowed);
        return operation;
    }

    private void CheckKind(OperationType type, OperationKinds allowed)
    {
        (IObjectGraphType? root, var kind) = type switch
        {
            OperationType.Query => (schema.Query, OperationKinds.Query),
            OperationType.Mutation => (schema.Mutation, OperationKinds.Mutation),
            _ => (schema.Subscription, OperationKinds.Subscription),
        };
        if (root is null)
        {
            throw NotFound($"This server runs no {type.ToString().ToLowerInvariant()} operations.");
        }

        if (!allowed.HasFlag(kind))
        {
            throw kind == OperationKinds.Mutation
                ? new RequestError("GET runs no mutation; send it by POST.", ErrorCodes.MethodNotAllowed)
                {
                    Status = StatusCodes.Status405MethodNotAllowed,
                }
                : NotFound("A subscription has many answers: ask for them as an event stream (Accept: text/event-stream), "
                    + "or over a WebSocket (subprotocol graphql-transport-ws).");
        }
    }

    private static RequestError NotFound(string message) => new(ErrorFilter.Shorten(message), ErrorCodes.OperationNotFound);

    private async Task<RequestValues> ValidateAsync(
        ValidDocument document,
        GraphQLOperationDefinition operation,
        GraphQLRequest request,
        Inputs variables,
        IServiceProvider services,
        bool cached,
        CancellationToken ct)
    {
        IEnumerable<ValidationError> invalid;
        try
        {
            var result = await _validator.ValidateAsync(new ValidationOptions
            {
                Schema = schema,
                Document = document.Syntax,
                Operation = operation,
                Rules = cached ? RequestRules : DocumentRules,
                Variables = variables,
                RequestServices = services,
                CancellationToken = ct,
            });
            if (result.IsValid)
            {
                return new(result.Variables ?? Variables.None, result.ArgumentValues, result.DirectiveValues);
            }

            invalid = result.Errors.Cast<ValidationError>();
        }
        catch (ErrorLimitRule.ReachedException reached)
        {
            invalid = reached.Errors;
        }

        throw new RequestError(Errors(invalid.Take(ErrorLimitRule.MaxErrors), document, request));
    }

    private void CheckCost(double cost)
    {
        if (cost > options.MaxCost)
        {
            throw new RequestError(
                $"The operation costs {cost:0}, more than the limit of {options.MaxCost}: ask for smaller pages or fewer fields.",
                ErrorCodes.CostTooHigh);
        }
    }

    private GraphQLError[] Errors(IEnumerable<ExecutionError> invalid, ValidDocument document, GraphQLRequest request)
        => [.. invalid.Select(e => document.Source.Locate(errors.OnError(e, request.OperationName, request.CorrelationId)))];
}
