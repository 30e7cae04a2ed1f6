using System.Text;
using GraphBlog.Engine.Relay;

namespace GraphBlog.Engine.Tests;

public class GlobalIdTests
{
    private readonly LibraryServer _library = new();

    [Fact]
    public void An_id_is_standard_base64_of_type_and_key()
        => Assert.Equal("Qm9vazo0Mg==", GlobalId.Format("Book", 42L));

    [Theory]
    [InlineData("Qm9vazo0Mg==")]
    [InlineData("Qm9vazo0Mg")]
    public void Padding_may_be_missing(string text)
    {
        Assert.True(GlobalId.TryParse(text, out var id));
        Assert.Equal(new GlobalId("Book", "42"), id);
    }

    [Fact]
    public void Both_alphabets_are_read()
    {
        var text = GlobalId.Format("Book", "ü?>~ÿ");
        Assert.Contains(text, character => character is '+' or '/');

        Assert.True(GlobalId.TryParse(text.Replace('+', '-').Replace('/', '_'), out var id));
        Assert.Equal("ü?>~ÿ", id.Key);
    }

    [Fact]
    public void Every_kind_of_key_comes_back_as_it_was()
    {
        foreach (var key in new object[] { 1L, -2L, long.MaxValue, "a:b", new string('x', 600) })
        {
            Assert.True(GlobalId.TryParse(GlobalId.Format("Book", key), out var id));
            Assert.Equal(key, id.KeyAs(key.GetType()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData("not an id")]
    [InlineData("Qm9vaw==")]
    [InlineData("OjQy")]
    [InlineData("QiBvOjQy")]
    [InlineData("/////w==")]
    public async Task What_is_no_global_id_is_an_error_that_names_the_argument(string text)
    {
        Assert.False(GlobalId.TryParse(text, out _));
        foreach (var (query, name) in new[] { ("book(id: $id) { title }", "id"), ("node(id: $id) { id }", "id"), ("ids(any: $id)", "any") })
        {
            Assert.Equal($"Argument '{name}' is invalid. \"{text}\" is not a valid ID.",
                await Refusal($"query($id: ID!) {{ {query} }}", new { id = text }));
        }
    }

    [Fact]
    public async Task A_wrong_id_inside_an_input_is_an_error_that_names_the_field()
    {
        Assert.Equal("Argument 'input.id' is invalid. \"x\" is not a valid ID.", await Refusal("""{ echo(input: { id: "x", title: "T" }) }"""));
        Assert.Equal("Variable '$i.nested.shelves[1]' is invalid. \"x\" is not a valid ID.", await Refusal(
            "query($i: EchoInput!) { echo(input: $i) }",
            new
            {
                i = new
                {
                    id = GlobalId.Format("Book", 4L),
                    title = "T",
                    nested = new { shelves = new[] { GlobalId.Format("Shelf", 1L), "x" } }
                }
            }));
    }

    [Theory]
    [InlineData("Shelf:1")]
    [InlineData("Nobody:1")]
    [InlineData("Book:999")]
    [InlineData("Book:one")]
    [InlineData("Book:")]
    [InlineData("Book:99999999999999999999")]
    public async Task An_id_of_another_type_or_of_nothing_is_answered_as_absent(string plain)
    {
        var id = Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));
        var data = await _library.DataAsync("query($id: ID!) { book(id: $id) { title } booksByIds(ids: [$id]) { title } }", new { id });

        Assert.Equal("""{"book":null,"booksByIds":[]}""", data.GetRawText().Replace(" ", "").Replace("\n", ""));
    }

    /// <summary>The message of the one error, of a request that was refused for its id.</summary>
    private async Task<string> Refusal(string query, object? variables = null)
    {
        var answer = await _library.AnswerAsync(query, variables);
        Assert.False(answer.TryGetProperty("data", out _));
        var error = Assert.Single(answer.GetProperty("errors").EnumerateArray());
        Assert.Equal(ErrorCodes.InvalidSyntaxFormat, error.GetProperty("extensions").GetProperty("code").GetString());
        Assert.NotEqual(0, error.GetProperty("locations").GetArrayLength());
        return error.GetProperty("message").GetString()!;
    }

    [Fact]
    public async Task Ids_go_out_encoded_and_come_in_decoded()
    {
        var id = GlobalId.Format("Book", 4L);
        var data = await _library.DataAsync(
            "query($id: ID!) { book(id: $id) { id shelfId lender { id } } booksByIds(ids: [$id]) { id } ids(any: $id) }", new { id });

        Assert.Equal(id, data.GetProperty("book").GetProperty("id").GetString());
        Assert.Equal(GlobalId.Format("Shelf", 1L), data.GetProperty("book").GetProperty("shelfId").GetString());
        Assert.Equal(id, data.GetProperty("booksByIds")[0].GetProperty("id").GetString());
        Assert.Equal([id, GlobalId.Format("Shelf", 7L)], data.GetProperty("ids").EnumerateArray().Select(item => item.GetString()!));
    }
}
