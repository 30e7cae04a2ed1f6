using System.Text.Json;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>What a client is told of each mutation of an operation, whatever became of the one beside it.</summary>
public sealed class MutationAnswerTests
{
    private const string Before = """{"data":{"a":{"step":"a"},"b":""";

    [Theory]
    [InlineData("b: pay(how: \"refuse\") { step errors }", """{"step":null,"errors":null}}""", "FORBIDDEN", "b.step")]
    [InlineData("b: pay(how: \"refuse\") { errors step }", """{"errors":null,"step":null}}""", "FORBIDDEN", "b.errors")]
    [InlineData("b: pay(how: \"crash\") { __typename object { loaded } }", """{"__typename":"Payload","object":null}}""", "UNEXPECTED", "b.object")]
    [InlineData("b: pay(how: \"refuse\") { mine: step step }", """{"mine":null,"step":null}}""", "FORBIDDEN", "b.mine")]
    [InlineData("...F b: pay(how: \"crash\") { ...G } } fragment F on Mutation { b: pay(how: \"crash\") { errors } } fragment G on Payload { step",
        """{"errors":null,"step":null}}""", "UNEXPECTED", "b.errors")]
    [InlineData("b: pay(how: \"refuse\") { __typename }", """{"__typename":"Payload"}}""", "FORBIDDEN", "b")]
    [InlineData("b: pay(how: \"refuse\") { step @skip(if: true) t: __typename }", """{"t":"Payload"}}""", "FORBIDDEN", "b")]
    public async Task What_one_mutation_did_is_told_beside_the_failure_of_the_next(string next, string rest, string code, string path)
    {
        await using var server = await TestServer.StartAsync();
        var query = $"mutation {{ a: pay(how: \"a\") {{ step }} {next} }}";
        for (var time = 1; time <= 3; time++)      // from validation, from the cache, and by coercion alone
        {
            var answer = await server.QueryAsync(query);
            Assert.Equal((200, code, path), (answer.Status, answer.Code, Path(answer.Error)));
            Assert.Equal($"{Before}{rest}", "{\"data\":" + answer.Data.GetRawText());
            Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        }
    }

    [Fact]
    public async Task A_mutation_that_takes_too_long_and_those_not_begun_say_so_beside_what_was_done()
    {
        await using var server = await TestServer.StartAsync(o => o.ExecutionTimeout = TimeSpan.FromMilliseconds(500));
        var answer = await server.QueryAsync(
            "mutation { a: pay(how: \"a\") { step } b: pay(how: \"slow\") { step } c: pay(how: \"c\") { step object { loaded } } d: step(name: \"d\") { loaded } __typename }");
        Assert.Equal("""{"a":{"step":"a"},"b":{"step":null},"c":{"step":null,"object":null},"d":null,"__typename":"Mutation"}""", answer.Data.GetRawText());
        Assert.Equal(
            ["TIMEOUT b.step", "NOT_EXECUTED c.step", "NOT_EXECUTED d"],
            answer.Json.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("extensions").GetProperty("code")} {Path(e)}"));
        Assert.Contains("0.5 s", answer.Message);
        Assert.Equal(200, answer.Status);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task A_mutation_whose_answer_takes_too_long_to_read_is_told_likewise()
    {
        await using var server = await TestServer.StartAsync(o => o.ExecutionTimeout = TimeSpan.FromMilliseconds(500));
        var answer = await server.QueryAsync("mutation { a: pay(how: \"a\") { step } b: pay(how: \"b\") { step slow } }");
        Assert.Equal("""{"a":{"step":"a"},"b":{"step":null,"slow":null}}""", answer.Data.GetRawText());
        Assert.Equal(("WRITTEN_NOT_READ", "b.step"), (answer.Code, Path(answer.Error)));
    }

    [Theory]
    [InlineData("pay(how: \"a\") { step crash }", "WRITTEN_NOT_READ", "b.crash")]
    [InlineData("pay(how: \"a\") { step away }", "WRITTEN_NOT_READ", "b.away")]
    [InlineData("pay(how: \"a\") { step object { loaded crash } }", "WRITTEN_NOT_READ", "b.object.crash")]
    [InlineData("step(name: \"a\") { crash }", "WRITTEN_NOT_READ", "b.crash")]
    [InlineData("pay(how: \"a\") { step refuse }", "FORBIDDEN", "b.refuse")]
    [InlineData("pay(how: \"crash\") { step }", "UNEXPECTED", "b.step")]
    [InlineData("pay(how: \"declared\") { away }", "UNEXPECTED", "b.away")]
    public async Task A_fault_behind_a_mutation_that_was_done_says_that_it_was_and_never_to_try_again(string mutation, string code, string path)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.QueryAsync($"mutation {{ b: {mutation} }}");
        Assert.Equal((200, code, path), (answer.Status, answer.Code, Path(answer.Error)));
        var extensions = answer.Error.GetProperty("extensions");
        Assert.False(extensions.TryGetProperty("retryable", out _));
        Assert.Equal(code != "FORBIDDEN", extensions.TryGetProperty("correlationId", out _));
        Assert.DoesNotContain("Nothing was written", answer.Body);
        server.Log.Errors.Clear();
    }

