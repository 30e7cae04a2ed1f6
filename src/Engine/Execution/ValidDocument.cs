using System.Collections.Concurrent;
using GraphBlog.Engine.Execution.Plans;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>A document that passed every check that does not depend on a request's variables.</summary>
internal sealed record ValidDocument(
    GraphQLDocument Syntax, SourceText Source, IReadOnlyDictionary<GraphQLOperationDefinition, OperationCost> Costs)
{
    private readonly ConcurrentDictionary<GraphQLOperationDefinition, OperationPlan> _plans = [];

    /// <summary>The plan of one of the document's operations.</summary>
    public OperationPlan Plan(ISchema schema, GraphQLOperationDefinition operation)
        => _plans.GetOrAdd(operation, static (asked, from) => new OperationPlan(from.schema, from.Syntax, asked), (schema, Syntax));
}
