using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Plans;

/// <summary>Which selections <c>@skip</c> and <c>@include</c> let through. Source: GraphQL specification, section 3.13.</summary>
/// <param name="truth">The values of the variables that the directives use.</param>
internal sealed class InclusionConditions(IReadOnlyDictionary<string, bool> truth)
{
    /// <summary>The variables that decide what an operation includes, its fragments counted in.</summary>
    public static IEnumerable<string> Variables(GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var visited = new HashSet<ROM>();
        var unread = new Stack<GraphQLSelectionSet>([operation.SelectionSet]);
        while (unread.TryPop(out var selections))
        {
            foreach (var node in selections.Selections)
            {
                names.UnionWith(Conditions(node).Select(c => c.Condition).OfType<GraphQLVariable>().Select(v => v.Name.StringValue));
                if (Below(document, node, visited) is { } below)
                {
                    unread.Push(below);
                }
            }
        }

        return names;
    }

    /// <summary>Whether a field or fragment is part of the operation.</summary>
    public bool Include(ASTNode node)
        => node is not IHasDirectivesNode { Directives.Count: > 0 } || Conditions(node).All(c => IsTrue(c.Condition) == c.Wanted);

    private static GraphQLSelectionSet? Below(GraphQLDocument document, ASTNode node, HashSet<ROM> visited) => node switch
    {
        GraphQLField field => field.SelectionSet,
        GraphQLInlineFragment fragment => fragment.SelectionSet,
        GraphQLFragmentSpread { FragmentName.Name.Value: var name } when visited.Add(name)
            => document.FindFragmentDefinition(name)?.SelectionSet,
        _ => null,
    };

    private static IEnumerable<(GraphQLValue Condition, bool Wanted)> Conditions(ASTNode node)
    {
        foreach (var directive in (node as IHasDirectivesNode)?.Directives?.Items ?? [])
        {
            if ((directive.Name.Value == "skip" || directive.Name.Value == "include") && directive.Arguments?.Find("if") is { } argument)
            {
                yield return (argument.Value, directive.Name.Value == "include");
            }
        }
    }

    private bool IsTrue(GraphQLValue condition) => condition switch
    {
        GraphQLVariable variable => truth[variable.Name.StringValue],
        GraphQLBooleanValue literal => literal.BoolValue,
        _ => throw new InvalidOperationException("Validation let a condition pass that is neither a variable nor a Boolean."),
    };
}
