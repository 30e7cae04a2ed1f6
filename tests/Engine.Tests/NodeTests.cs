using GraphBlog.Engine.Relay;

namespace GraphBlog.Engine.Tests;

public class NodeTests
{
    private readonly LibraryServer _library = new();
    private readonly string _book = GlobalId.Format("Book", 4L);
    private readonly string _shelf = GlobalId.Format("Shelf", 2L);

    [Fact]
    public async Task A_node_is_found_by_its_id_and_knows_its_type()
    {
        var data = await _library.DataAsync(
            "query($a: ID!, $b: ID!) { a: node(id: $a) { __typename id ...B } b: node(id: $b) { __typename ... on Shelf { label } ...B } }"
            + " fragment B on Book { title }", new { a = _book, b = _shelf });

        Assert.Equal(_book, data.GetProperty("a").GetProperty("id").GetString());
        Assert.Equal("Book", data.GetProperty("a").GetProperty("__typename").GetString());
        Assert.Equal("Book 04", data.GetProperty("a").GetProperty("title").GetString());
        Assert.Equal("""{"__typename":"Shelf","label":"South"}""", System.Text.Json.JsonSerializer.Serialize(data.GetProperty("b")));
    }

    [Fact]
    public async Task Nodes_keep_the_order_of_the_ids_repeat_repeated_ones_and_are_null_where_there_is_none()
    {
        var ids = new[] { _shelf, _book, GlobalId.Format("Book", 99L), _shelf, GlobalId.Format("Reader", 9L), GlobalId.Format("Book", 5L) };
        var data = await _library.DataAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids });

        var found = data.GetProperty("nodes").EnumerateArray()
            .Select(node => node.ValueKind == System.Text.Json.JsonValueKind.Null ? null : node.GetProperty("id").GetString());
        Assert.Equal([_shelf, _book, null, _shelf, null, GlobalId.Format("Book", 5L)], found);
        Assert.Equal(["books 4,99,5"], _library.Catalogue.Batches);
        Assert.Single(_library.Catalogue.Selectors);
    }

    [Fact]
    public async Task At_most_a_hundred_nodes_are_fetched_at_once()
    {
        var ids = Enumerable.Repeat(_shelf, 101).ToArray();
        var result = await _library.RunAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids });

        Assert.Equal(ErrorCodes.FetchedTooManyNodesAtOnce, Assert.Single(result.Errors!).Code);
        Assert.Empty(_library.Catalogue.Selectors);
    }

    [Fact]
    public async Task A_wrong_id_among_many_is_an_error_of_the_request()
    {
        var answer = await _library.AnswerAsync("query($ids: [ID!]!) { nodes(ids: $ids) { id } }", new { ids = new[] { _book, "x" } });

        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal(ErrorCodes.InvalidSyntaxFormat, error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal("Argument 'ids[1]' is invalid. \"x\" is not a valid ID.", error.GetProperty("message").GetString());
        Assert.False(answer.TryGetProperty("data", out _));
    }

    [Fact]
    public async Task A_node_resolver_learns_which_columns_are_asked()
    {
        await _library.DataAsync("query($id: ID!) { node(id: $id) { id ... on Shelf { label } ... on Book { title } } }",
            new { id = _shelf });

        Assert.Equal(["x => new Shelf() {Id = x.Id, Label = x.Label}"], _library.Catalogue.Selectors);
    }

    [Fact]
    public async Task A_field_may_be_typed_as_node()
        => Assert.Equal("Shelf", (await _library.DataAsync("{ anyNode { __typename } }")).GetProperty("anyNode")
            .GetProperty("__typename").GetString());
}
