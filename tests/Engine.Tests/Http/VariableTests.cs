namespace GraphBlog.Engine.Tests.Http;

public sealed class VariableTests : IAsyncLifetime
{
    private const string Input = "query($v: TestInput) { echo(input: $v) }";
    private const string Number = "query($v: Int) { echo(number: $v) }";
    private const string Float = "query($v: Float) { echo(float: $v) }";

    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("{}", "")]
    [InlineData("""{"v":null}""", "number=null")]
    [InlineData("""{"v":1}""", "number=1")]
    [InlineData("""{"v":1,"v":2}""", "number=2")]
    [InlineData("""{"v":1,"unused":[{}]}""", "number=1")]
    public async Task Absent_null_and_repeated_variables_are_kept_apart(string variables, string expected)
    {
        var answer = await PostAsync(Number, variables);
        Assert.Equal(expected, answer.Data.GetProperty("echo").GetString());
    }

    [Theory]
    [InlineData("1e3", "float=1000")]
    [InlineData("0.1", "float=0.1")]
    [InlineData("123456789012345678901234567890", "float=1.2345678901234568E+29")]
    [InlineData("-0", "float=0")]
    public async Task Numbers_of_every_size_are_read(string number, string expected)
        => Assert.Equal(expected, (await PostAsync(Float, $$"""{"v":{{number}}}""")).Data.GetProperty("echo").GetString());

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e0")]
    [InlineData("10e-1")]
    public async Task A_whole_number_is_an_Int_however_it_is_written(string number)
        => Assert.Equal("number=1", (await PostAsync(Number, $$"""{"v":{{number}}}""")).Data.GetProperty("echo").GetString());

    [Theory]
    [InlineData(Number, "\"abc\"", "$v")]
    [InlineData(Number, "1.5", "$v")]
    [InlineData(Number, "2147483648", "$v")]
    [InlineData(Number, "123456789012345678901234567890", "$v")]
    [InlineData(Number, "1e400", "$v")]
    [InlineData(Number, "{\"a\":1}", "$v")]
    [InlineData(Number, "[1]", "$v")]
    [InlineData(Number, "true", "$v")]
    [InlineData(Float, "1e400", "$v")]
    [InlineData(Input, "{\"number\":\"x\"}", "$v.number")]
    [InlineData(Input, "{\"nested\":{\"number\":[]}}", "$v.nested.number")]
    [InlineData(Input, "{\"unknown\":1}", "'$v.unknown'")]
    [InlineData(Input, "[]", "$v")]
    [InlineData("query($v: [Int!]) { echo(list: $v) }", "[1,null]", "$v[1]")]
    [InlineData("query($v: Int!) { echo(number: $v) }", "null", "$v")]
    public async Task A_value_that_does_not_fit_names_the_variable_and_no_type_of_the_server(string query, string value, string named)
    {
        var answer = await PostAsync(query, $$"""{"v":{{value}}}""");
        Assert.Equal(400, answer.Status);
        Assert.Equal("INVALID_VARIABLE", answer.Code);
        Assert.Contains(named, answer.Message);
        Assert.False(answer.HasData);
        Assert.DoesNotMatch("System|Int32|Double|Dictionary|List`|Object|Exception", answer.Body);
        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task A_missing_variable_is_named()
    {
        var answer = await PostAsync("query($v: Int!) { echo(number: $v) }", "{}");
        Assert.Equal("INVALID_VARIABLE", answer.Code);
        Assert.Contains("$v", answer.Message);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused()
    {
        var answer = await PostAsync("query($v: String) { echo(text: $v) }", """{"v":"\ud83d"}""");
        Assert.Equal(400, answer.Status);
        Assert.Equal("INVALID_VARIABLE", answer.Code);
        Assert.Contains("$v", answer.Message);
    }

    [Theory]
    [InlineData("{ echo(number: \"x\") }")]
    [InlineData("{ echo(number: 2147483648) }")]
    [InlineData("{ echo(float: 1e400) }")]
    [InlineData("{ echo(input: {number: 1.5}) }")]
    public async Task A_literal_that_does_not_fit_is_told_without_types_of_the_server(string query)
    {
        var answer = await _server.QueryAsync(query);
        Assert.Equal(400, answer.Status);
        Assert.Equal("VALIDATION_FAILED", answer.Code);
        Assert.DoesNotMatch("System|Int32|Double|Exception", answer.Body);
    }

    [Fact]
    public async Task An_arguments_own_check_is_made_for_cached_documents_too()
    {
        const string Query = "query($v: Int) { echo(checked: $v) }";
        foreach (var (value, status) in new[] { (1, 200), (10, 400), (1, 200), (10, 400) })
        {
            var answer = await PostAsync(Query, $$"""{"v":{{value}}}""");
            Assert.Equal(status, answer.Status);
            Assert.DoesNotContain("List`1", answer.Body);
        }
    }

    private Task<Answer> PostAsync(string query, string variables)
        => _server.PostAsync($$"""{"query":"{{query}}","variables":{{variables}}}""", "application/graphql-response+json");
}
