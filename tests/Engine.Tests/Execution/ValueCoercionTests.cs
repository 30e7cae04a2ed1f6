using System.Text.Json;
using GraphBlog.Engine.Execution.Values;
using GraphBlog.Engine.Relay;
using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Tests.Execution;

/// <summary>A value is taken as GraphQL.NET's validator takes it, and refused wherever that refuses it.</summary>
public sealed class ValueCoercionTests(Xunit.Abstractions.ITestOutputHelper output)
{
    private const int Requests = 5_000;

    private static readonly string s_book = GlobalId.Format("Book", 4L);
    private static readonly string s_shelf = GlobalId.Format("Shelf", 2L);

    private static readonly string s_query = """
        query ($input: EchoInput!, $nested: [EchoFilterInput!], $genre: Genre = FICTION, $genres: [Genre!], $id: ID!, $ids: [ID!]!, $limit: Int,
               $count: Int = 5, $ratio: Float, $list: [Int!] = [1, 2], $json: JSON, $moment: DateTime!, $isAsked: Boolean! = true) {
          echo(input: $input)
          inside: echo(input: { id: $id, title: "T", nested: { and: [{ and: $nested }, { shelves: $ids, before: $moment }] }, genre: $genre, genres: $genres })
          fixed: echo(input: { id: "{BOOK}", title: "T", nested: { shelves: ["{SHELF}", "{SHELF}"] } })
          arguments(limit: $limit, count: $count, genre: $genre, ratio: $ratio, list: $list)
          json(value: $json) @include(if: $isAsked)
          ...on Query @skip(if: $isAsked) { moment(value: $moment) booksByIds(ids: $ids) { id } }
          ...More
        }
        fragment More on Query { ids(any: $id) books(first: $limit) { nodes { fullTitle(separator: "/") } } }
        """.Replace("{BOOK}", s_book).Replace("{SHELF}", s_shelf);

    private static readonly object?[] s_anything =
        [
        null, "FICTION", "MODERN_HISTORY", "other", "", 3, -1, 1.5, 5_000_000_000L, true, "2026-11-25T10:00:00Z",
        "dGVzdA", s_book, s_shelf, Array.Empty<object>(), new Dictionary<string, object?>(),
    ];

    [Fact]
    public async Task What_the_validator_takes_is_taken_the_same_and_nothing_else()
    {
        ISchema schema = new LibraryServer().Schema;
        schema.Initialize();
        var engines = new Engines(schema);
        var document = Parser.Parse(s_query);
        var operation = document.Definitions.OfType<GraphQLOperationDefinition>().Single();
        var random = new Random(11);
        var coercion = new ValueCoercion(schema, document, operation);
        var (taken, refused) = (0, 0);
        for (var i = 0; i < Requests; i++)
        {
            var variables = JsonSerializer.SerializeToElement(Variables(random, wrong: i == 0 ? 0 : random.NextDouble() * 0.2));
            var inputs = VariablesReader.Read(variables);
            var expected = await engines.ValidateAsync(document, operation, inputs);
            var actual = Coerce(coercion, inputs);
            _ = actual is null ? refused++ : taken++;
            Assert.True(Text(expected) == Text(actual), $"{variables}\n--- expected\n{Text(expected)}\n--- actual\n{Text(actual)}");
        }

        output.WriteLine($"{taken} taken, {refused} refused");
        Assert.True(taken > Requests / 10 && refused > Requests / 10, "The comparison is worth something only while there are many of both.");
    }

    private static Dictionary<string, object?> Variables(Random random, double wrong)
    {
        return Some(
            ("input", Input(3)), ("nested", OneOrMany(Filter(2))), ("genre", "MODERN_HISTORY"), ("genres", OneOrMany("FICTION")), ("id", s_book),
            ("ids", OneOrMany(s_shelf)), ("limit", 4), ("count", 6), ("ratio", 0.25), ("list", OneOrMany(3)), ("json", Input(1)),
            ("moment", "2026-11-25T10:00:00+01:00"), ("isAsked", random.Next(2) == 0));

        Dictionary<string, object?> Input(int depth) => Some(
            ("id", s_book), ("title", "T"), ("subtitle", random.Next(2) == 0 ? null : "S"), ("genre", "FICTION"), ("genres", OneOrMany("FICTION")),
            ("count", 2), ("nested", Filter(depth)));

        Dictionary<string, object?> Filter(int depth) => Some(
            ("and", depth == 0 ? Array.Empty<object>() : OneOrMany(Filter(depth - 1))), ("shelves", OneOrMany(s_shelf)), ("any", s_shelf),
            ("before", "2026-11-25T10:00:00Z"), ("ratio", 2));

        object OneOrMany(object item) => random.Next(3) == 0 ? item : Enumerable.Repeat(item, random.Next(3)).ToArray();

        Dictionary<string, object?> Some(params (string Name, object? Value)[] fields)
        {
            var given = new Dictionary<string, object?>();
            foreach (var (name, value) in fields)
            {
                if (random.NextDouble() > wrong)
                {
                    given[random.NextDouble() < wrong / 20 ? name + "X" : name] = random.NextDouble() < wrong / 4
                        ? s_anything[random.Next(s_anything.Length)] : value;
                }
            }

            return given;
        }
    }

    private static RequestValues? Coerce(ValueCoercion coercion, Inputs inputs)
    {
        try
        {
            return coercion.Coerce(inputs);
        }
        catch (WrongValuesException)
        {
            return null;
        }
    }

    /// <summary>All values as text: arguments by the place of their field, with where they came from.</summary>
    private static string Text(RequestValues? values) => values is null ? "refused" : string.Join('\n',
        values.Variables.Select(variable => $"${variable.Name} {variable.ValueSpecified} {variable.IsDefault} {Value(variable.Value)}")
            .Concat(values.Arguments.OrderBy(field => field.Key.Location.Start).SelectMany(field => field.Value
                .Select(argument => $"{field.Key.Location.Start} {argument.Key} {argument.Value.Source} {Value(argument.Value.Value)}"))));

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IDictionary<string, object?> fields => $"{{{string.Join(',', fields.Select(field => $"{field.Key}:{Value(field.Value)}"))}}}",
        System.Collections.IEnumerable items => $"[{string.Join(',', items.Cast<object?>().Select(Value))}]",
        _ => $"{value.GetType().Name} {value}",
    };
}
