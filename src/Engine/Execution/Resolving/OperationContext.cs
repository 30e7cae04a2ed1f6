using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Resolving;

/// <summary>One execution of an operation: what its resolvers share.</summary>
/// <param name="Schema">The schema.</param>
/// <param name="Document">The document that holds the operation.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Variables">The coerced variables.</param>
/// <param name="Arguments">The coerced arguments of the fields that have any in the document.</param>
/// <param name="RootValue">The root object: an event of a subscription, else null.</param>
/// <param name="Services">The services of the request.</param>
/// <param name="Snapshot">The snapshot it reads from.</param>
/// <param name="CancellationToken">Cancels the request.</param>
/// <param name="Limit">The time of the request; null where what runs is waited for until it ends.</param>
internal sealed record OperationContext(
    ISchema Schema,
    GraphQLDocument Document,
    GraphQLOperationDefinition Operation,
    Variables Variables,
    IReadOnlyDictionary<GraphQLField, IDictionary<string, ArgumentValue>> Arguments,
    object? RootValue,
    IServiceProvider? Services,
    OperationSnapshot Snapshot,
    CancellationToken CancellationToken,
    TimeLimit? Limit = null);
