using GraphBlog.Engine.Relay;
using Snapshooter.Xunit;

namespace GraphBlog.Engine.Tests;

public class MutationTests
{
    private const string Rename = """
        mutation($input: RenameBookInput!) {
          renameBook(input: $input) {
            book { id title }
            errors { __typename ... on Error { message } ... on BookNotFoundError { id } ... on InvalidTitleError { minLength } }
          }
        }
        """;

    private readonly LibraryServer _library = new();
    private readonly string _book = GlobalId.Format("Book", 4L);

    [Fact]
    public async Task Success_answers_the_value_and_no_errors()
        => Snapshot.Match(await _library.AskAsync(Rename, new { input = new { id = _book, title = "New" } }));

    [Fact]
    public async Task A_declared_exception_is_an_error_of_the_payload_and_the_value_is_null()
        => Snapshot.Match(await _library.AskAsync(Rename, new { input = new { id = GlobalId.Format("Book", 99L), title = "New" } }));

    [Fact]
    public async Task Several_declared_exceptions_are_several_errors()
        => Snapshot.Match(await _library.AskAsync(Rename, new { input = new { id = _book, title = "several" } }));

    [Theory]
    [InlineData("crash")]
    [InlineData("mixed")]
    public async Task What_is_not_declared_is_an_error_of_the_request_and_says_nothing(string title)
    {
        var answer = await _library.AskAsync(Rename, new { input = new { id = _book, title } });

        Assert.Contains("Error trying to resolve field", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"message\": \"secret", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("too short", answer, StringComparison.Ordinal);
        Assert.Contains("\"data\": null", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_is_answered_encoded()
    {
        var data = await _library.DataAsync(
            "mutation($id: ID!) { removeBook(input: { id: $id }) { removedBookId errors { __typename } } }",
            new { id = GlobalId.Format("Book", 1L) });

        var payload = data.GetProperty("removeBook");
        Assert.Equal(GlobalId.Format("Book", 1L), payload.GetProperty("removedBookId").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
    }

    private const string Move = """
        mutation($moves: [MoveInput!]!) { moveBooks(input: { moves: $moves }) { titles errors { index error { __typename message ... on InvalidTitleError { minLength } } } } }
        """;

    [Theory]
    [InlineData("""[{ "remove": "4" }, { "remove": "5" }]""", """{"titles":["4","5"],"errors":null}""")]
    [InlineData("""[{ "rename": "a" }, { "rename": "b" }]""", """{"titles":null,"errors":[{"index":0,"error":{"__typename":"InvalidTitleError","message":"a","minLength":1}},{"index":1,"error":{"__typename":"InvalidTitleError","message":"b","minLength":1}}]}""")]
    [InlineData("""[{ "remove": "4" }, { "rename": "b" }]""", """{"titles":null,"errors":[{"index":1,"error":{"__typename":"InvalidTitleError","message":"b","minLength":1}}]}""")]
    [InlineData("""[{ "remove": "4" }, { "remove": "5" }, { "remove": "6" }]""", """{"titles":null,"errors":[{"index":-1,"error":{"__typename":"InvalidTitleError","message":"Too many.","minLength":2}}]}""")]
    public async Task An_error_of_an_item_says_of_which(string moves, string answer)
    {
        var ids = moves.Replace("\"4\"", $"\"{GlobalId.Format("Book", 4L)}\"").Replace("\"5\"", $"\"{GlobalId.Format("Book", 5L)}\"")
            .Replace("\"6\"", $"\"{GlobalId.Format("Book", 6L)}\"");
        var data = await _library.DataAsync(Move, new { moves = System.Text.Json.JsonElement.Parse(ids) });
        Assert.Equal(answer, System.Text.Json.JsonSerializer.Serialize(data.GetProperty("moveBooks"),
            new System.Text.Json.JsonSerializerOptions { WriteIndented = false }));
    }

    [Fact]
    public async Task An_item_that_fails_otherwise_than_declared_is_an_error_of_the_request()
    {
        var answer = await _library.AskAsync(Move, new { moves = new[] { new { rename = "crash" }, new { rename = "b" } } });
        Assert.Contains("Error trying to resolve field", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\"message\": \"secret", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Introspection_says_that_one_of_several_fields_is_given()
    {
        var data = await _library.DataAsync("{ one: __type(name: \"MoveInput\") { isOneOf } all: __type(name: \"MoveBooksInput\") { isOneOf } }");
        Assert.True(data.GetProperty("one").GetProperty("isOneOf").GetBoolean());
        Assert.False(data.GetProperty("all").GetProperty("isOneOf").GetBoolean());
    }

    [Fact]
    public async Task A_mutation_without_declared_errors_answers_its_value_alone()
        => Assert.Equal("New", (await _library.DataAsync("""mutation { addShelf(input: { label: "New" }) { shelf { label } } }"""))
            .GetProperty("addShelf").GetProperty("shelf").GetProperty("label").GetString());
}
