using System.Text.Json;
using GraphBlog.Engine.Relay;

namespace GraphBlog.Engine.Tests;

public class InputTests
{
    private readonly LibraryServer _library = new();
    private readonly string _book = GlobalId.Format("Book", 4L);

    [Fact]
    public async Task Arguments_left_out_take_their_defaults()
        => Assert.Equal("3 ModernHistory  left out  0.5 1", await Text("{ arguments }", "arguments"));

    [Fact]
    public async Task Arguments_given_as_literals_reach_the_method()
        => Assert.Equal("1 Fiction Fiction given 5 1,2 1.5 9007199254740993", await Text(
            "{ arguments(count: 1, genre: FICTION, maybe: FICTION, limit: 5, list: [1, 2], ratio: 1.5, big: 9007199254740993) }",
            "arguments"));

    [Fact]
    public async Task A_null_given_to_an_optional_is_not_the_same_as_leaving_it_out()
        => Assert.Equal("3 ModernHistory  given   0.5 1", await Text("{ arguments(limit: null) }", "arguments"));

    [Fact]
    public async Task A_variable_without_a_value_counts_as_left_out()
        => Assert.Equal("3 ModernHistory  left out  0.5 1", await Text(
            "query($limit: Int, $count: Int! = 3) { arguments(limit: $limit, count: $count) }", "arguments"));

    [Fact]
    public async Task A_single_value_is_coerced_to_a_list()
        => Assert.Equal("3 ModernHistory  left out 8 0.5 1", await Text("query($n: [Int!]) { arguments(list: $n) }", "arguments",
            new { n = 8 }));

    [Fact]
    public async Task An_input_record_is_built_with_what_was_left_out_as_its_defaults()
        => Assert.Equal("4 New left out Fiction  [] 7", await Text($$"""{ echo(input: { id: "{{_book}}", title: "New" }) }""", "echo"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_input_record_reads_nested_inputs_lists_enums_and_ids(bool asVariable)
    {
        var shelves = new[] { GlobalId.Format("Shelf", 1L), GlobalId.Format("Shelf", 2L) };
        var text = asVariable
            ? await Text("query($i: EchoInput!) { echo(input: $i) }", "echo", JsonElement.Parse($$"""
                { "i": { "id": "{{_book}}", "title": "T", "subtitle": null, "genre": "MODERN_HISTORY", "genres": ["FICTION"], "count": 1,
                    "nested": { "and": [{ "ratio": 2 }], "shelves": ["{{shelves[0]}}", "{{shelves[1]}}"], "any": "{{_book}}",
                        "before": "2026-11-23T06:00:00.000001+01:00" } } }
                """))
            : await Text($$"""
                { echo(input: { id: "{{_book}}", title: "T", subtitle: null, genre: MODERN_HISTORY, genres: [FICTION], count: 1
                    nested: { and: [{ ratio: 2 }], shelves: ["{{shelves[0]}}", "{{shelves[1]}}"], any: "{{_book}}"
                        before: "2026-11-23T06:00:00.000001+01:00" } }) }
                """, "echo");

        Assert.Equal("4 T null ModernHistory Fiction [and(and()    2) 1,2 Book 2026-11-23T06:00:00.0000010+01:00 ] 1", text);
    }

    [Theory]
    [InlineData("{ arguments(genre: POETRY) }")]
    [InlineData("{ arguments(count: null) }")]
    [InlineData("{ arguments(unknown: 1) }")]
    [InlineData("{ echo(input: { title: \"T\" }) }")]
    [InlineData("{ echo(input: { id: 1, title: \"T\", other: 1 }) }")]
    public async Task What_the_schema_does_not_allow_is_refused_before_anything_runs(string query)
    {
        var result = await _library.RunAsync(query);

        Assert.NotEmpty(result.Errors!);
        Assert.False(result.Executed);
    }

    [Fact]
    public async Task The_fields_name_and_context_are_the_schemas_own()
        => Assert.Equal("field", await Text("{ field }", "field"));

    private async Task<string> Text(string query, string field, object? variables = null)
        => (await _library.DataAsync(query, variables)).GetProperty(field).GetString()!;
}
