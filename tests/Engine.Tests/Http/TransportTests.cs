using System.Net.Http.Headers;
using System.Text;

namespace GraphBlog.Engine.Tests.Http;

public sealed class TransportTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_query_by_post_is_answered_with_data_alone()
    {
        var answer = await _server.PostAsync("""{"query":"{ hello }"}""");
        Assert.Equal(200, answer.Status);
        Assert.Equal("""{"data":{"hello":"world"}}""", answer.Body);
        Assert.Equal("application/json; charset=utf-8", answer.ContentType);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.Equal("no-store", answer.Headers["Cache-Control"]);
        Assert.Equal(answer.Body.Length.ToString(), answer.Headers["Content-Length"]);
    }

    [Fact]
    public async Task A_query_by_get_takes_variables_and_an_operation_name()
    {
        var answer = await _server.GetAsync(
            "query A($n: Int) { echo(number: $n) } query B { hello }",
            more: "&operationName=A&variables=" + Uri.EscapeDataString("""{"n":3}"""));
        Assert.Equal("""{"data":{"echo":"number=3"}}""", answer.Body);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task A_mutation_by_get_is_refused_and_not_run(string accept)
    {
        var answer = await _server.GetAsync("mutation { step(name: \"a\") { loaded } }", accept);
        Assert.Equal(405, answer.Status);
        Assert.Equal("POST", answer.Headers["Allow"]);
        Assert.Equal("METHOD_NOT_ALLOWED", answer.Code);
        Assert.False(answer.HasData);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task Other_methods_are_refused(string method)
    {
        var answer = await _server.SendAsync(new HttpMethod(method), _server.Url, null);
        Assert.Equal(405, answer.Status);
        Assert.Equal("GET, POST", answer.Headers["Allow"]);
    }

    [Theory]
    [InlineData(null, "application/json; charset=utf-8")]
    [InlineData("*/*", "application/json; charset=utf-8")]
    [InlineData("application/*", "application/json; charset=utf-8")]
    [InlineData("application/json", "application/json; charset=utf-8")]
    [InlineData("application/graphql-response+json", "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8",
        "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json, application/graphql-response+json", "application/json; charset=utf-8")]
    [InlineData("application/json;q=0.5, application/graphql-response+json;q=0.9", "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json;q=0, */*", "application/graphql-response+json; charset=utf-8")]
    [InlineData("*/*, application/graphql-response+json", "application/graphql-response+json; charset=utf-8")]
    [InlineData("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON; CHARSET=\"UTF-8\"", "application/json; charset=utf-8")]
    public async Task The_best_acceptable_media_type_is_sent(string? accept, string expected)
    {
        var answer = await _server.PostAsync("""{"query":"{ hello }"}""", accept);
        Assert.Equal(200, answer.Status);
        Assert.Equal(expected, answer.ContentType);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml, text/*")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json;q=0")]
    [InlineData("nonsense")]
    public async Task When_nothing_acceptable_can_be_sent_the_answer_is_406(string accept)
    {
        var answer = await _server.PostAsync("""{"query":"{ hello }"}""", accept);
        Assert.Equal(406, answer.Status);
        Assert.Equal("NOT_ACCEPTABLE", answer.Code);
        Assert.False(answer.HasData);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/graphql")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonp")]
    public async Task A_body_that_a_browser_could_send_across_sites_is_refused(string? contentType)
    {
        var content = new ByteArrayContent("""{"query":"{ hello }"}"""u8.ToArray());
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        var answer = await _server.SendAsync(HttpMethod.Post, _server.Url, content);
        Assert.Equal(415, answer.Status);
        Assert.Equal("UNSUPPORTED_MEDIA_TYPE", answer.Code);
        Assert.False(answer.HasData);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"; profile=x")]
    public async Task Json_in_utf8_is_read(string contentType)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"query":"{ echo(text: \"ü🏃\") }"}"""));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var answer = await _server.SendAsync(HttpMethod.Post, _server.Url, content);
        Assert.Equal("text=ü🏃", answer.Data.GetProperty("echo").GetString());
    }

    [Fact]
    public async Task Text_is_sent_as_it_is_and_not_escaped_for_html()
    {
        var answer = await _server.QueryAsync("{ markup }");
        Assert.StartsWith("""{"data":{"markup":"<b>it's \"ü\" & """, answer.Body);
        Assert.Equal("<b>it's \"ü\" & 🏃</b>", answer.Data.GetProperty("markup").GetString());
        Assert.Equal("\uFFFD", (await _server.QueryAsync("{ halfPair }")).Data.GetProperty("halfPair").GetString());
    }

    [Theory]
    [InlineData("req-1_A.b:c")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")]
    public async Task A_fit_request_id_is_echoed(string id)
    {
        var answer = await _server.PostAsync("""{"query":"{ hello }"}""", null, ("X-Request-Id", id));
        Assert.Equal(id, answer.Headers["X-Request-Id"]);
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("tab\there")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    public async Task An_unfit_request_id_is_replaced(string id)
    {
        var answer = await _server.PostAsync("""{"query":"{ hello }"}""", null, ("X-Request-Id", id));
        Assert.Matches("^[0-9a-f]{32}$", answer.Headers["X-Request-Id"]);
    }
}
