using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Execution.Values;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Limits;
using GraphBlog.Shared;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQL.Validation.Rules;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>The path from a document's text to an operation that may execute: syntax, limits, validation, coercion, cost.</summary>
internal sealed class RequestChecks(ISchema schema, GraphQLServerOptions options, ErrorFilter errors)
{
    private static readonly IValidationRule[] s_documentRules =
        [
            new ErrorLimitRule(), new SubscriptionRootRule(), new ArgumentNameRule(), new ValueRule(),
            .. DocumentValidator.CoreRules.Except(
            [
                OverlappingFieldsCanBeMerged.Instance, SingleRootFieldSubscriptions.Instance, KnownArgumentNames.Instance,
                ArgumentsOfCorrectType.Instance,
                DefaultValuesOfCorrectType.Instance, VariablesInAllowedPosition.Instance, FieldArgumentsAreValidRule.Instance,
            ]),
        ];

    private static readonly ParserOptions s_parserOptions = new() { Ignore = IgnoreOptions.Comments, MaxDepth = 8 * SyntaxLimits.MaxNesting };

    /// <summary>Of source text, by which a document is found again; parsed it takes some 20 times as many bytes.</summary>
    private const int MaxCharacters = 2_000_000;

    private const int MaxDocuments = 1_000;

    private readonly BoundedCache<string, ValidDocument> _documents = new(
        MaxCharacters, static (source, _) => Math.Max(source.Length, MaxCharacters / MaxDocuments));

    /// <exception cref="RequestError">The request is the client's to mend.</exception>
    /// <exception cref="GraphQLRequestException">The caller cannot pay for the parsing, or for so long a text: RATE_LIMITED.</exception>
    public async Task<PreparedOperation> PrepareAsync(GraphQLRequest request, Caller caller, CancellationToken ct)
    {
        var isKnown = _documents.TryGet(request.Query, out var known);
        Telemetry.LookedUp("documents", isKnown);
        var price = (isKnown ? 0 : 1 + RateLimits.CostOf(request.Query.Length)) + RateLimits.CostOfRequest(request.Size);
        if (price > 0)
        {
            caller.Pay(price);
        }

        var document = known ?? Parse(request.Query);
        var operation = Operation(document.Syntax, request);
        var variables = VariablesReader.Read(request.Variables);
        if (!isKnown)
        {
            await ValidateAsync(document, operation, request, ct);
            if (request.Query.Length <= MaxCharacters / 10)      // such a text carries data that will not come again
            {
                _documents.Set(request.Query, document);
            }
        }

        var values = Coerce(document, operation, request, variables);
        var cost = document.Costs[operation].Evaluate(values.Arguments, options.AssumedPageSize);
        CheckCost(cost);
        return new PreparedOperation(schema, errors, document, operation, values, request) { Cost = cost };
    }

    private ValidDocument Parse(string query)
    {
        var document = Parser.Parse(SyntaxCheck.Run(query, options.MaxTokens), s_parserOptions);
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
        var kind = type switch
        {
            OperationType.Query => OperationKinds.Query,
            OperationType.Mutation => OperationKinds.Mutation,
            _ => OperationKinds.Subscription,
        };
        if (schema.RootOf(type) is null)
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

    // As GraphQL.NET's validator walks a document, but without the values of a request.
    private async Task ValidateAsync(ValidDocument document, GraphQLOperationDefinition operation, GraphQLRequest request, CancellationToken ct)
    {
        var context = new ValidationContext
        {
            Schema = schema,
            Document = document.Syntax,
            Operation = operation,
            TypeInfo = new TypeInfo(schema),
            CancellationToken = ct,
        };
        var visitors = new List<INodeVisitor> { context.TypeInfo };
        foreach (var rule in s_documentRules)
        {
            if (await rule.GetPreNodeVisitorAsync(context) is { } visitor)
            {
                visitors.Add(visitor);
            }
        }

        try
        {
            await new BasicVisitor(visitors).VisitAsync(document.Syntax, new BasicVisitor.State(context));
        }
        catch (ErrorLimitRule.ReachedException)
        {
        }

        if (context.HasErrors)
        {
            throw Refused(context.Errors, document, request);
        }
    }

    private RequestValues Coerce(ValidDocument document, GraphQLOperationDefinition operation, GraphQLRequest request, Inputs variables)
    {
        try
        {
            return document.Plan(schema, operation).Coercion.Coerce(variables);
        }
        catch (WrongValuesException e)
        {
            throw Refused(e.Errors, document, request);
        }
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

    private RequestError Refused(IEnumerable<ValidationError> invalid, ValidDocument document, GraphQLRequest request) => new(
        [
            .. invalid.Take(ErrorLimitRule.MaxErrors)
                .Select(e => document.Source.Locate(errors.OnError(e, request.OperationName, request.CorrelationId))),
        ]);
}
