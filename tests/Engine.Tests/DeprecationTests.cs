
namespace GraphBlog.Engine.Tests;

/// <summary>What is deprecated is still taken, and is shown as such to who asks for it.</summary>
public sealed class DeprecationTests
{
    private readonly LibraryServer _library = new();

    [Fact]
    public async Task Arguments_and_input_fields_are_left_out_of_introspection_unless_deprecated_ones_are_asked_for()
    {
        var data = (await _library.AnswerAsync("""
            {
              query: __type(name: "Query") { fields { name args { name } all: args(includeDeprecated: true) { ...D } } }
              echo: __type(name: "EchoInput") { inputFields { name } all: inputFields(includeDeprecated: true) { ...D } }
              filter: __type(name: "EchoFilterInput") { inputFields { name } all: inputFields(includeDeprecated: true) { ...D } }
            }
            fragment D on __InputValue { name isDeprecated deprecationReason }
            """)).GetProperty("data");
        var arguments = data.GetProperty("query").GetProperty("fields").EnumerateArray()
            .Single(field => field.GetProperty("name").GetString() == "arguments");
        foreach (var (place, usual, name, reason) in new[]
        {
            (arguments, "args", "list", "Use `limit`."), (data.GetProperty("echo"), "inputFields", "count", "Nobody counts."),
            (data.GetProperty("filter"), "inputFields", "ratio", "Use `before`."),
        })
        {
            var all = place.GetProperty("all").EnumerateArray().ToList();
            var deprecated = Assert.Single(all, value => value.GetProperty("isDeprecated").GetBoolean());
            Assert.Equal((name, reason), (deprecated.GetProperty("name").GetString(), deprecated.GetProperty("deprecationReason").GetString()));
            Assert.Equal(
                all.Select(value => value.GetProperty("name").GetString()).Where(one => one != name),
                place.GetProperty(usual).EnumerateArray().Select(value => value.GetProperty("name").GetString()));
        }
    }

    [Fact]
    public void They_are_printed_with_their_reasons()
    {
        var printed = SchemaPrinter.Print(_library.Schema);
        Assert.Contains("list: [Int!] @deprecated(reason: \"Use `limit`.\")", printed);
        Assert.Contains("count: Int @deprecated(reason: \"Nobody counts.\")", printed);
        Assert.Contains("ratio: Float @deprecated(reason: \"Use `before`.\")", printed);
    }

    [Fact]
    public async Task They_are_taken_as_before()
        => Assert.Equal("3 ModernHistory  left out 8 0.5 1", (await _library.AnswerAsync("{ arguments(list: 8) }")).GetProperty("data")
            .GetProperty("arguments").GetString());
}
