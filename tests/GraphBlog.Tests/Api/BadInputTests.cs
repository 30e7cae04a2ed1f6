using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

public sealed class BadInputTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private long _changes;
    private string _post = null!;
    private string _trashed = null!;

    public async Task InitializeAsync()
    {
        _post = (await server.CreateAsync("Untouched")).Id();
        _trashed = (await server.CreateTrashedAsync("Untouched in the trash")).Id();
        _changes = await server.ChangesAsync();
    }

    /// <summary>Whatever a test sends, nothing is written and no server fault is logged.</summary>
    public async Task DisposeAsync()
    {
        Assert.Equal(_changes, await server.ChangesAsync());
        Assert.Empty(server.Log.Errors);
    }

    [Theory]
    [InlineData("query($id: ID!) { post(id: $id) { id } }")]
    [InlineData("query($id: ID!) { user(id: $id) { id } }")]
    [InlineData("query($id: ID!) { node(id: $id) { id } }")]
    [InlineData("query($id: ID!) { nodes(ids: [$id]) { id } }")]
    public async Task An_id_that_is_none_is_refused_before_anything_runs(string query)
    {
        foreach (var id in new[] { "nonsense", "", "1", "%", "UG9zdA==", new string('A', 900_000), "nul\0", "👍" })
        {
            var answer = await server.PostAsync(query, new { id });
            Assert.Equal(400, answer.Status);
            Assert.False(answer.HasData);
            Assert.Equal("HC0002", answer.TheError().GetProperty("extensions").Text("code"));
            Assert.Matches(query.Contains("nodes") ? @"'ids\[0\]'" : "'id'", answer.Message);
        }
    }

    [Theory]
    [InlineData("updatePost")]
    [InlineData("deletePost")]
    [InlineData("restorePost")]
    [InlineData("purgePost")]
    public async Task An_id_that_is_none_in_an_input_is_refused_by_its_name(string mutation)
    {
        foreach (var id in new object[] { "nonsense", "UG9zdA==", "" })
        {
            var answer = await server.PostAsync(ApiCalls.Mutation(mutation), new { input = new { id, expectedVersion = 1 } });
            Assert.Equal(400, answer.Status);
            Assert.False(answer.HasData);
            Assert.Contains("'$input.id'", answer.TheError().Text("message"));
        }
    }

    [Fact]
    public async Task An_id_of_another_type_or_of_an_impossible_key_is_the_id_of_nothing()
    {
        (string, object)[] keys =
        [
            ("User", 1), ("Nothing", 1), ("Post", "x"), ("Post", "99999999999999999999"), ("Post", ""), ("Post", "01"), ("Post", "+1"),
            ("Post", long.MinValue), ("Post", "1\0"), ("AuditEntry", "1"), ("AuditEntry", "9223372036854775807-1"),
        ];
        foreach (var (type, number) in keys)
        {
            var id = ApiCalls.Id(type, number);
            var answer = await server.QueryAsync("query($id: ID!) { post(id: $id) { id } }", new { id });
            Assert.Equal("""{"post":null}""", answer.GetRawText());
            var error = Assert.Single(await server.FailAsync("updatePost", new { id, expectedVersion = 1, title = "Nothing" }));
            Assert.Equal("PostNotFoundError", error.Type());
        }

        foreach (var key in new[] { "1", "x-y", "9223372036854775807-1", "253402300799999999-1", "-1-1", "" })
        {
            var answer = await server.QueryAsync("query($id: ID!) { node(id: $id) { id } }", new { id = ApiCalls.Id("AuditEntry", key) });
            Assert.Equal("""{"node":null}""", answer.GetRawText());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("\u3000")]
    [InlineData("two\nlines")]
    [InlineData("a*201")]
    [InlineData("a*300")]
    [InlineData("👍*201")]
    public async Task A_title_that_is_empty_too_long_or_two_lines_is_refused(string title)
    {
        var text = title.Split('*') is [var part, var times] ? string.Concat(Enumerable.Repeat(part, int.Parse(times))) : title;
        var created = Assert.Single(await server.FailAsync("createPost", new { title = text, body = "" }));
        var updated = Assert.Single(await server.FailAsync("updatePost", new { id = _post, expectedVersion = 1, title = text }));
        Assert.All([created, updated], error => Assert.Equal(("ValidationError", "title"), (error.Type(), error.Text("field"))));
    }

    [Fact]
    public async Task An_emoji_counts_as_one_character()
    {
        var title = string.Concat(Enumerable.Repeat("👍", 200));
        var tag = string.Concat(Enumerable.Repeat("👍", 50));
        var post = await server.DoAsync("createPost", new { title, body = "", tags = new[] { tag } });
        Assert.Equal(title, post.Text("title"));
        _changes++;

        var error = Assert.Single(await server.FailAsync(
            "createPost", new { title = "Long tag", body = "", tags = new[] { tag + "👍" } }));
        Assert.Equal("tags", error.Text("field"));
    }

    [Theory]
    [InlineData("title")]
    [InlineData("slug")]
    [InlineData("body")]
    [InlineData("tags")]
    public async Task A_text_that_PostgreSQL_cannot_store_is_refused_by_its_name(string field)
    {
        object value = field == "tags" ? new[] { "nul\0" } : "nul\0";
        var created = new Dictionary<string, object> { ["title"] = "Title", ["body"] = "Text", [field] = value };
        var updated = new Dictionary<string, object> { ["id"] = _post, ["expectedVersion"] = 1, [field] = value };
        foreach (var (mutation, input) in new[] { ("createPost", created), ("updatePost", updated) })
        {
            var error = Assert.Single(await server.FailAsync(mutation, input));
            Assert.Equal(("ValidationError", field), (error.Type(), error.Text("field")));
        }
    }

    [Fact]
    public async Task The_slug_of_a_restored_post_is_checked_too()
    {
        foreach (var slug in new[] { "nul\0", "line\n", "", "UPPER", "-a", "a--b", "ä", new string('a', 121), new string('a', 900_000) })
        {
            var error = Assert.Single(await server.FailAsync("restorePost", new { id = _trashed, expectedVersion = 2, slug }));
            Assert.Equal(("ValidationError", "slug"), (error.Type(), error.Text("field")));
        }
    }

    [Theory]
    [InlineData("nul\0")]
    [InlineData("")]
    [InlineData("No Slug")]
    [InlineData("👍")]
    public async Task A_slug_that_cannot_be_finds_nothing(string slug)
    {
        var answer = await server.QueryAsync("query($slug: String!) { postBySlug(slug: $slug) { id } }", new { slug });
        Assert.Equal("""{"postBySlug":null}""", answer.GetRawText());
    }

    [Fact]
    public async Task A_request_larger_than_any_post_is_refused_by_the_transport()
    {
        var answer = await server.TryAsync("createPost", new { title = "Big", body = new string('x', 7 * 1024 * 1024) }, TestServer.Ada);
        Assert.Equal((413, "BODY_TOO_LARGE"), (answer.Status, answer.TheError().GetProperty("extensions").Text("code")));
    }

    [Fact]
    public async Task A_body_of_more_than_1_MiB_is_refused_by_its_name()
    {
        foreach (var body in new[] { new string('x', 1024 * 1024 + 1), new string('ü', 1024 * 512 + 1) })
        {
            var created = Assert.Single(await server.FailAsync("createPost", new { title = "Big", body }));
            var updated = Assert.Single(await server.FailAsync("updatePost", new { id = _post, expectedVersion = 1, body }));
            Assert.All([created, updated], error => Assert.Equal(("ValidationError", "body"), (error.Type(), error.Text("field"))));
        }

        var post = await server.DoAsync("createPost", new { title = "Just fits", body = new string('x', 1024 * 1024) });
        Assert.Equal(1024 * 1024, post.Text("body")!.Length);
        _changes++;
    }
}
