using GraphQL.Execution;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>What a request gives to an operation, coerced.</summary>
/// <param name="Variables">The variables that have a value.</param>
/// <param name="Arguments">The arguments of the fields that have any in the document.</param>
internal sealed record RequestValues(
    Variables Variables,
    IReadOnlyDictionary<GraphQLField, IDictionary<string, ArgumentValue>> Arguments);
