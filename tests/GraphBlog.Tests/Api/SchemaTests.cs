using GraphBlog.Engine;
using GraphBlog.GraphApi.Hosting;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Tests.Api;

public sealed class SchemaTests
{
    [Fact]
    public void The_schema_file_is_what_the_server_prints()
    {
        var services = new ServiceCollection();
        BlogServer.AddSchema(services, () => "Host=none");
        using var provider = services.BuildServiceProvider();
        Assert.Equal(
            SchemaPrinter.Print(provider.GetRequiredService<ISchema>()),
            SourceTree.Read("schema.graphql"));      // when this fails: dotnet run --project src/GraphApi -- schema > schema.graphql
    }

    [Fact]
    public void The_schema_contains_everything_that_clients_are_promised()
    {
        var promised = Lines(SourceTree.Read("tests/GraphBlog.Tests/Api/contract.graphql"));
        var printed = Lines(SourceTree.Read("schema.graphql"));
        Assert.True(promised.Count > 200, $"Only {promised.Count} promises were read.");
        Assert.Empty(promised.Except(printed));
    }

    [Fact]
    public void The_comparison_sees_a_name_a_type_and_a_nullability()
    {
        const string Schema = """
            type A implements I { x(y: Int!): [B!]! } union U = A | B enum E { ONE } input P { z: ID! = "1" }
            interface I { x: Int } scalar S
            """;
        var lines = Lines(Schema);
        foreach (var (from, to) in new[]
        {
            ("x(y", "w(y"), ("Int!)", "Int)"), ("[B!]!", "[B!]"), ("[B!]!", "[B]!"), ("A | B", "A | C"), ("ONE", "TWO"),
            ("z: ID!", "z: ID"), ("z: ID!", "z: Int!"), ("input P", "input Q"), ("implements I ", ""),
            ("scalar S", "scalar T"), ("interface I", "type I"),
        })
        {
            Assert.NotEmpty(lines.Except(Lines(Schema.Replace(from, to))));
        }
    }

    [Fact]
    public void Nothing_leads_to_a_post_in_the_trash_but_the_trash_and_the_mutation_that_puts_it_there()
    {
        var fields = Lines(SourceTree.Read("schema.graphql")).Where(line => line.Contains(": ")).ToList();
        Assert.Equal(
            [
                "ChangedPost.trashedPost: TrashedPost", "DeletePostPayload.trashedPost: TrashedPost",
                "TrashedPostConnection.nodes: [TrashedPost!]!",
                "TrashedPostEdge.node: TrashedPost!",
            ],
            fields.Where(line => Leads(line, "TrashedPost")).Order(StringComparer.Ordinal));
        Assert.Equal(["TrashedPostConnection.edges: [TrashedPostEdge!]!"], fields.Where(line => Leads(line, "TrashedPostEdge")));
        Assert.Equal(["Query.trash: TrashedPostConnection"], fields.Where(line => Leads(line, "TrashedPostConnection")));

        static bool Leads(string line, string type) => line.Split(": ")[1].Trim('[', ']', '!') == type;
    }

    [Fact]
    public void A_type_has_a_field_called_id_if_and_only_if_it_is_a_node()
    {
        var types = Parser.Parse(SourceTree.Read("schema.graphql")).Definitions.OfType<GraphQLObjectTypeDefinition>().ToList();
        Assert.Equal(
            types.Where(type => type.Interfaces?.Items.Any(contract => contract.Name.Value == "Node") == true).Select(type => type.Name.StringValue),
            types.Where(type => type.Fields!.Items.Any(field => field.Name.Value == "id")).Select(type => type.Name.StringValue));
    }

    [Fact]
    public void Every_type_and_field_has_a_description_and_none_names_a_database_table()
    {
        var document = Parser.Parse(SourceTree.Read("schema.graphql"));
        foreach (var type in document.Definitions.OfType<GraphQLTypeDefinition>())
        {
            Assert.True(
                type.Name.StringValue is "Query" or "Mutation" or "Subscription" || type.Description is { Value.Length: > 0 },
                $"{type.Name.Value} has no description.");
            foreach (var field in (type as GraphQLObjectTypeDefinition)?.Fields?.Items ?? [])
            {
                Assert.True(
                    field.Description is { Value.Length: > 0 } || field.Name.Value == "id",
                    $"{type.Name.Value}.{field.Name.Value} has no description.");
            }
        }

        Assert.DoesNotMatch("posts_all|audit_log|org_id|row-level", SourceTree.Read("schema.graphql"));
    }

    /// <summary>A schema as a set of statements: every type, interface, field, argument, input field, member and value is one.</summary>
    private static HashSet<string> Lines(string schema)
    {
        var lines = new HashSet<string>();
        foreach (var type in Parser.Parse(schema).Definitions.OfType<GraphQLTypeDefinition>())
        {
            var name = type.Name.StringValue;
            lines.Add($"{type.Kind} {name}");
            lines.UnionWith((type as IHasInterfacesNode)?.Interfaces?.Items.Select(i => $"{name} implements {i.Name.Value}") ?? []);
            foreach (var field in (type as IHasFieldsDefinitionNode)?.Fields?.Items ?? [])
            {
                lines.Add($"{name}.{field.Name.Value}: {Text(field.Type)}");
                lines.UnionWith(field.Arguments?.Items.Select(
                    argument => $"{name}.{field.Name.Value}({argument.Name.Value}): {Text(argument.Type)}") ?? []);
            }

            lines.UnionWith((type as GraphQLInputObjectTypeDefinition)?.Fields?.Items.Select(
                field => $"{name}.{field.Name.Value}: {Text(field.Type)}") ?? []);
            lines.UnionWith((type as GraphQLUnionTypeDefinition)?.Types?.Items.Select(member => $"{name} = {member.Name.Value}") ?? []);
            lines.UnionWith((type as GraphQLEnumTypeDefinition)?.Values?.Items.Select(value => $"{name} {value.Name.Value}") ?? []);
        }

        return lines;
    }

    private static string Text(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => Text(required.Type) + "!",
        GraphQLListType list => $"[{Text(list.Type)}]",
        GraphQLNamedType named => named.Name.StringValue,
        _ => throw new NotSupportedException($"{type.Kind}"),
    };
}
