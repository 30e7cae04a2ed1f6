using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A site's own fields of a post, and the day it was published elsewhere.</summary>
public sealed class MetadataTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Update = "mutation($i: UpdatePostInput!) { updatePost(input: $i) { post { version metadata publishedAt } errors { __typename ... on Error { message } ... on ValidationError { field } } } }";
    private const string Create = "mutation($i: CreatePostInput!) { createPost(input: $i) { post { id version status metadata publishedAt } errors { __typename ... on ValidationError { field message } } } }";

    [Fact]
    public async Task Metadata_is_written_versioned_compared_and_brought_back()
    {
        var post = await CreateAsync(new { title = "With metadata", body = "B", metadata = new { lang = "en", series = new[] { "a" } } });
        Assert.Equal("""{"lang":"en","series":["a"]}""", Compact(post.GetProperty("metadata")));
        var id = post.GetProperty("id").GetString();
        var changed = await server.QueryAsync(Update, new { i = new { id, expectedVersion = 1, metadata = new { lang = "de" } } });
        Assert.Equal("""{"lang":"de"}""", Compact(changed.GetProperty("updatePost").GetProperty("post").GetProperty("metadata")));
        var history = await server.QueryAsync("query($id: ID!) { post(id: $id) { revision(version: 1) { metadata } diff(from: 1) { field after } } }", new { id });
        Assert.Equal("en", history.GetProperty("post").GetProperty("revision").GetProperty("metadata").GetProperty("lang").GetString());
        Assert.Equal("metadata", history.GetProperty("post").GetProperty("diff")[0].GetProperty("field").GetString());
        var back = await server.QueryAsync(
            "mutation($id: ID!) { revertPost(input: { id: $id, expectedVersion: 2, toVersion: 1 }) { post { metadata } } }", new { id });
        Assert.Equal("en", back.GetProperty("revertPost").GetProperty("post").GetProperty("metadata").GetProperty("lang").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_number_in_metadata_keeps_every_digit_that_jsonb_keeps_wherever_it_is_read(bool isLiteral)
    {
        const string First = """{"a":1.0,"b":[1.50,0.123456789012345678901234567890,-0.0],"c":12345678901234567890,"d":{"e":1e3,"f":1.10e-7,"g":7}}""";
        var digits = new string('7', 120);
        var (first, second, third) = (First.Replace("}}", $",\"h\":{digits}}}}}"), "{\"a\":1}", "{\"a\":3.00}");
        var kept = Compact(JsonElement.Parse((string)(await server.Database.OwnerScalarAsync($"select '{first}'::jsonb::text"))!));
        foreach (var number in new[] { "1.0", "1.50", "0.123456789012345678901234567890", "12345678901234567890", digits })
        {
            Assert.Contains(number, kept);
        }

        var given = isLiteral ? System.Text.RegularExpressions.Regex.Replace(first, "\"([a-h])\"", "$1") : "$m";
        var created = await server.QueryAsync(
            $"mutation($m: JSON) {{ createPost(input: {{ title: \"Numbers {isLiteral}\", body: \"B\", metadata: {given} }}) {{ post {{ id metadata }} }} }}".Replace(isLiteral ? "($m: JSON)" : "$$", ""),
            isLiteral ? null : new { m = JsonElement.Parse(first) });
        var post = created.GetProperty("createPost").GetProperty("post");
        Assert.Equal(kept, Compact(post.GetProperty("metadata")));

        var id = post.Id();
        await server.QueryAsync(Update, new { i = new { id, expectedVersion = 1, metadata = JsonElement.Parse("{\"a\":1.0}") } });
        await server.QueryAsync(Update, new { i = new { id, expectedVersion = 2, metadata = JsonElement.Parse(second) } });
        var stale = await server.QueryAsync(
            "mutation($i: UpdatePostInput!) { updatePost(input: $i) { errors { ... on ConcurrencyError { conflicts { base theirs yours } } } } }",
            new { i = new { id, expectedVersion = 1, metadata = JsonElement.Parse(third) } });
        var conflict = stale.GetProperty("updatePost").GetProperty("errors")[0].GetProperty("conflicts")[0];
        Assert.Equal($$$"""{"base":{{{kept}}},"theirs":{"a":1},"yours":{"a":3.00}}""", Compact(conflict));

        var read = (await server.QueryAsync(
            "query($id: ID!) { post(id: $id) { metadata first: revision(version: 1) { metadata } diff(from: 1) { before after } auditHistory { nodes { changes { field before after } } } } }",
            new { id })).GetProperty("post");
        Assert.Equal((second, kept), (Compact(read.GetProperty("metadata")), Compact(read.GetProperty("first").GetProperty("metadata"))));
        Assert.Equal($"{{\"before\":{kept},\"after\":{second}}}", Compact(read.GetProperty("diff")[0]));
        Assert.Equal("""[{"field":"metadata","before":{"a":1.0},"after":{"a":1}}]""", Compact(read.GetProperty("auditHistory").GetProperty("nodes")[0].GetProperty("changes")));
        var back = await server.QueryAsync(
            "mutation($id: ID!) { revertPost(input: { id: $id, expectedVersion: 3, toVersion: 1 }) { post { metadata } } }", new { id });
        Assert.Equal(kept, Compact(back.GetProperty("revertPost").GetProperty("post").GetProperty("metadata")));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e-400")]
    [InlineData("0.00001e-400")]
    public async Task A_number_past_a_doubles_range_is_refused_by_name_and_never_rounded(string number)
    {
        var literal = await server.PostAsync($"mutation {{ createPost(input: {{ title: \"T\", body: \"B\", metadata: {{ a: {number} }} }}) {{ post {{ id }} }} }}");
        Assert.Contains($"The number {number} cannot be kept", literal.Message);
        var variable = await server.PostAsync(Create, new { i = new { title = "T", body = "B", metadata = JsonElement.Parse($"{{\"a\":{number}}}") } });
        Assert.Equal("INVALID_VARIABLE", variable.Code);
        Assert.Contains("too large", variable.Message);
    }

    [Fact]
    public async Task A_draft_of_2015_that_is_published_later_keeps_its_day_and_an_editor_corrects_it()
    {
        var post = await CreateAsync(new { title = "Of 2015", body = "B", publishedAt = "2015-01-02T03:04:05Z" });
        Assert.Equal("DRAFT", post.GetProperty("status").GetString());
        var id = post.GetProperty("id").GetString();
        var published = await server.QueryAsync(Update, new { i = new { id, expectedVersion = 1, status = "PUBLISHED" } });
        Assert.StartsWith("2015-01-02T03:04:05", published.GetProperty("updatePost").GetProperty("post").GetProperty("publishedAt").GetString());
        var corrected = await server.QueryAsync(Update, new { i = new { id, expectedVersion = 2, publishedAt = "2014-01-02T03:04:05Z" } });
        Assert.StartsWith("2014-01-02T03:04:05", corrected.GetProperty("updatePost").GetProperty("post").GetProperty("publishedAt").GetString());
    }

    [Fact]
    public async Task What_metadata_and_a_day_of_publication_cannot_be_is_refused_by_name()
    {
        var post = await CreateAsync(new { title = "Refusals", body = "B" });
        Assert.Equal("{}", Compact(post.GetProperty("metadata")));
        var id = post.GetProperty("id").GetString();
        foreach (var (field, value) in (List<(string, object?)>)
            [("metadata", new[] { 1 }), ("metadata", "text"), ("metadata", null), ("metadata", new { a = new string('x', 65536) }), ("metadata", new { a = "\0" }),
             ("publishedAt", "2999-01-01T00:00:00Z"), ("publishedAt", null)])
        {
            var input = new Dictionary<string, object?> { ["id"] = id, ["expectedVersion"] = 1, [field] = value };
            var answer = (await server.QueryAsync(Update, new { i = input })).GetProperty("updatePost").GetProperty("errors")[0];
            Assert.Equal(("ValidationError", field), (answer.GetProperty("__typename").GetString(), answer.GetProperty("field").GetString()));
        }
    }

    private async Task<JsonElement> CreateAsync(object input)
        => (await server.QueryAsync(Create, new { i = input })).GetProperty("createPost").GetProperty("post");

    private static string Compact(JsonElement json) => JsonSerializer.Serialize(json);
}
