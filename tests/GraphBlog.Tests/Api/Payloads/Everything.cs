using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Tests.Api.Payloads;

/// <summary>Selects all that can be asked, as far down as a number of objects, of what the schema has today.</summary>
internal static class Everything
{
    private const int OfTheResult = 4, OfTheErrors = 3;

    private static readonly Dictionary<string, GraphQLTypeDefinition> s_types = Parser.Parse(SourceTree.Read("schema.graphql"))
        .Definitions.OfType<GraphQLTypeDefinition>().ToDictionary(type => type.Name.StringValue);

    /// <summary>What a field is given where it takes an argument of that name.</summary>
    private static readonly Dictionary<string, string> s_arguments = new() { ["first"] = "2", ["version"] = "1", ["from"] = "1", ["moment"] = "\"2030-01-01T00:00:00Z\"" };

    public static IEnumerable<string> Mutations => Fields("Mutation").Select(mutation => mutation.Name.StringValue);

    /// <summary>A mutation with all of its payload; its variable is `input`.</summary>
    public static string Of(string mutation)
    {
        var field = Fields("Mutation").Single(field => field.Name.Value == mutation);
        var payload = Fields(Named(field.Type)).ToList();
        var results = payload.Where(of => of.Name.Value != "errors").Select((result, i) => Selected(result, OfTheResult, i == 0 ? "result: " : ""));
        var errors = payload.Single(of => of.Name.Value == "errors");
        return $"mutation($input: {Named(field.Arguments!.Items[0].Type)}!) {{ {mutation}(input: $input) {{ {string.Join(' ', results)} {Selected(errors, OfTheErrors)} }} }}";
    }

    /// <summary>The fields of an input that must be given, which are texts.</summary>
    /// <exception cref="NotSupportedException">One is something else.</exception>
    public static IEnumerable<string> Texts(string input) => ((GraphQLInputObjectTypeDefinition)s_types[input]).Fields!.Items
        .Where(field => field.Type is GraphQLNonNullType)
        .Select(field => field.Type is GraphQLNonNullType { Type: GraphQLNamedType { Name.Value: var type } } && type == "String" ? field.Name.StringValue
            : throw new NotSupportedException($"What is given for {input}.{field.Name.Value}?"));

    private static string? Selected(GraphQLFieldDefinition field, int depth, string alias = "")
    {
        var type = s_types.GetValueOrDefault(Named(field.Type));
        var isLeaf = type is null or GraphQLScalarTypeDefinition or GraphQLEnumTypeDefinition;
        if (!isLeaf && depth == 0)
        {
            return null;
        }

        var arguments = (field.Arguments?.Items ?? []).Where(argument => s_arguments.ContainsKey(argument.Name.StringValue) || argument.Type is GraphQLNonNullType)
            .Select(argument => $"{argument.Name.Value}: {s_arguments[argument.Name.StringValue]}").ToList();
        return $"{alias}{field.Name.Value}{(arguments.Count > 0 ? $"({string.Join(", ", arguments)})" : "")} {(isLeaf ? "" : $"{{ __typename {Below(type!, depth - 1)} }}")}";
    }

    /// <summary>Fields of one name may have several types in an interface or a union; there each type has names of its own.</summary>
    private static string Below(GraphQLTypeDefinition type, int depth) => type is GraphQLObjectTypeDefinition
        ? string.Join(' ', Fields(type.Name.StringValue).Select(field => Selected(field, depth)))
        : string.Join(' ', Possible(type).Select(possible =>
            $"... on {possible} {{ {string.Join(' ', Fields(possible).Select(field => Selected(field, depth, $"{possible}_{field.Name.Value}: ")))} }}"));

    private static IEnumerable<string> Possible(GraphQLTypeDefinition type) => type is GraphQLUnionTypeDefinition union
        ? union.Types!.Items.Select(member => member.Name.StringValue)
        : s_types.Values.OfType<GraphQLObjectTypeDefinition>().Where(of => of.Interfaces?.Items.Any(contract => contract.Name.Value == type.Name.Value) == true)
            .Select(of => of.Name.StringValue);

    /// <summary>A list's edges lead nowhere that its nodes do not.</summary>
    private static IEnumerable<GraphQLFieldDefinition> Fields(string type)
        => ((GraphQLObjectTypeDefinition)s_types[type]).Fields!.Items.Where(field => field.Name.Value != "edges");

    private static string Named(GraphQLType type) => type switch
    {
        GraphQLNonNullType nonNull => Named(nonNull.Type),
        GraphQLListType list => Named(list.Type),
        _ => ((GraphQLNamedType)type).Name.StringValue,
    };
}
