using GraphBlog.Engine.Http;

namespace GraphBlog.Engine.Tests.Http;

public sealed class ErrorTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(services: s => s.AddErrorFilter(e
        => e is KeyNotFoundException ? new GraphQLRequestException("No such thing.", "NOT_FOUND", 404) : null));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("crash")]
    [InlineData("crashHard")]
    [InlineData("wrapped")]
    [InlineData("nothing")]
    [InlineData("notANumber")]
    public async Task An_unexpected_error_tells_its_place_and_a_correlation_id_and_nothing_else(string field)
    {
        var answer = await _server.PostAsync(
            $$"""{"query":"query Named {\n  hello\n  {{field}}\n}"}""", "application/graphql-response+json", ("X-Request-Id", "id-1"));
        Assert.Equal(200, answer.Status);
        Assert.Equal(
            """{"message":"Unexpected execution error.","locations":[{"line":3,"column":3}],"path":["FIELD"],""".Replace("FIELD", field)
            + "\"extensions\":{\"code\":\"UNEXPECTED\",\"correlationId\":\"id-1\"}}",
            answer.Error.GetRawText());
        Assert.Equal(1, answer.Json.GetProperty("errors").GetArrayLength());
        Assert.DoesNotContain("secret", answer.Body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("System", answer.Body);
        var (message, exception) = Assert.Single(_server.Log.Errors);
        Assert.Contains("id-1", message);
        Assert.NotNull(exception);
        Assert.IsNotAssignableFrom<GraphQL.ExecutionError>(exception);
    }

    [Theory]
    [InlineData("crash", """{"hello":"world","crash":null}""")]
    [InlineData("crashHard", "null")]
    public async Task Errors_come_first_and_data_is_partial_or_null(string field, string data)
    {
        var answer = await _server.QueryAsync($"{{ hello {field} }}");
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("{\"errors\":", answer.Body);
        Assert.Equal(data, answer.Data.GetRawText());
    }

    [Theory]
    [InlineData("refuse", "FORBIDDEN", "Not for you.")]
    [InlineData("coded", "CODED", "As coded.")]
    [InlineData("mapped", "NOT_FOUND", "No such thing.")]
    public async Task A_named_error_passes_and_is_not_logged(string field, string code, string message)
    {
        var answer = await _server.QueryAsync($"{{ {field} }}");
        Assert.Equal(200, answer.Status);
        Assert.Equal(code, answer.Code);
        Assert.Equal(message, answer.Message);
        Assert.False(answer.Error.GetProperty("extensions").TryGetProperty("correlationId", out _));
        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task The_operation_is_named_in_the_log()
    {
        await _server.QueryAsync("query Named { crash }", operationName: "Named");
        Assert.Contains("Named", Assert.Single(_server.Log.Errors).Message);
    }

    [Fact]
    public async Task The_path_of_an_error_goes_through_lists_and_aliases()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.QueryAsync("{ items(first: 2) { again: items(first: 1) { broken: name(as: \"crash\") } } }");
        Assert.Equal(
            ["""["items",0,"again",0,"broken"]""", """["items",1,"again",0,"broken"]"""],
            answer.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("path").GetRawText()));
    }

    [Fact]
    public async Task A_result_that_is_no_json_number_is_an_error_and_not_half_an_answer()
    {
        var answer = await _server.QueryAsync("{ hello infinite }");
        Assert.Equal("UNEXPECTED", answer.Code);
        Assert.Equal("""{"hello":"world","infinite":null}""", answer.Data.GetRawText());
    }

    [Fact]
    public async Task Validation_errors_have_places_and_are_20_at_most()
    {
        var answer = await _server.QueryAsync("{\n  hello\r\n\r  " + string.Join(' ', Enumerable.Range(0, 40).Select(i => $"x{i}")) + " }");
        var errors = answer.Json.GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(20, errors.Count);
        Assert.Equal("""[{"line":4,"column":3}]""", errors[0].GetProperty("locations").GetRawText());
        Assert.Equal("VALIDATION_FAILED", answer.Code);
        Assert.Contains("'x0'", answer.Message);
        Assert.False(answer.HasData);
    }

    [Fact]
    public async Task A_long_value_is_not_echoed_in_full()
    {
        var answer = await _server.QueryAsync("query($n: Int) { echo(number: $n) }", new { n = new string('x', 100_000) });
        Assert.Equal(400, answer.Status);
        Assert.True(answer.Body.Length < 1_200, answer.Body.Length.ToString());
    }
}
