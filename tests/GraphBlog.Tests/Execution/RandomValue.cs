using System.Text.Json;
using GraphBlog.Engine.Relay;
using GraphQL;
using GraphQL.Types;

namespace GraphBlog.Tests.Execution;

/// <summary>Random values of a schema's input types, as literals and as JSON.</summary>
/// <param name="schema">The schema.</param>
/// <param name="random">Chance.</param>
/// <param name="wrong">How likely each single thing is to be wrong.</param>
internal sealed class RandomValue(ISchema schema, Random random, double wrong)
{
    private const int MaxDepth = 3;

    private static readonly string[] s_otherLiterals = ["null", "1", "2147483648", "1.5", "2.0", "true", "\"text\"", "OTHER", "[]", "{}",
        "[null]", "[[1]]", "{ other: 1 }"];

    private static readonly object?[] s_otherValues =
        [null, 1, 2147483648, 1.5, 2.0, true, "text", "OTHER", Array.Empty<object>(), new Dictionary<string, object?>(), new object?[] { null },
            new object?[] { new object?[] { 1 } }];

    // What graphql-js takes for an id, and a server whose ids have a type does not.
    private readonly bool _idsHaveTypes = schema.AllTypes["Node"] is not null;

    /// <param name="type">The type.</param>
    /// <param name="depth">How deep in other values it stands.</param>
    /// <param name="variable">Gives a variable in its place, or null.</param>
    public string Literal(IGraphType type, int depth, Func<IGraphType, string?> variable)
    {
        if (variable(type) is { } used)
        {
            return used;
        }

        var nullable = type is NonNullGraphType { ResolvedType: { } inner } ? inner : type;
        if (IsWrong())
        {
            return Other(nullable, s_otherLiterals);
        }

        return (type is NonNullGraphType || random.Next(8) > 0) is false ? "null" : nullable switch
        {
            ListGraphType list when random.Next(5) == 0 => Literal(list.ResolvedType!, depth, _ => null),
            ListGraphType list => $"[{string.Join(", ", Items(depth).Select(_ => Literal(list.ResolvedType!, depth + 1, variable)))}]",
            IInputObjectGraphType input => $"{{ {string.Join(", ", Fields(input, depth).Select(field
                => $"{field.Name}: {(field.Type is null ? "1" : Literal(field.Type, depth + 1, variable))}"))} }}",
            EnumerationGraphType names => names.Values.ElementAt(random.Next(names.Values.Count)).Name,
            _ => JsonSerializer.Serialize(Scalar(nullable)),
        };
    }

    public object? Json(IGraphType type, int depth)
    {
        var nullable = type is NonNullGraphType { ResolvedType: { } inner } ? inner : type;
        if (IsWrong())
        {
            return Other(nullable, s_otherValues);
        }

        return (type is NonNullGraphType || random.Next(8) > 0) is false ? null : nullable switch
        {
            ListGraphType list when random.Next(5) == 0 => Json(list.ResolvedType!, depth),
            ListGraphType list => Items(depth).Select(_ => Json(list.ResolvedType!, depth + 1)).ToArray(),
            IInputObjectGraphType input => Fields(input, depth).DistinctBy(field => field.Name)
                .ToDictionary(field => field.Name, field => field.Type is null ? 1 : Json(field.Type, depth + 1)),
            EnumerationGraphType names => names.Values.ElementAt(random.Next(names.Values.Count)).Name,
            _ => Scalar(nullable),
        };
    }

    private T Other<T>(IGraphType type, T[] others)
    {
        var other = others[random.Next(others.Length)];
        return type.GetNamedType().Name == "ID" && _idsHaveTypes
            && other is "1" or "2147483648" or "\"text\"" or "text" or "OTHER" or 1 or 2147483648 or 2.0 ? others[5] : other;
    }

    private IEnumerable<int> Items(int depth) => Enumerable.Range(0, depth >= MaxDepth ? 0 : random.Next(3));

    private List<(string Name, IGraphType? Type)> Fields(IInputObjectGraphType input, int depth)
    {
        if (input.IsOneOf && !IsWrong())
        {
            var only = input.Fields.ElementAt(random.Next(input.Fields.Count));
            return [(only.Name, depth >= MaxDepth ? null : new NonNullGraphType(only.ResolvedType!))];
        }

        var fields = new List<(string Name, IGraphType? Type)>();
        foreach (var field in input.Fields)
        {
            var isRequired = field is { ResolvedType: NonNullGraphType, DefaultValue: null };
            if (isRequired ? !IsWrong() : depth < MaxDepth && random.Next(3) == 0)
            {
                fields.Add((field.Name, field.ResolvedType));
            }
        }

        if (random.NextDouble() < wrong / 3)
        {
            fields.Add(("unknown", null));
        }

        return fields;
    }

    private object Scalar(IGraphType type) => type.Name switch
    {
        "Int" => random.Next(-5, 100),
        "Float" => random.Next(2) == 0 ? random.Next(10) : random.Next(1, 9) + 0.25,
        "Boolean" => random.Next(2) == 0,
        "ID" => _idsHaveTypes || random.Next(2) == 0 ? GlobalId.Format("Post", random.Next(100)) : random.Next(100),
        "DateTime" => "2026-11-25T10:00:00Z",
        "JSON" => random.Next(100),
        _ => $"text {random.Next(100)}",
    };

    private bool IsWrong() => random.NextDouble() < wrong;
}
