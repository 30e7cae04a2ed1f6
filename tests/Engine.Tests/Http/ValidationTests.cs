namespace GraphBlog.Engine.Tests.Http;

public sealed class ValidationTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("", "Expected an operation or a fragment, found the end of the document.", 1, 1)]
    [InlineData("{", "Expected a name, found the end of the document.", 1, 2)]
    [InlineData("{}", "Expected a name, found \"}\".", 1, 2)]
    [InlineData("{ hello }\n}", "Expected an operation or a fragment, found \"}\".", 2, 1)]
    [InlineData("type Query { a: Int }", "Expected an operation or a fragment, found \"type\".", 1, 1)]
    [InlineData("\"doc\" query { hello }", "Expected an operation or a fragment, found \"\"doc\"\".", 1, 1)]
    [InlineData("{ hello() }", "Expected a name, found \")\".", 1, 9)]
    [InlineData("query() { hello }", "Expected \"$\", found \")\".", 1, 7)]
    [InlineData("query($a: Int = $b) { hello }", "Expected a value, found \"$\".", 1, 17)]
    [InlineData("fragment on on Query { hello }", "Expected the fragment's name, found \"on\".", 1, 10)]
    [InlineData("{ echo(text: \"a\nb\") }", "A string is not closed on its line.", 1, 14)]
    [InlineData("{ echo(text: \"\\q\") }", "A string holds an unknown escape sequence.", 1, 15)]
    [InlineData("{ echo(text: \"\\ud83d\") }", "A string holds half of a surrogate pair.", 1, 15)]
    [InlineData("{ echo(text: \"\\u12\") }", "A \\u escape needs four hexadecimal digits, or a character's number in braces, such as \\u{1F600}.", 1, 15)]
    [InlineData("{ echo(text: \"\\u{}\") }", "A \\u escape needs four hexadecimal digits, or a character's number in braces, such as \\u{1F600}.", 1, 15)]
    [InlineData("{ echo(text: \"\\u{110000}\") }", "A \\u escape needs four hexadecimal digits, or a character's number in braces, such as \\u{1F600}.", 1, 15)]
    [InlineData("{ echo(text: \"\\u{d83d}\") }", "A \\u escape needs four hexadecimal digits, or a character's number in braces, such as \\u{1F600}.", 1, 15)]
    [InlineData("{ echo(text: \"\\u{1F600\") }", "A \\u escape needs four hexadecimal digits, or a character's number in braces, such as \\u{1F600}.", 1, 15)]
    [InlineData("{ hello 😀 }", "Unexpected character U+1F600.", 1, 9)]
    [InlineData("{ echo(number: 01) }", "A number may not begin with 0.", 1, 16)]
    [InlineData("{ echo(number: 1.) }", "A number lacks a digit.", 1, 16)]
    [InlineData("{ echo(number: 1x) }", "A number is followed by another character without a space.", 1, 16)]
    [InlineData("{ hello ? }", "Unexpected character U+003F.", 1, 9)]
    public async Task A_syntax_error_tells_what_was_expected_and_where(string query, string message, int line, int column)
    {
        var answer = await _server.QueryAsync(query);
        Assert.Equal(400, answer.Status);
        Assert.Equal("SYNTAX_ERROR", answer.Code);
        Assert.Equal(message, answer.Message);
        Assert.Equal($$"""[{"line":{{line}},"column":{{column}}}]""", answer.Error.GetProperty("locations").GetRawText());
    }

    [Theory]
    [InlineData("query A($n: Int = -1, $l: [[Int!]!]! = [[1]]) @include(if: true) { hello }")]
    [InlineData("{hello,,,again:hello@skip(if:false)...on Query@include(if:true){hello}...{hello}...F}fragment F on Query{hello}")]
    [InlineData("{ echo(text: \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83c\\udfc3\") }")]
    [InlineData("{ echo(text: \"\"\"a \\\"\"\" \"b\" \\q\n # not a comment \"\"\") } # a \\q comment \" \"\"\"")]
    [InlineData("{ echo(input: {number: -0 nested: {}}, list: [], float: -1.5e+10) }")]
    [InlineData("\ufeffquery fragment { hello }")]
    [InlineData("{ query: hello fragment: hello on: hello null: hello }")]
    public async Task Every_form_of_an_executable_document_is_read(string query)
    {
        var answer = await _server.QueryAsync(query);
        Assert.True(answer.Status == 200 || answer.Code == "VALIDATION_FAILED", answer.Body);
        Assert.DoesNotContain("SYNTAX", answer.Body);
    }

    [Fact]
    public async Task A_character_may_be_written_by_its_number_and_places_stay()
    {
        var answer = await _server.QueryAsync("{ echo(text: \"\\u{1F600}\\\\u{41}\\u{22}\\u{5C}\\u{0009}\\u{a}x\") }");
        Assert.Equal("text=😀\\u{41}\"\\\t\nx", answer.Data.GetProperty("echo").GetString());
        var refused = await _server.QueryAsync("{ echo(text: \"\\u{1F600}\") nope }");
        Assert.Equal("""[{"line":1,"column":27}]""", refused.Error.GetProperty("locations").GetRawText());
    }

    [Fact]
    public async Task A_block_string_keeps_what_looks_like_a_comment()
    {
        var answer = await _server.QueryAsync("{ echo(text: \"\"\"a # b\"\"\") # c\n}");
        Assert.Equal("text=a # b", answer.Data.GetProperty("echo").GetString());
    }

    [Theory]
    [InlineData("{ echo(number: 1) echo(number: 2) }", "differing arguments")]
    [InlineData("{ echo(number: 1) echo }", "differing arguments")]
    [InlineData("{ hello hello: markup }", "hello and markup are different fields")]
    [InlineData("{ hello hello: item { id } }", "conflicting types")]
    [InlineData("{ item { a: id } ...F } fragment F on Query { item { ...G } } fragment G on Item { a: name }", "conflicting types")]
    [InlineData("query($a: Int, $b: Int) { echo(number: $a) ... { echo(number: $b) } }", "differing arguments")]
    [InlineData("{ echo(input: {number: 1}) echo(input: {number: 2}) }", "differing arguments")]
    [InlineData("{ __type(name: \"Item\") { name } __type(name: \"Query\") { name } }", "differing arguments")]
    public async Task Selections_that_cannot_merge_are_refused(string query, string reason)
    {
        var answer = await _server.QueryAsync(query);
        Assert.Equal(400, answer.Status);
        Assert.Equal("VALIDATION_FAILED", answer.Code);
        Assert.Contains(reason, answer.Message);
        Assert.Equal(2, answer.Error.GetProperty("locations").GetArrayLength());
    }

    [Theory]
    [InlineData("{ echo(number: 1, text: \"a\") echo(text: \"a\" number: 1) }")]
    [InlineData("{ item { id } item { name } ...F } fragment F on Query { item { id name } }")]
    [InlineData("query($a: Int) { echo(number: $a) echo(number: $a) }")]
    [InlineData("{ echo(input: {number: 1, nested: {}}, list: [1, 2]) echo(list: [1 2] input: {nested: {} number: 1}) }")]
    public async Task Selections_that_agree_merge(string query)
        => Assert.Equal(200, (await _server.QueryAsync(query, new { a = 1 })).Status);

    [Theory]
    [InlineData("{ item }")]
    [InlineData("{ hello { x } }")]
    [InlineData("{ ...F }")]
    [InlineData("{ hello } fragment F on Query { hello }")]
    [InlineData("{ hello ...F } fragment F on Query { hello } fragment F on Query { markup }")]
    [InlineData("query A { hello } query A { hello }")]
    [InlineData("{ hello } query A { hello }")]
    [InlineData("query($a: Int) { hello }")]
    [InlineData("{ echo(number: $a) }")]
    [InlineData("{ hello @unknown }")]
    [InlineData("{ ... on Unknown { hello } }")]
    [InlineData("{ ... on Item { id } }")]
    [InlineData("query($a: String) { echo(number: $a) }")]
    [InlineData("{ echo(unknown: 1) }")]
    [InlineData("query($a: Item) { echo(text: $a) }")]
    public async Task A_document_that_does_not_fit_the_schema_is_refused(string query)
    {
        var answer = await _server.QueryAsync(query, operationName: query.Contains("query A") ? "A" : null);
        Assert.Equal(400, answer.Status);
        Assert.Equal("VALIDATION_FAILED", answer.Code);
        Assert.False(answer.HasData);
        Assert.Empty(_server.Log.Errors);
    }
}
