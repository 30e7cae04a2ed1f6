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

    private async Task<System.Text.Json.JsonElement> CreateAsync(object input)
        => (await server.QueryAsync(Create, new { i = input })).GetProperty("createPost").GetProperty("post");

    private static string Compact(System.Text.Json.JsonElement json) => System.Text.Json.JsonSerializer.Serialize(json);
}
