using System.Text;
using GraphQL;
using GraphQL.Types;

namespace GraphBlog.Engine.Tests.Execution;

/// <summary>
/// A random document that is valid for a schema: what a response name means is told by the name alone, so all merges are valid.
/// </summary>
internal sealed class ToyDocument(ISchema schema, Random random)
{
    private const int MaxDepth = 4;
    private const int MaxFields = 40;
    private static readonly string[] s_variables = ["$a: Boolean!", "$b: Boolean! = true", "$text: String", "$number: Int = 7"];
    private static readonly string[] s_arguments =
        ["", "(text: $text)", "(number: $number, text: \"literal\")", "(text: null, flags: [true, $a])", "(number: 3)", "(flags: [$b])"];

    private readonly string[] _conditions = ["Animal", "Pet", "Cat", "Dog"];
    private int _fields;

    public string Build()
    {
        var mutation = random.Next(4) == 0;
        var document = new StringBuilder(mutation ? "mutation" : "query").Append($"({string.Join(", ", s_variables)}) ");
        Selection(document, mutation ? schema.Mutation! : schema.Query, 0, 0);
        for (var i = 0; i < _conditions.Length; i++)
        {
            document.Append($" fragment F{i} on {_conditions[i]} ");
            Selection(document, schema.AllTypes[_conditions[i]]!, MaxDepth - 1, i + 1);
        }

        return document.ToString();
    }

    private void Selection(StringBuilder document, IGraphType type, int depth, int firstFragment)
    {
        document.Append('{');
        var count = random.Next(1, 7);
        for (var i = 0; i < count; i++)
        {
            switch (random.Next(10))
            {
                case 0 when depth < MaxDepth && depth > 0:
                    Inline(document, type, depth, firstFragment);
                    break;
                case 1 when depth > 0 && firstFragment < _conditions.Length
                    && Overlap(type, random.Next(firstFragment, _conditions.Length)) is { } fragment:
                    document.Append($" ...F{fragment}{Directive()}");
                    break;
                case 2:
                    document.Append(" __typename");
                    break;
                default:
                    Field(document, type, depth, firstFragment);
                    break;
            }
        }

        document.Append(" __typename}");
    }

    private void Inline(StringBuilder document, IGraphType type, int depth, int firstFragment)
    {
        var condition = random.Next(_conditions.Length);
        var narrowed = random.Next(3) > 0 && Overlap(type, condition) is not null ? schema.AllTypes[_conditions[condition]]! : null;
        document.Append(" ...").Append(narrowed is null ? "" : $" on {narrowed.Name}").Append(Directive());
        Selection(document, narrowed ?? type, depth + 1, firstFragment);
    }

    private void Field(StringBuilder document, IGraphType type, int depth, int firstFragment)
    {
        if (type is not IComplexGraphType complex)
        {
            document.Append(" __typename");
            return;
        }

        var leavesOnly = depth >= MaxDepth || ++_fields > MaxFields;
        var fields = complex.Fields.Where(f => !leavesOnly || f.ResolvedType!.GetNamedType() is ScalarGraphType).ToList();
        var field = fields[random.Next(fields.Count)];
        if (field.Name is "rootHard" or "catHard" or "animalHard" && random.Next(3) > 0)
        {
            return;
        }

        var argument = field.Name == "echo" ? random.Next(s_arguments.Length) : 0;
        var alias = argument > 0 ? $"echo{argument}: " : random.Next(4) == 0 ? $"{field.Name}As: " : "";
        document.Append($" {alias}{field.Name}{s_arguments[argument]}{Directive()}");
        if (field.ResolvedType!.GetNamedType() is var below and not ScalarGraphType)
        {
            Selection(document, below, depth + 1, firstFragment);
        }
    }

    private string Directive() => random.Next(24) switch
    {
        0 => " @skip(if: $a)",
        1 => " @include(if: $a)",
        2 => " @skip(if: $b)",
        3 => " @include(if: $b) @skip(if: $a)",
        4 => " @include(if: true)",
        5 => " @skip(if: true)",
        _ => "",
    };

    private int? Overlap(IGraphType type, int fragment)
        => Possible(type).Intersect(Possible(schema.AllTypes[_conditions[fragment]]!)).Any() ? fragment : null;

    private static IEnumerable<IGraphType> Possible(IGraphType type)
        => type is IAbstractGraphType candidates ? candidates.PossibleTypes : [type];
}
