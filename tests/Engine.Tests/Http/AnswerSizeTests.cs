using System.Text.Json;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>An answer has a size that it may not pass.</summary>
public sealed class AnswerSizeTests
{
    private const int Limit = 100_000;

    [Fact]
    public async Task A_query_whose_answer_would_be_larger_is_refused_whole()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxAnswerBytes = Limit);
        var text = new string('x', 30_000);
        var fits = await server.QueryAsync("query($t: String) { a: echo(text: $t) b: echo(text: $t) c: echo(text: $t) }", new { t = text });
        Assert.Equal((200, 90_000), (fits.Status, fits.Data.EnumerateObject().Sum(field => field.Value.GetString()!.Length - "text=".Length)));

        foreach (var query in new[]
        {
            "query($t: String) { a: echo(text: $t) b: echo(text: $t) c: echo(text: $t) d: echo(text: $t) }",
            "query($t: String) { hello items(first: 10) { id name(as: $t) } }",
            "query($t: String) { item { items(first: 10) { id items(first: 10) { name(as: $t) id } } } hello }",
        })
        {
            var refused = await server.QueryAsync(query, new { t = text });
            Assert.Equal((400, "ANSWER_TOO_LARGE", false), (refused.Status, refused.Code, refused.HasData));
            Assert.Single(refused.Json.GetProperty("errors").EnumerateArray());
            Assert.Contains($"{Limit}", refused.Message);
        }

        Assert.Equal(0, server.Answers.Held);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task What_JSON_makes_longer_counts_as_it_is_written()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxAnswerBytes = Limit);
        const string Query = "query($t: String) { a: echo(text: $t) b: echo(text: $t) }";
        Assert.Equal(200, (await server.QueryAsync(Query, new { t = new string('x', 49_000) })).Status);
        Assert.Equal("ANSWER_TOO_LARGE", (await server.QueryAsync(Query, new { t = new string('"', 49_000) })).Code);
        Assert.Equal("ANSWER_TOO_LARGE", (await server.QueryAsync(Query, new { t = new string('ü', 49_000) })).Code);
    }

    [Fact]
    public async Task A_batch_is_one_answer()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxAnswerBytes = Limit);
        var operation = new { query = "query($t: String) { echo(text: $t) }", variables = new { t = new string('x', 40_000) } };
        var answer = await server.PostAsync(JsonSerializer.Serialize(new[] { operation, operation, operation }));
        Assert.Equal([true, true, false], answer.Json.EnumerateArray().Select(result => result.TryGetProperty("data", out _)));
        Assert.Contains("ANSWER_TOO_LARGE", answer.Json[2].GetRawText());
    }

    [Theory]
    [InlineData("step", """{"step":null}""", """["b","step"]""")]
    [InlineData("__typename step errors", """{"__typename":"Payload","step":null,"errors":null}""", """["b","step"]""")]
    public async Task The_mutations_beside_one_whose_answer_is_too_large_are_made_and_told(string fields, string payload, string path)
    {
        await using var server = await TestServer.StartAsync(o => o.MaxAnswerBytes = Limit);
        var answer = await server.QueryAsync(
            $"mutation($t: String) {{ a: pay(how: \"a\") {{ step }} b: pay(how: $t) {{ {fields} }} c: pay(how: \"c\") {{ step }} }}",
                new { t = new string('x', Limit) });
        Assert.Equal(200, answer.Status);
        Assert.Equal("{\"a\":{\"step\":\"a\"},\"b\":" + payload + ",\"c\":{\"step\":\"c\"}}", answer.Data.GetRawText());
        Assert.EndsWith("The change was made; ask for the rest of the answer by queries.", answer.Message);
        Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        Assert.Equal(("ANSWER_TOO_LARGE", path), (answer.Code, answer.Error.GetProperty("path").GetRawText()));
        Assert.False(answer.Error.GetProperty("extensions").TryGetProperty("retryable", out _));
    }

    [Fact]
    public async Task Answers_that_together_take_more_than_there_is_are_refused_for_now()
    {
        await using var server = await TestServer.StartAsync(o => (o.MaxAnswerBytes, o.MaxAnswerBytesTogether) = (4_000_000, 1_000_000));
        const string Query = "query($t: String) { a: echo(text: $t) b: echo(text: $t) c: echo(text: $t) }";
        var answer = await server.QueryAsync(Query, new { t = new string('x', 400_000) });
        Assert.Equal((503, "SERVER_BUSY", false), (answer.Status, answer.Code, answer.HasData));
        Assert.Equal("1", answer.Headers["Retry-After"]);
        Assert.True(answer.Error.GetProperty("extensions").GetProperty("retryable").GetBoolean());
        Assert.Equal(0, server.Answers.Held);
        Assert.Equal(200, (await server.QueryAsync(Query, new { t = new string('x', 40_000) })).Status);

        var mutation = await server.QueryAsync("mutation($t: String) { pay(how: $t) { step } }", new { t = new string('x', 990_000) });
        Assert.Equal(990_000, mutation.Data.GetProperty("pay").GetProperty("step").GetString()!.Length);
    }
}
