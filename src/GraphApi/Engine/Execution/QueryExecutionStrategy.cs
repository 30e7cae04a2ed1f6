using GraphQL.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>
/// Executes fields one after the other, so that resolvers may share what is not thread-safe, and data loaders once no other field is left.
/// </summary>
internal class QueryExecutionStrategy : SerialExecutionStrategy
{
    /// <summary>Refuses what JSON has no number for. Source: GraphQL specification, section 3.5.2 "Float".</summary>
    protected override void ValidateNodeResult(ExecutionContext context, ExecutionNode node)
    {
        if (node.Result is double number ? !double.IsFinite(number) : node.Result is IEnumerable<double> list && !list.All(double.IsFinite))
        {
            throw new InvalidOperationException($"Field {node.Name} gave a number that is not finite.");
        }

        base.ValidateNodeResult(context, node);
    }
}
