using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>
/// Every literal is of the type of its place, and every variable may stand in its own. GraphQL.NET's own rules take the items of lists for
/// nullable, and a default of null for a value. Source: GraphQL specification, sections 5.6 "Values" and 5.8.5 "All Variable Usages Are Allowed".
/// </summary>
internal sealed class ValueRule : ValidationRuleBase
{
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(new Walk());

    /// <summary>An operation or a fragment, with what is used in it.</summary>
    private sealed class Part
    {
        public List<VariableUse> Uses { get; } = [];

        public HashSet<ROM> Spreads { get; } = [];
    }

    private sealed class Walk : INodeVisitor
    {
        private readonly List<(GraphQLOperationDefinition Operation, Part Part)> _operations = [];
        private readonly Dictionary<ROM, Part> _fragments = [];
        private Part _part = new();

        public ValueTask EnterAsync(ASTNode node, ValidationContext context)
        {
            switch (node)
            {
                case GraphQLOperationDefinition operation:
                    _operations.Add((operation, _part = new()));
                    break;
                case GraphQLFragmentDefinition fragment:
                    _fragments[fragment.FragmentName.Name.Value] = _part = new();
                    break;
                case GraphQLFragmentSpread spread:
                    _part.Spreads.Add(spread.FragmentName.Name.Value);
                    break;
                case GraphQLVariableDefinition { DefaultValue: { } preset } variable when context.TypeInfo.GetInputType() is { } type:
                    new LiteralCheck(context, $"The default of variable '${variable.Variable.Name.StringValue}", []).Run(type, preset);
                    break;
                case GraphQLArgument argument when context.TypeInfo.GetArgument() is { ResolvedType: { } type } definition:
                    new LiteralCheck(context, $"Argument '{definition.Name}", _part.Uses)
                        .Run(type, argument.Value, definition.DefaultValue is not null);
                    break;
            }

            return default;
        }

        public ValueTask LeaveAsync(ASTNode node, ValidationContext context)
        {
            if (node is GraphQLDocument)
            {
                _operations.ForEach(one => CheckUses(one.Operation, one.Part, context));
            }

            return default;
        }

        private void CheckUses(GraphQLOperationDefinition operation, Part part, ValidationContext context)
        {
            var declared = new Dictionary<ROM, (GraphQLVariableDefinition Definition, IGraphType? Type)>();
            foreach (var variable in operation.Variables?.Items ?? [])
            {
                declared[variable.Variable.Name.Value] = (variable, variable.Type.GraphTypeFromType(context.Schema));
            }

            foreach (var use in Uses(part))
            {
                // One that is not declared, or is of no type, is for other rules.
                if (declared.TryGetValue(use.Node.Name.Value, out var variable) && variable.Type is { } type
                    && use.Refusal(type, variable.Definition) is { } refusal)
                {
                    context.ReportError(new ValidationError(context.Document.Source, "5.8.5", refusal, variable.Definition, use.Node));
                    ErrorLimitRule.Check(context);
                }
            }
        }

        private IEnumerable<VariableUse> Uses(Part operation)
        {
            var (reached, unread) = (new HashSet<Part> { operation }, new Queue<Part>([operation]));
            while (unread.TryDequeue(out var part))
            {
                foreach (var use in part.Uses)
                {
                    yield return use;
                }

                foreach (var name in part.Spreads)
                {
                    if (_fragments.TryGetValue(name, out var fragment) && reached.Add(fragment))
                    {
                        unread.Enqueue(fragment);
                    }
                }
            }
        }
    }
}
