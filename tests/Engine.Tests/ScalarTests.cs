using System.Text.Json;
namespace GraphBlog.Engine.Tests;

public class ScalarTests
{
    private readonly LibraryServer _library = new();

    [Theory]
    [InlineData("2026-11-23T04:46:50.123456Z", "2026-11-23T04:46:50.123456Z")]
    [InlineData("2026-11-23t04:46:50z", "2026-11-23T04:46:50Z")]
    [InlineData("2026-11-23T04:46:50.1000000+05:30", "2026-11-23T04:46:50.1+05:30")]
    [InlineData("2026-11-23T04:46:50.1234567-03:00", "2026-11-23T04:46:50.123457-03:00")]
    [InlineData("2026-11-23T04:46:50.123456489Z", "2026-11-23T04:46:50.123456Z")]
    [InlineData("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")]
    public async Task A_moment_comes_back_to_the_microsecond_with_its_offset(string given, string expected)
    {
        foreach (var query in new[] { "query($v: DateTime!) { moment(value: $v) }", $"{{ moment(value: \"{given}\") }}" })
        {
            Assert.Equal(expected, (await _library.DataAsync(query, new { v = given })).GetProperty("moment").GetString());
        }
    }

    [Theory]
    [InlineData("\"2026-11-23\"")]
    [InlineData("\"2026-11-23T04:46:50\"")]
    [InlineData("\"2026-11-23 04:46:50Z\"")]
    [InlineData("\"2026-11-23T04:46Z\"")]
    [InlineData("\"2026-11-23T04:46:50.1234567890Z\"")]
    [InlineData("\"2026-02-30T04:46:50Z\"")]
    [InlineData("\"2026-11-23T24:46:50Z\"")]
    [InlineData("\"2026-11-23T04:46:50Z\\n\"")]
    [InlineData("\"23/11/2026\"")]
    [InlineData("1795409210")]
    public async Task Anything_else_is_no_moment(string literal)
    {
        Assert.False((await _library.RunAsync($"{{ moment(value: {literal}) }}")).Executed);
        var result = await _library.RunAsync("query($v: DateTime!) { moment(value: $v) }", new { v = JsonElement.Parse(literal) });
        Assert.False(result.Executed);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("\"a \\\"quoted\\\" ü\"")]
    [InlineData("12345678901234567890123")]
    [InlineData("-0.25")]
    [InlineData("[1,[],{}]")]
    [InlineData("""{"a":{"b":[null,"c",1.5]}}""")]
    public async Task Any_JSON_comes_back_as_it_was_given(string json)
    {
        var variable = await _library.DataAsync("query($v: JSON) { json(value: $v) }", new { v = JsonElement.Parse(json) });
        Assert.Equal(JsonSerializer.Serialize(JsonElement.Parse(json)), JsonSerializer.Serialize(variable.GetProperty("json")));

        var literal = System.Text.RegularExpressions.Regex.Replace(json, "\"(\\w+)\":", "$1:");
        var answer = await _library.DataAsync($"{{ json(value: {literal}) }}");
        Assert.Equal(JsonSerializer.Serialize(JsonElement.Parse(json)), JsonSerializer.Serialize(answer.GetProperty("json")));
    }

    [Fact]
    public async Task A_variable_inside_a_JSON_literal_is_refused_and_not_read_as_null()
    {
        var result = await _library.RunAsync("query($v: Int) { json(value: { a: $v }) }", new { v = 1 });

        Assert.NotEmpty(result.Errors!);
        Assert.False(result.Executed);
    }
}