    [Fact]
    public async Task A_mutation_that_does_not_even_end_when_its_time_is_over_is_told_likewise_and_keeps_its_place_and_services()
    {
        await using var server = await TestServer.StartAsync(o
            => (o.ExecutionTimeout, o.MaxExecutingRequests, o.MaxWait) = (TimeSpan.FromMilliseconds(500), 1, TimeSpan.Zero));
        const string Query =
            "mutation { a: pay(how: \"a\") { object { loaded } } b: pay(how: \"stuck\") { step object { loaded } } c: pay(how: \"c\") { step } }";
        var answer = await server.QueryAsync(Query);
        Assert.Equal("""{"a":{"object":{"loaded":"a, load a"}},"b":{"step":null,"object":null},"c":{"step":null}}""", answer.Data.GetRawText());
        Assert.Equal(
            ["TIMEOUT b.step", "NOT_EXECUTED c.step"],
            answer.Json.GetProperty("errors").EnumerateArray()
                .Select(e => $"{e.GetProperty("extensions").GetProperty("code").GetString()} {Path(e)}"));
        Assert.Equal(200, answer.Status);

        Assert.Equal("SERVER_BUSY", (await server.QueryAsync("{ hello }")).Code);
        server.Gate.Open();
        Answer after;
        do
        {
            after = await server.QueryAsync("{ hello }");
        }
        while (after.Status != 200);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Of_a_batch_what_ended_is_answered_beside_what_does_not()
    {
        await using var server = await TestServer.StartAsync(o => o.ExecutionTimeout = TimeSpan.FromMilliseconds(500));
        var answer = await server.PostAsync(
            """[{"query":"mutation { a: pay(how: \"a\") { step } }"},{"query":"{ stuck }"},{"query":"mutation { c: pay(how: \"c\") { step } }"}]""");
        Assert.Equal(
            ["""{"data":{"a":{"step":"a"}}}""", "TIMEOUT", "TIMEOUT"],
            answer.Json.EnumerateArray().Select(one => one.TryGetProperty("errors", out var errors)
                ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : one.GetRawText()));
        server.Gate.Open();
    }

    [Fact]
    public async Task On_a_socket_it_is_told_likewise()
    {
        await using var server = await TestServer.StartAsync(o => o.ExecutionTimeout = TimeSpan.FromMilliseconds(500));
        await using var client = await server.ConnectAsync();
        await client.SubscribeAsync("1", "mutation { a: pay(how: \"a\") { step } b: pay(how: \"stuck\") { step } }");
        var answer = await client.NextAsync();
        Assert.Contains("\"code\":\"TIMEOUT\"", answer);
        Assert.Contains("""{"a":{"step":"a"},"b":{"step":null}}""", answer);
        Assert.Equal("""{"id":"1","type":"complete"}""", await client.NextAsync());
        server.Gate.Open();
    }

    [Fact]
    public async Task A_payload_that_may_not_have_null_is_none_and_neither_is_the_data()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.QueryAsync("mutation { a: pay(how: \"a\") { step } b: whole { __typename } }");
        Assert.Equal(("FORBIDDEN", "b", JsonValueKind.Null), (answer.Code, Path(answer.Error), answer.Data.ValueKind));
    }

    [Theory]
    [InlineData("mutation { a: pay(how: \"a\") { object { loaded } } b: pay(how: 1) { step } }", "VALIDATION_FAILED")]
    [InlineData("mutation($how: String) { a: pay(how: \"a\") { object { loaded } } b: pay(how: $how) { step } }", "INVALID_VARIABLE")]
    public async Task A_value_of_the_wrong_type_anywhere_stops_all_before_anything_begins(string query, string code)
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.QueryAsync(query, new { how = 1 });
        Assert.Equal((400, code, false), (answer.Status, answer.Code, answer.HasData));
    }

    private static string Path(JsonElement error) => string.Join('.', error.GetProperty("path").EnumerateArray());
}
