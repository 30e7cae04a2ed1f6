using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>
/// A subscription follows one field, which is no introspection and whose being there hangs on no condition. Fields are counted as they are
/// collected: what several fragments select under one name is one. Source: GraphQL specification, section 5.2.4.1 "Single Root Field".
/// </summary>
internal sealed class SubscriptionRootRule : ValidationRuleBase
{
    private static readonly INodeVisitor s_visitor = new MatchingNodeVisitor<GraphQLOperationDefinition>(Check);

    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(s_visitor);

    private static void Check(GraphQLOperationDefinition operation, ValidationContext context)
    {
        if (operation.Operation != OperationType.Subscription)
        {
            return;
        }

        var name = operation.Name is { } named ? $"Subscription \"{named.StringValue}\"" : "A subscription";
        var fields = new List<GraphQLField>();
        var spread = new HashSet<string>(StringComparer.Ordinal);
        Collect(operation.SelectionSet);
        var others = fields.Where(field => ResponseName(field) != ResponseName(fields[0])).ToArray<ASTNode>();
        if (others.Length > 0)
        {
            Report($"{name} must select only one field.", others);
        }

        if (fields.Where(field => field.Name.StringValue.StartsWith("__", StringComparison.Ordinal)).ToArray<ASTNode>() is [_, ..] meta)
        {
            Report($"{name} must not select an introspection field at its root.", meta);
        }

        void Collect(GraphQLSelectionSet set)
        {
            foreach (var selection in set.Selections)
            {
                if (((IHasDirectivesNode)selection).Directives?.FirstOrDefault(d => d.Name.Value == "skip"
                    || d.Name.Value == "include") is { } condition)
                {
                    Report($"{name} must not use @{condition.Name.StringValue} at its root: no event could be told from none.", condition);
                }

                if (selection is GraphQLField field)
                {
                    fields.Add(field);
                }
                else if (selection is GraphQLInlineFragment inline)
                {
                    Collect(inline.SelectionSet);
                }
                else if (selection is GraphQLFragmentSpread { FragmentName.Name.StringValue: var fragment } && spread.Add(fragment)
                    && context.Document.Definitions.OfType<GraphQLFragmentDefinition>()
                        .FirstOrDefault(f => f.FragmentName.Name.Value == fragment) is { } definition)
                {
                    Collect(definition.SelectionSet);
                }
            }
        }

        void Report(string message, params ASTNode[] nodes)
            => context.ReportError(new ValidationError(context.Document.Source, "5.2.4.1", message, nodes));
    }

    private static string ResponseName(GraphQLField field) => (field.Alias?.Name ?? field.Name).StringValue;
}
