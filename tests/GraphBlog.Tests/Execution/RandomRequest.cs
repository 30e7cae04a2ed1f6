using System.Text;
using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Tests.Execution;

/// <summary>
/// A random request over a schema: a document whose arguments are literals and variables of all types, in fragments and directives too, and
/// values for the variables. Most of it is right, and some is wrong in one of the ways that clients get it wrong.
/// </summary>
/// <param name="schema">The schema.</param>
/// <param name="random">Chance.</param>
/// <param name="wrong">How likely each single thing is to be wrong.</param>
internal sealed class RandomRequest(ISchema schema, Random random, double wrong)
{
    private const int MaxDepth = 3;
    private readonly List<(string Name, string Type, string? Default)> _variables = [];
    private readonly RandomValue _values = new(schema, random, wrong);
    private bool _hasConditions;
    private int _fields;

    public string Query { get; private set; } = "";

    public Dictionary<string, object?> Variables { get; } = [];

    public RandomRequest Build(OperationType kind)
    {
        var (root, word) = kind switch
        {
            OperationType.Mutation => (schema.Mutation!, "mutation"),
            OperationType.Subscription => (schema.Subscription!, "subscription"),
            _ => (schema.Query, "query"),
        };
        // A subscription takes none at its root, and what stands there is nearly all of it.
        _hasConditions = kind != OperationType.Subscription;
        var hasFragment = kind == OperationType.Query && random.Next(3) == 0;
        var body = Selection(root, 1, kind == OperationType.Subscription ? 1 : random.Next(1, 4));
        if (hasFragment)
        {
            body = $"{{ ...F {Selection(root, 1, 2)[1..]} fragment F on {root.Name} {body}";
        }

        var declared = string.Join(", ", _variables.Select(v => $"${v.Name}: {v.Type}{(v.Default is null ? "" : $" = {v.Default}")}"));
        Query = $"{word}{(declared == "" ? "" : $"({declared})")} {body}";
        return this;
    }

    private string Selection(IComplexGraphType type, int depth, int count)
    {
        var candidates = type.Fields.Where(field => depth < MaxDepth || field.ResolvedType!.GetNamedType() is ScalarGraphType).ToList();
        var text = new StringBuilder("{");
        for (var i = 0; i < count && candidates.Count > 0; i++)
        {
            var field = candidates[random.Next(candidates.Count)];
            text.Append($" f{_fields++}: {field.Name}{Arguments(field)}{(_hasConditions ? Directive() : "")}");
            text.Append(field.ResolvedType!.GetNamedType() switch
            {
                ScalarGraphType => "",
                IComplexGraphType below when random.Next(3) == 0 => " " + Selection(below, depth + 1, 1),
                _ => " { __typename }",
            });
        }

        return text.Append(candidates.Count == 0 ? " __typename }" : " }").ToString();
    }

    private string Arguments(FieldType field)
    {
        var given = new List<string>();
        foreach (var argument in field.Arguments ?? [])
        {
            var isRequired = argument is { ResolvedType: NonNullGraphType, DefaultValue: null };
            if (isRequired ? !IsWrong() : random.Next(2) == 0)
            {
                given.Add($"{argument.Name}: {Literal(argument.ResolvedType!)}");
            }
        }

        return given.Count == 0 ? "" : $"({string.Join(", ", given)})";
    }

    private string Directive() => random.Next(12) == 0
        ? $" @{(random.Next(2) == 0 ? "skip" : "include")}(if: {Literal(new NonNullGraphType(schema.AllTypes["Boolean"]!))})" : "";

    private string Literal(IGraphType type, int depth = 0) => _values.Literal(type, depth, Variable);

    /// <summary>A variable in place of a literal; null for a literal after all.</summary>
    private string? Variable(IGraphType wanted)
    {
        if (random.Next(3) > 0)
        {
            return null;
        }

        if (_variables.Count > 0 && random.NextDouble() < wrong / 2)
        {
            return $"${_variables[random.Next(_variables.Count)].Name}";
        }

        var name = $"v{_variables.Count}";
        var type = Declared(wanted);
        var preset = random.Next(3) > 0 ? null : IsWrong() ? "null" : _values.Literal(type, 1, _ => null);
        _variables.Add((name, type.ToString()!, preset));
        var isRequired = type is NonNullGraphType && preset is null;
        if (isRequired ? !IsWrong() : random.Next(3) > 0)
        {
            Variables[name] = _values.Json(type, 0);
        }

        return $"${name}";
    }

    private IGraphType Declared(IGraphType wanted)
    {
        if (!IsWrong())
        {
            return random.Next(2) == 0 || wanted is NonNullGraphType ? wanted : new NonNullGraphType(wanted);
        }

        var nullable = wanted is NonNullGraphType { ResolvedType: { } inner } ? inner : wanted;
        return random.Next(6) switch
        {
            0 or 1 => nullable,
            2 => new ListGraphType(wanted),
            3 => nullable is ListGraphType { ResolvedType: { } item } ? item : nullable,
            4 => nullable is ListGraphType { ResolvedType: NonNullGraphType { ResolvedType: { } loose } } ? new ListGraphType(loose) : nullable,
            _ => schema.AllTypes[random.Next(2) == 0 ? "String" : "Int"]!,
        };
    }

    private bool IsWrong() => random.NextDouble() < wrong;
}
