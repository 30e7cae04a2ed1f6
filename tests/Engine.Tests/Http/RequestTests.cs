using System.Text;

namespace GraphBlog.Engine.Tests.Http;

public sealed class RequestTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("{ \"not a JSON")]
    [InlineData("{\"query\":\"{ hello }\"} trailing")]
    [InlineData("\"{ hello }\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[[{\"query\":\"{ hello }\"}]]")]
    public async Task A_body_that_is_no_request_is_refused_with_every_media_type(string body)
    {
        foreach (var accept in new[] { "application/json", "application/graphql-response+json" })
        {
            var answer = await _server.PostAsync(body, accept);
            Assert.Equal(400, answer.Status);
            Assert.Equal("BAD_REQUEST", answer.Code);
            Assert.False(answer.HasData);
        }
    }

    [Theory]
    [InlineData("query", "{\"qeury\":\"{ hello }\"}")]
    [InlineData("query", "{\"query\":null}")]
    [InlineData("query", "{\"query\":{}}")]
    [InlineData("query", "{\"query\":0}")]
    [InlineData("query", "{\"query\":\"\\ud800\"}")]
    [InlineData("operationName", "{\"query\":\"{ hello }\",\"operationName\":1}")]
    [InlineData("variables", "{\"query\":\"{ hello }\",\"variables\":[7]}")]
    [InlineData("variables", "{\"query\":\"{ hello }\",\"variables\":\"{}\"}")]
    [InlineData("extensions", "{\"query\":\"{ hello }\",\"extensions\":false}")]
    public async Task A_parameter_of_the_wrong_type_is_named(string parameter, string body)
    {
        var answer = await _server.PostAsync(body, "application/json");
        Assert.Equal(400, answer.Status);
        Assert.Contains($"`{parameter}`", answer.Message);
    }

    [Theory]
    [InlineData("The name of a member", """{"query":"{ hello }","\ud83d":1}""")]
    [InlineData("The name of a member of `variables`", """{"query":"{ hello }","variables":{"\udc00":1}}""")]
    [InlineData("The name of a member of `variables.a[1]`", """{"query":"{ hello }","variables":{"a":[0,{"b":1,"\udc00":1}]}}""")]
    [InlineData("The name of a member of `extensions`", """{"query":"{ hello }","extensions":{"\ud83dx":1}}""")]
    [InlineData("`extensions.a[2].b`", """{"query":"{ hello }","extensions":{"a":[[],{},{"b":"\ud83d"}]}}""")]
    [InlineData("`query`", """{"query":"\ud83d"}""")]
    [InlineData("`operationName`", """{"query":"{ hello }","operationName":"\ud83d\ud83d"}""")]
    [InlineData("`other`", """{"query":"{ hello }","other":"\udc00"}""")]
    [InlineData("`[1].extensions.a`", """[{"query":"{ hello }"},{"query":"{ hello }","extensions":{"a":"\udc00"}}]""")]
    [InlineData("The body", "\"\\ud83d\"")]
    [InlineData("Variable '$v' is invalid. It", """{"query":"query($v: JSON) { hello }","variables":{"v":{"a":["\ud83d"]}}}""")]
    public async Task Half_a_surrogate_pair_is_refused_by_its_place(string place, string body)
    {
        foreach (var accept in new[] { "application/json", "application/graphql-response+json" })
        {
            var answer = await _server.PostAsync(body, accept);
            Assert.Equal((accept == "application/json" && place[0] == 'V' ? 200 : 400, false), (answer.Status, answer.HasData));
            Assert.StartsWith($"{place} holds", answer.Message);
            Assert.Contains("half of a surrogate pair", answer.Message);
        }

        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task Half_a_surrogate_pair_is_refused_in_a_url_too()
    {
        Assert.StartsWith("`extensions.a` holds half", (await _server.GetAsync("{ hello }", more: "&extensions={\"a\":\"%5Cud83d\"}")).Message);
        Assert.StartsWith("The name of a member holds half", (await _server.GetAsync("{ hello }", more: "&variables={\"%5Cud83d\":1}")).Message);
        Assert.Equal(200, (await _server.GetAsync("{ hello }", more: "&extensions={\"a\":\"%5Cud83d%5Cude00\"}")).Status);
    }

    [Theory]
    [InlineData("variables", "&variables=[1]")]
    [InlineData("variables", "&variables=nonsense")]
    [InlineData("extensions", "&extensions=1")]
    [InlineData("query", "&query=x")]
    public async Task A_parameter_of_the_wrong_type_is_named_in_a_url_too(string parameter, string more)
    {
        var answer = await _server.GetAsync("{ hello }", "application/json", more);
        Assert.Equal(400, answer.Status);
        Assert.Contains($"`{parameter}`", answer.Message);
    }

    [Fact]
    public async Task Get_without_a_query_is_refused()
        => Assert.Equal(400, (await _server.SendAsync(HttpMethod.Get, _server.Url, null)).Status);

    [Fact]
    public async Task Nulls_unknown_properties_and_extensions_are_taken()
    {
        var answer = await _server.PostAsync(
            """{"id":1,"query":"{ hello }","variables":null,"operationName":null,"extensions":{"a":[1]},"more":{"x":[]}}""");
        Assert.Equal("""{"data":{"hello":"world"}}""", answer.Body);
    }

    [Fact]
    public async Task Invalid_utf8_is_refused()
    {
        var content = new ByteArrayContent([.. "{\"query\":\"{ echo(text: \\\""u8, 0xFF, .. "\\\") }\"}"u8]);
        content.Headers.ContentType = new("application/json");
        var answer = await _server.SendAsync(HttpMethod.Post, _server.Url, content);
        Assert.Equal(400, answer.Status);
        Assert.Contains("UTF-8", answer.Message);
    }

    [Fact]
    public async Task Variables_nested_100000_deep_are_refused_and_the_server_lives()
    {
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"a\":", "}") })
        {
            var deep = new StringBuilder().Insert(0, open, 100_000).Append('1').Insert(open.Length * 100_000 + 1, close, 100_000);
            var answer = await _server.PostAsync("""{"query":"{ hello }","variables":{"v":""" + deep + "}}");
            Assert.Equal(400, answer.Status);
        }

        Assert.Equal(200, (await _server.QueryAsync("{ hello }")).Status);
    }

    [Fact]
    public async Task A_batch_is_answered_in_order_and_each_operation_on_its_own()
    {
        var answer = await _server.PostAsync(
            """[{"query":"{ hello }"},{"query":"{ unknown }"},{"query":"{ crash }"},{"query":"{ hello }"}]""");
        Assert.Equal(200, answer.Status);
        var results = answer.Json.EnumerateArray().ToList();
        Assert.Equal(4, results.Count);
        Assert.Equal("""{"data":{"hello":"world"}}""", results[0].GetRawText());
        Assert.Contains("unknown", results[1].GetProperty("errors")[0].GetProperty("message").GetString());
        Assert.False(results[1].TryGetProperty("data", out _));
        Assert.Equal("crash", results[2].GetProperty("errors")[0].GetProperty("path")[0].GetString());
        Assert.Equal("""{"data":{"hello":"world"}}""", results[3].GetRawText());
    }

    [Fact]
    public async Task A_batch_of_ten_runs_and_one_of_eleven_does_not()
    {
        string Batch(int size) => $"[{string.Join(',', Enumerable.Repeat("""{"query":"{ hello }"}""", size))}]";
        Assert.Equal(10, (await _server.PostAsync(Batch(10))).Json.GetArrayLength());
        var refused = await _server.PostAsync(Batch(11));
        Assert.Equal(400, refused.Status);
        Assert.Equal("BATCH_TOO_LARGE", refused.Code);
        Assert.Contains("10", refused.Message);
    }

    [Theory]
    [InlineData("query A { hello } query B { hello }", null, "several operations")]
    [InlineData("query A { hello } query B { hello }", "C", "\"C\"")]
    [InlineData("fragment F on Query { hello }", null, "no operation")]
    [InlineData("subscription { hello }", null, "subscription")]
    public async Task An_operation_that_cannot_be_determined_is_a_request_error(string query, string? name, string expected)
    {
        var answer = await _server.QueryAsync(query, operationName: name);
        Assert.Equal(400, answer.Status);
        Assert.Contains(expected, answer.Message);
        Assert.False(answer.HasData);
    }

    [Fact]
    public async Task The_named_operation_runs_and_an_empty_name_is_none()
    {
        var query = "query A { hello } query B { echo(number: 1) }";
        Assert.Equal("""{"data":{"echo":"number=1"}}""", (await _server.QueryAsync(query, operationName: "B")).Body);
        Assert.Equal(200, (await _server.QueryAsync("query A { hello }", operationName: "")).Status);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{ unknown }")]
    [InlineData("query($n: Int!) { echo(number: $n) }")]
    public async Task A_request_error_is_400_in_the_new_media_type_and_200_in_the_old(string query)
    {
        var answer = await _server.QueryAsync(query);
        Assert.Equal(400, answer.Status);
        Assert.False(answer.HasData);
        var old = await _server.PostAsync($$"""{"query":"{{query}}"}""", "application/json");
        Assert.Equal(200, old.Status);
        Assert.Equal(answer.Body, old.Body);
    }
}
