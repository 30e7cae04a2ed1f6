using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Plans;

/// <summary>A field of the response and every selection that asks for it, in the order of the document.</summary>
internal sealed record CollectedField(string ResponseName, FieldType Definition, List<GraphQLField> Selections);

/// <summary>Finds the fields that selections ask of an object. Source: GraphQL specification, section 6.3.2 "Field Collection".</summary>
internal sealed class FieldCollector(ISchema schema, GraphQLDocument document, InclusionConditions conditions)
{
    public ISchema Schema { get; } = schema;

    public GraphQLDocument Document { get; } = document;

    /// <summary>The fields of an object type, ordered as the response is.</summary>
    public IReadOnlyList<CollectedField> Collect(IObjectGraphType type, IEnumerable<GraphQLSelectionSet> selections)
    {
        var fields = new OrderedDictionary<string, CollectedField>(StringComparer.Ordinal);
        var visited = new HashSet<ROM>();
        foreach (var selection in selections)
        {
            Collect(type, selection, fields, visited);
        }

        return fields.Values;
    }

    private void Collect(
        IObjectGraphType type, GraphQLSelectionSet selection, OrderedDictionary<string, CollectedField> fields, HashSet<ROM> visited)
    {
        foreach (var node in selection.Selections)
        {
            if (!conditions.Include(node))
            {
                continue;
            }

            switch (node)
            {
                case GraphQLField field:
                    Add(type, field, fields);
                    break;
                case GraphQLInlineFragment inline when Applies(inline.TypeCondition, type):
                    Collect(type, inline.SelectionSet, fields, visited);
                    break;
                case GraphQLFragmentSpread { FragmentName.Name.Value: var name } when visited.Add(name)
                    && Document.FindFragmentDefinition(name) is { } fragment && Applies(fragment.TypeCondition, type):
                    Collect(type, fragment.SelectionSet, fields, visited);
                    break;
            }
        }
    }

    private void Add(IObjectGraphType type, GraphQLField field, OrderedDictionary<string, CollectedField> fields)
    {
        var name = (field.Alias?.Name ?? field.Name).StringValue;
        if (fields.TryGetValue(name, out var known))
        {
            known.Selections.Add(field);
            return;
        }

        var definition = Schema.FieldOf(type, field.Name.Value)
            ?? throw new InvalidOperationException($"Validation let a field pass that {type.Name} does not have: {field.Name.Value}.");
        fields.Add(name, new CollectedField(name, definition, [field]));
    }

    private bool Applies(GraphQLTypeCondition? condition, IObjectGraphType type) => condition is null
        || Schema.AllTypes[condition.Type.Name.Value] switch
        {
            IAbstractGraphType candidate => candidate.IsPossibleType(type),
            var candidate => candidate == type,
        };
}
