using GraphQL.Execution;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>
/// Executes one root field after the other, each with everything below it. The stock strategy keeps data loaders back until no other
/// field is left, so a second mutation would write before the first one's answer is read.
/// Source: GraphQL specification, section 6.2.2 "Mutation".
/// </summary>
internal sealed class MutationExecutionStrategy : QueryExecutionStrategy
{
    public override async Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode)
    {
        foreach (var field in ((ObjectExecutionNode)rootNode).SubFields!)
        {
            await base.ExecuteNodeTreeAsync(context, field);
        }
    }
}
