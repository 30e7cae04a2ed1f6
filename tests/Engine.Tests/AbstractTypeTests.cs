namespace GraphBlog.Engine.Tests;

public class AbstractTypeTests
{
    private readonly LibraryServer _library = new();

    [Fact]
    public async Task An_interface_answers_each_items_own_type()
        => Assert.Equal("""[{"__typename":"Map","name":"Rome"},{"__typename":"Globe","name":"Globe","diameter":30}]""",
            await Compact("{ holdings { __typename name ... on Globe { diameter } } }", "holdings"));

    [Theory]
    [InlineData("true", """{"__typename":"Map","name":"Oslo"}""")]
    [InlineData("false", """{"__typename":"Nothing","reason":"not here"}""")]
    public async Task A_union_answers_the_type_found(string map, string expected)
        => Assert.Equal(expected, await Compact(
            $"{{ find(map: {map}) {{ __typename ... on Holding {{ name }} ... on Nothing {{ reason }} }} }}", "find"));

    private async Task<string> Compact(string query, string field)
        => System.Text.Json.JsonSerializer.Serialize((await _library.DataAsync(query)).GetProperty(field));
}
