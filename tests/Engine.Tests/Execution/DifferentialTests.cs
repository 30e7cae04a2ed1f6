using System.Text.Json;
using Xunit.Abstractions;

namespace GraphBlog.Engine.Tests.Execution;

/// <summary>
/// Ours against GraphQL.NET's own strategy. Both tell every error, those of fields that a null beside them swallowed too, which the
/// specification (section 6.4.4) leaves open.
/// </summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int Documents = 500, Requests = 3;

    private const string Page = """
        { books(first: 7) { nodes { id title subtitle genre pages addedAt tags isLent shelf { id label } lender { name } } totalCount } }
        """;

    private const string Edges = """
        {
          books(first: 3) {
            edges { cursor node { fullTitle(separator: "/") weight shelfId shelfAsLoaded { id height } } }
            pageInfo { hasNextPage endCursor }
          }
        }
        """;

    private const string Introspection = """
        {
          __schema {
            types {
              kind name
              fields(includeDeprecated: true) { name args { name defaultValue type { name ofType { name kind } } } isDeprecated }
              possibleTypes { name } enumValues { name } inputFields { name } interfaces { name }
            }
            directives { name locations }
            queryType { name }
          }
          __type(name: "Book") { name description }
        }
        """;

    private static readonly ToySchema s_schema = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Any_document_gives_the_same_data_in_the_same_order_and_the_same_errors(int seed)
    {
        s_schema.Initialize();
        var random = new Random(seed);
        var (failed, nulled) = (0, 0);
        for (var i = 0; i < Documents; i++)
        {
            var query = new ToyDocument(s_schema, random).Build();
            var engines = new Engines(s_schema);
            for (var request = 0; request < Requests; request++)
            {
                var variables = Variables(random);
                var expected = await engines.StockAsync(query, variables, validate: request == 0);
                var actual = await engines.OursAsync(query, variables);
                if (expected.ToString() != actual.ToString())
                {
                    Assert.Fail($"Seed {seed}, document {i}, request {request}, variables {variables}:\n{query}\n"
                        + $"--- expected\n{expected}\n--- actual\n{actual}");
                }

                failed += expected.Errors.Count > 0 ? 1 : 0;
                nulled += expected.Data == "null" ? 1 : 0;
            }
        }

        // The comparison is worth something only while documents that fail, and some that do not, are among them.
        output.WriteLine($"{Requests * Documents} requests, {failed} with errors, {nulled} without data");
        Assert.InRange(failed, Requests * Documents / 4, (Requests * Documents) - 50);
        Assert.InRange(nulled, 10, Requests * Documents / 4);
    }

    [Theory]
    [InlineData(Page)]
    [InlineData(Edges)]
    [InlineData(Introspection)]
    public async Task The_annotated_types_answer_the_same(string query)
    {
        var library = new LibraryServer();
        await using var scope = library.Scope();
        var engines = new Engines(library.Schema, scope.ServiceProvider);
        Assert.Equal((await engines.StockAsync(query)).ToString(), (await engines.OursAsync(query)).ToString());
    }

    private static string Variables(Random random)
    {
        var variables = new Dictionary<string, object?> { ["a"] = random.Next(2) == 0 };
        if (random.Next(2) == 0)
        {
            variables["b"] = random.Next(2) == 0;
        }

        if (random.Next(3) > 0)
        {
            variables["text"] = random.Next(4) == 0 ? null : $"text {random.Next(100)}";
        }

        if (random.Next(3) == 0)
        {
            variables["number"] = random.Next(2) == 0 ? null : random.Next(100);
        }

        return JsonSerializer.Serialize(variables);
    }
}
