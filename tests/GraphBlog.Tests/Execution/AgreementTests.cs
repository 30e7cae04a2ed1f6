using System.Globalization;
using System.Text.Json;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Execution.Values;
using GraphBlog.Engine.Http;
using GraphBlog.GraphApi.Hosting;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;
using RequestError = GraphBlog.Engine.Execution.RequestError;

namespace GraphBlog.Tests.Execution;

/// <summary>What graphql-js finds valid and takes, is valid and is taken here, as the same values; and nothing else is.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    private const string Sdl = """
        enum Colour { RED GREEN BLUE }
        input Point { x: Int! y: Int! = 7 label: String names: [String!]! = ["a"] }
        input Tree { name: String! = "root" of: Colour = GREEN children: [Tree!] weights: [Float] grid: [[Int!]!] point: Point must: ID! flag: Boolean choice: Choice }
        input Choice @oneOf { text: String number: Int tree: Tree many: [ID!] point: Point }
        interface Node2 { size(a: Int!, of: [Colour!]!): Int next(tree: Tree!): Node2 }
        type Leaf implements Node2 { size(a: Int!, of: [Colour!]!): Int next(tree: Tree!): Node2 }
        union Some = Leaf | Query
        type Query {
          ints(a: Int, b: Int!, c: Int! = 3, d: Int = 4): Int
          lists(a: [Int], b: [Int!], c: [Int!]!, d: [[Int]!], e: [[Int!]!]! = [[1]]): Int
          texts(a: String, b: String!, c: [String!] = ["x", "y"], d: Boolean = true, e: Float!): Int
          ids(a: ID, b: ID!, c: [ID!]!, d: [ID]): Int
          colours(a: Colour, b: Colour!, c: [Colour!] = [RED], d: [Colour]): Int
          points(a: Point, b: Point!, c: [Point!], d: [Point] = [{ x: 1 }]): Int
          trees(a: Tree, b: Tree!, c: [Tree!]!): Int
          choices(a: Choice, b: Choice!, c: [Choice!]): Int
          self: Query some: Some node(id: ID!): Node2 leaf(of: [Colour!]): Leaf
        }
        """;

    [Fact]
    public async Task On_a_schema_of_every_input_type()
        => await CompareAsync(
            Schema.For(Sdl, builder => builder.Types.For("Some").ResolveType = builder.Types.For("Node2").ResolveType = _ => null!), Sdl,
                5_000, _ => OperationType.Query, hasPlainValues: true);

    [Fact]
    public async Task On_the_schema_of_the_server()
    {
        var services = new ServiceCollection();
        BlogServer.AddSchema(services, () => "Host=none");
        await using var provider = services.BuildServiceProvider();
        await CompareAsync(
            provider.GetRequiredService<ISchema>(), SourceTree.Read("schema.graphql"), 1_000,
            i => (i % 5) switch { < 2 => OperationType.Mutation, 2 => OperationType.Subscription, _ => OperationType.Query }, hasPlainValues: false);
    }

    private async Task CompareAsync(ISchema schema, string sdl, int count, Func<int, OperationType> kind, bool hasPlainValues)
    {
        schema.Initialize();
        var random = new Random(28);
        var requests = Enumerable.Range(0, count).Select(i => new RandomRequest(schema, random, (i % 4) * 0.04).Build(kind(i))).ToList();
        if (await JudgedAsync(sdl, requests) is not { } verdicts)
        {
            return;
        }

        var checks = new RequestChecks(
            schema,
            new GraphQLServerOptions { MaxCost = int.MaxValue, MaxAliases = 1_000, MaxDepth = 100 },
            new ErrorFilter([], Options.Create(new GraphQLServerOptions()), NullLogger<ErrorFilter>.Instance));
        var (disagreements, named) = (new List<string>(), 0);
        for (var i = 0; i < count; i++)
        {
            var (verdict, told) = await OursAsync(checks, schema, requests[i]);
            var expected = verdicts[i];
            if (IsNamed(verdict, told))
            {
                named++;
            }
            else if (verdict != expected.Verdict || (hasPlainValues && verdict == "taken" && told != expected.Values))
            {
                disagreements.Add($"{requests[i].Query}\n{JsonSerializer.Serialize(requests[i].Variables)}\n"
                    + $"--- graphql-js: {expected.Verdict} {expected.Message}{expected.Values}\n--- ours: {verdict} {told}\n");
            }
        }

        var kinds = verdicts.CountBy(verdict => verdict.Verdict).ToDictionary();
        output.WriteLine(
            $"{count} requests, {disagreements.Count} disagreements, {named} of a named kind; {string.Join(", ", kinds.Select(one => $"{one.Value} {one.Key}"))}");
        disagreements.Take(12).ToList().ForEach(output.WriteLine);
        Assert.Empty(disagreements);

        // The comparison is worth something only while there are many of each.
        Assert.All(["taken", "invalid", "refused"], one => Assert.True(kinds.GetValueOrDefault(one) > count / 25,
            $"{one}: {kinds.GetValueOrDefault(one)}"));
    }

    /// <summary>
    /// A variable for the one field of an input that takes exactly one may not be null, which graphql-js does not see where the input itself
    /// may not be (decision 28).
    /// </summary>
    private static bool IsNamed(string verdict, string? told) => verdict == "invalid" && told!.Contains("which takes exactly one field");

    private async Task<List<JudgedRequest>?> JudgedAsync(string sdl, List<RandomRequest> requests)
    {
        var folder = Directory.CreateTempSubdirectory("graphql-js");
        var (asked, answered) = (Path.Combine(folder.FullName, "requests.json"), Path.Combine(folder.FullName, "verdicts.json"));
        try
        {
            await File.WriteAllTextAsync(asked, JsonSerializer.Serialize(
                new { sdl, requests = requests.Select(request => new { query = request.Query, variables = request.Variables }) }));
            return await NodeScript.RunAsync(output, "tests/client-tools", "oracle.mjs", asked, answered) is null ? null
                : JsonSerializer.Deserialize<List<JudgedRequest>>(await File.ReadAllTextAsync(answered), JsonSerializerOptions.Web);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(string Verdict, string? Told)> OursAsync(RequestChecks checks, ISchema schema, RandomRequest request)
    {
        var variables = JsonSerializer.SerializeToElement(request.Variables);
        try
        {
            await checks.PrepareAsync(new(request.Query, null, variables,
                OperationKinds.Query | OperationKinds.Mutation | OperationKinds.Subscription, "test"), default, default);
        }
        catch (RequestError refused)
        {
            var error = refused.Errors[0];
            return (error.Code == "VALIDATION_FAILED" ? "invalid" : error.Code == "INVALID_VARIABLE" ? "refused" : error.Code, error.Message);
        }

        var document = Parser.Parse(request.Query);
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single();
        var values = new ValueCoercion(schema, document, operation).Coerce(VariablesReader.Read(variables));
        return ("taken", Text(values));
    }

    /// <summary>As the script writes it.</summary>
    private static string Text(RequestValues values) => string.Join('\n',
        [
        Fields(values.Variables.Where(variable => variable.ValueSpecified).ToDictionary(variable => variable.Name, variable => variable.Value)),
        .. values.Arguments.OrderBy(field => field.Key.Location.Start).Select(field => $"{field.Key.Location.Start} " + Fields(field.Value
            .Where(argument => argument.Value is not { Source: ArgumentSource.FieldDefault, Value: null })
            .ToDictionary(argument => argument.Key, argument => argument.Value.Value))),
    ]);

    private static string Fields(IDictionary<string, object?> fields)
        => $"{{{string.Join(',', fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Text(field.Value)}"))}}}";

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        bool truth => truth ? "true" : "false",
        IDictionary<string, object?> fields => Fields(fields),
        System.Collections.IEnumerable items => $"[{string.Join(',', items.Cast<object?>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private sealed record JudgedRequest(string Verdict, string? Message, string? Values);
}
