using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

public sealed class BadRequestTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private long _changes;
    private string _post = null!;

    public async Task InitializeAsync()
    {
        _post = (await server.CreateAsync("Untouched")).Id();
        _changes = await server.ChangesAsync();
    }

    /// <summary>Whatever a test sends, nothing is written and no server fault is logged.</summary>
    public async Task DisposeAsync()
    {
        Assert.Equal(_changes, await server.ChangesAsync());
        Assert.Empty(server.Log.Errors);
    }

    [Theory]
    [InlineData("""{"query":"query($s: String!) { postBySlug(slug: $s) { id } }","variables":{"s":"\ud83d"}}""")]
    [InlineData("""{"query":"{ postBySlug(slug: \"\ud83d\") { id } }"}""")]
    [InlineData("""{"query":"{ postBySlug(slug: \"\\ud83d\") { id } }"}""")]
    [InlineData("""{"query":"mutation { createPost(input: { title: \"\\ud83d\", body: \"\" }) { post { id } errors { __typename } } }"}""")]
    [InlineData("""{"query":"mutation($i: CreatePostInput!) { createPost(input: $i) { post { id } } }","variables":{"i":"\udc4d"}}""")]
    public async Task Half_a_surrogate_pair_is_refused_wherever_it_stands(string body)
    {
        var answer = await server.SendAsync(body, server.Token(TestServer.Ada));
        Assert.DoesNotContain("UNEXPECTED", answer.Body);
        Assert.True(answer.Status == 400 || answer.Body.Contains("ValidationError"), answer.Body);
        Assert.Contains("surrogate", answer.Body);
    }

    [Theory]
    [InlineData("""{"query":"{ viewer { role } }",}""", "BAD_REQUEST")]
    [InlineData("{", "BAD_REQUEST")]
    [InlineData("", "BAD_REQUEST")]
    [InlineData("null", "BAD_REQUEST")]
    [InlineData("[]", "BAD_REQUEST")]
    [InlineData("""{"query":null}""", "BAD_REQUEST")]
    [InlineData("""{"query":"{ viewer { role } }","variables":[]}""", "BAD_REQUEST")]
    [InlineData("""{"query":"{ viewer { role }"}""", "SYNTAX_ERROR")]
    [InlineData("""{"query":"{ nothing }"}""", "VALIDATION_FAILED")]
    [InlineData("""{"query":"query A { viewer { role } }","operationName":"B"}""", "OPERATION_NOT_FOUND")]
    [InlineData("""{"query":"query A { viewer { role } } query B { viewer { role } }"}""", "OPERATION_NOT_FOUND")]
    [InlineData("""{"query":"subscription { postChanged { cursor } }"}""", "OPERATION_NOT_FOUND")]
    public async Task A_request_that_is_none_says_what_is_wrong(string body, string code)
    {
        var answer = await server.SendAsync(body, server.Token(TestServer.Ada));
        Assert.Equal((400, code), (answer.Status, answer.TheError().GetProperty("extensions").Text("code")));
        Assert.False(answer.HasData);
    }

    [Theory]
    [InlineData("expectedVersion", "2147483648")]
    [InlineData("expectedVersion", "1.5")]
    [InlineData("expectedVersion", "\"1\"")]
    [InlineData("expectedVersion", "null")]
    [InlineData("status", "\"PUBLISHD\"")]
    [InlineData("status", "1")]
    [InlineData("title", "1")]
    [InlineData("title", "[\"a\"]")]
    [InlineData("tags", "{}")]
    [InlineData("tags", "[null]")]
    [InlineData("colour", "\"red\"")]
    public async Task A_value_of_the_wrong_type_is_refused_by_its_place(string field, string value)
    {
        var input = new Dictionary<string, object> { ["id"] = _post, ["expectedVersion"] = 1, [field] = JsonElement.Parse(value) };
        var answer = await server.PostAsync(ApiCalls.Mutation("updatePost"), new { input });
        Assert.Equal((400, "INVALID_VARIABLE"), (answer.Status, answer.TheError().GetProperty("extensions").Text("code")));
        Assert.Contains(field, answer.Message);
        Assert.False(answer.HasData);
    }

    [Theory]
    [InlineData("title")]
    [InlineData("slug")]
    [InlineData("tags")]
    [InlineData("status")]
    public async Task A_string_of_nearly_one_MB_gets_a_short_answer(string field)
    {
        var text = new string('x', 1_000_000);
        object value = field == "tags" ? new[] { text } : text;
        var input = new Dictionary<string, object> { ["id"] = _post, ["expectedVersion"] = 1, [field] = value };
        var answer = await server.PostAsync(ApiCalls.Mutation("updatePost"), new { input });
        Assert.Contains(field, answer.Body);
        Assert.True(answer.Body.Length < 2_000, $"{answer.Body.Length} characters");
    }

    [Fact]
    public async Task A_long_operation_name_request_id_or_slug_gets_a_short_answer()
    {
        var text = new string('x', 1_000_000);
        var body = JsonSerializer.Serialize(new { query = "{ viewer { role } }", operationName = text });
        var named = await server.SendAsync(body, server.Token(TestServer.Ada));
        Assert.Equal((400, true), (named.Status, named.Body.Length < 2_000));

        var slug = await server.QueryAsync("query($slug: String!) { postBySlug(slug: $slug) { id } }", new { slug = text });
        Assert.Equal("""{"postBySlug":null}""", slug.GetRawText());

        var request = await server.PostAsync("{ viewer { role } }", null, TestServer.Ada, ("X-Request-Id", new string('x', 65)));
        Assert.True(request.Headers["X-Request-Id"].Length <= 64);
    }
}
