using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using GraphQLParser;
using GraphQLParser.AST;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Api;

/// <summary>
/// An odd value of the right type is refused as an error of the payload, beside a mutation that was made; one of the wrong type is refused
/// before anything is made. Whichever it is, the client can tell what was written.
/// </summary>
public sealed class OddValueTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>, IAsyncLifetime
{
    private static readonly GraphQLDocument s_schema = Parser.Parse(SourceTree.Read("schema.graphql"));

    private readonly Dictionary<string, string> _ids = [];
    private int _number;

    public async Task InitializeAsync()
    {
        _ids["Post"] = (await server.CreateAsync("Odd values")).Id();
        _ids["Comment"] = (await server.CommentAsync(_ids["Post"])).Id();
        _ids["User"] = (await server.QueryAsync("{ viewer { user { id } } }")).GetProperty("viewer").GetProperty("user").Id();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Of_two_mutations_the_first_is_told_whatever_the_second_is_given()
    {
        var (made, refused) = (0, 0);
        foreach (var mutation in ApiCalls.Mutations)
        {
            var name = char.ToUpperInvariant(mutation[0]) + mutation[1..];
            var input = s_schema.Definitions.OfType<GraphQLInputObjectTypeDefinition>().Single(type => type.Name.Value == $"{name}Input");
            foreach (var field in input.Fields!)
            {
                foreach (var odd in Odd(field.Type))
                {
                    var values = input.Fields.Where(other => other.Type is GraphQLNonNullType).ToDictionary(other => other.Name.StringValue, object? (other) => Usual(mutation, other.Name.StringValue));
                    values[field.Name.StringValue] = odd;
                    var before = await server.ChangesAsync();
                    var answer = await server.PostAsync(
                        $"mutation($i: {name}Input!, $t: String!) {{ a: createPost(input: {{ title: $t, body: \"\" }}) {{ post {{ title }} }} b: {mutation}(input: $i) {{ errors {{ __typename }} }} }}",
                        new { i = values, t = $"First {++_number}" });
                    var told = $"{mutation} {field.Name.StringValue} {Short(JsonSerializer.Serialize(odd))}: {Short(answer.Body)}";
                    if (answer.Status == 400)
                    {
                        refused++;
                        Assert.True(!answer.HasData && before == await server.ChangesAsync(), told);
                    }
                    else
                    {
                        made++;
                        Assert.True(!answer.Json.TryGetProperty("errors", out _), told);
                        Assert.Equal($"First {_number}", answer.Data.GetProperty("a").GetProperty("post").Text("title"));
                        Assert.True(answer.Data.GetProperty("b").ValueKind == JsonValueKind.Object, told);
                    }
                }
            }
        }

        output.WriteLine($"{made} made, {refused} refused");
        Assert.True(made > 100 && refused > 100, $"{made} made, {refused} refused");
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task What_is_refused_below_a_payload_is_the_error_of_its_field_and_the_mutation_was_made()
    {
        var answer = await server.PostAsync(
            "mutation { a: createPost(input: { title: \"Below\", body: \"\" }) { post { title auditHistory(first: 1000) { totalCount } } errors { __typename } } }");
        Assert.Equal("""{"a":{"post":{"title":"Below","auditHistory":null},"errors":null}}""", answer.Data.GetRawText());
        Assert.Equal("""["a","post","auditHistory"]""", answer.TheError().GetProperty("path").GetRawText());
    }

    private static string Short(string text) => text[..Math.Min(text.Length, 400)];

    private object Usual(string mutation, string field) => field switch
    {
        "id" => mutation.EndsWith("Comment") ? _ids["Comment"] : mutation.EndsWith("User") ? _ids["User"]
            : mutation.EndsWith("Subject") ? ApiCalls.Id("UserSubject", 1) : _ids["Post"],
        "postId" => _ids["Post"],
        "userId" => _ids["User"],
        "expectedVersion" or "toVersion" => 1,
        "role" => "AUTHOR",
        "handle" => $"odd{++_number}",
        _ => $"Usual {++_number}",
    };

    private IEnumerable<object?> Odd(GraphQLType type) => type switch
    {
        GraphQLNonNullType required => Odd(required.Type).Prepend(null),
        GraphQLListType list => Odd(list.Type).Select(item => (object?)new[] { item }).Append(Array.Empty<object>()).Append(Enumerable.Repeat("x", 1_000).ToArray()),
        GraphQLNamedType named => named.Name.StringValue switch
        {
            "Int" => [0, -1, int.MaxValue, int.MinValue, 1.5, 2147483648, "1"],
            "ID" => [ApiCalls.PostId(999_999), ApiCalls.Id("Nothing", 1), ApiCalls.Id("Post", "x"), "nonsense", "", 1],
            "DateTime" => ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "2026-02-30T00:00:00Z", "2026-11-23", 1],
            "JSON" => ["text", Array.Empty<object>(), new Dictionary<string, object> { ["nul\0"] = "nul\0" }, new string('x', 100_000), 1e300],
            "String" => ["", " ", "nul\0", "a\nb", "\u202e", new string('x', 10_000), 1, new Dictionary<string, object>()],
            _ => ["OTHER", "", 1],
        },
        _ => [],
    };
}
