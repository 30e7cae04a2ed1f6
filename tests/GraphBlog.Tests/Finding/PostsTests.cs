using System.Text.Json;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Finding;

/// <summary>posts(where:, order:) over HTTP.</summary>
public sealed class PostsTests(PostsTests.Library library) : IClassFixture<PostsTests.Library>
{
    private const string Query =
        "query($where: PostFilterInput, $order: [PostSortInput!], $first: Int, $after: String) "
        + "{ posts(where: $where, order: $order, first: $first, after: $after) { totalCount nodes { slug } pageInfo { endCursor } } }";

    [Fact]
    public async Task Filters_and_orders_are_taken_as_variables_and_written_out()
    {
        var variables = new { where = new { title = new { startsWith = "B" }, status = new { eq = "PUBLISHED" } }, order = new { title = "DESC" } };
        Assert.Equal("2: b2 b1", await FindAsync(variables));
        var written = await library.Server.QueryAsync(
            """{ posts(where: { title: { startsWith: "B" }, status: { eq: PUBLISHED } }, order: [{ title: DESC }]) { nodes { slug } } }""");
        Assert.Equal("b2 b1", Slugs(written.GetProperty("posts")));
    }

    [Theory]
    [InlineData("""{ "tags": { "some": { "eq": "x" } } }""", "3: b2 b1 a1")]
    [InlineData("""{ "tags": { "none": { "startsWith": "x" } } }""", "1: c1")]
    [InlineData("""{ "tags": { "all": { "in": ["x", "y"] } } }""", "3: c1 b1 a1")]
    [InlineData("""{ "tags": { "any": false } }""", "1: c1")]
    [InlineData("""{ "or": [{ "title": { "contains": "%" } }, { "slug": { "eq": "a1" } }] }""", "2: c1 a1")]
    [InlineData("""{ "publishedAt": { "eq": null } }""", "2: c1 a1")]
    [InlineData("""{ "publishedAt": { "neq": null } }""", "2: b2 b1")]
    [InlineData("""{ "title": { "contains": "b" } }""", "0: ")]
    [InlineData("""{ "title": { "eq": "nul\u0000" } }""", "0: ")]
    [InlineData("""{ "title": { "nin": ["nul\u0000", "A 1", "B 1", null] } }""", "2: c1 b2")]
    [InlineData("""{ "createdAt": { "lt": "0001-01-01T00:00:00Z" } }""", "0: ")]
    [InlineData("""{ "createdAt": { "lte": "9999-12-31T23:59:59.9999999Z", "gt": "2026-01-01T00:00:00+02:00" } }""", "4: c1 b2 b1 a1")]
    [InlineData("""{ "version": { "gte": -2147483648, "neq": 2 } }""", "2: c1 a1")]
    [InlineData("{}", "4: c1 b2 b1 a1")]
    [InlineData("null", "4: c1 b2 b1 a1")]
    public async Task A_filter_finds(string where, string expected)
        => Assert.Equal(expected, await FindAsync(new { where = JsonElement.Parse(where) }));

    [Fact]
    public async Task Authors_are_found_by_their_global_ids()
    {
        var linus = ApiCalls.Id("User", TestDatabase.Linus);
        Assert.Equal("1: b2", await FindAsync(new { where = new { authorId = new { eq = linus } } }));
        Assert.Equal("3: c1 b1 a1", await FindAsync(new { where = new { authorId = new { nin = new[] { linus } } } }));
        Assert.Equal("0: ", await FindAsync(new { where = new { authorId = new { eq = ApiCalls.Id("User", "x") } } }));
        Assert.Equal("0: ", await FindAsync(new { where = new { authorId = new { eq = ApiCalls.Id("User", TestDatabase.Margaret) } } }));
    }

    [Fact]
    public async Task A_page_under_an_order_and_a_filter_is_one_statement_and_the_count_one_more()
    {
        var variables = new { where = new { title = new { neq = "needle" } }, order = new[] { new { publishedAt = "DESC" } } };
        var plain = Query.Replace("totalCount", "");
        Assert.Single(await library.Server.StatementsOfAsync(plain, variables));
        var sent = await library.Server.StatementsOfAsync(Query, variables);
        Assert.Equal(2, sent.Count(statement => statement.Contains("blog.posts")));
        Assert.DoesNotContain(sent, statement => statement.Contains("needle"));
    }

    [Theory]
    [InlineData("""{ "where": { "authorId": { "eq": "UG9zdDox" } } }""", "HC0002", "`where.authorId.eq` is not the ID of a User")]
    [InlineData("""{ "where": { "or": [{ "version": { "gt": 0 } }, { "authorId": { "in": [null, "UG9zdDox"] } }] } }""", "HC0002", "`where.or[1].authorId.in`")]
    [InlineData("""{ "where": { "title": null } }""", "HC0026", "`where.title` must not be null")]
    [InlineData("""{ "where": { "title": { "contains": null } } }""", "HC0026", "`where.title.contains` must not be null")]
    [InlineData("""{ "where": { "title": { "in": null } } }""", "HC0026", "`where.title.in` must not be null")]
    [InlineData("""{ "where": { "version": { "gt": null } } }""", "HC0026", "`where.version.gt` must not be null")]
    [InlineData("""{ "where": { "tags": { "any": null } } }""", "HC0026", "`where.tags.any` must not be null")]
    [InlineData("""{ "where": { "and": null } }""", "HC0026", "`where.and` must not be null")]
    [InlineData("""{ "order": [{ "title": "ASC" }, { "version": null }] }""", "HC0026", "`order.version` must not be null")]
    public async Task What_means_nothing_is_an_error_that_names_it(string variables, string code, string message)
    {
        var answer = await library.Server.PostAsync(Query, JsonElement.Parse(variables));
        Assert.Equal(200, answer.Status);
        var error = answer.TheError();
        Assert.Equal(code, error.GetProperty("extensions").Text("code"));
        Assert.Contains(message, error.Text("message"));
        Assert.Equal("""["posts"]""", error.GetProperty("path").GetRawText());
    }

    [Theory]
    [InlineData("""{ "where": { "authorId": { "eq": "nonsense" } } }""")]
    [InlineData("""{ "where": { "version": { "eq": 2147483648 } } }""")]
    [InlineData("""{ "where": { "version": { "eq": "1" } } }""")]
    [InlineData("""{ "where": { "createdAt": { "gt": "yesterday" } } }""")]
    [InlineData("""{ "where": { "status": { "in": [null] } } }""")]
    [InlineData("""{ "where": { "status": { "eq": "GONE" } } }""")]
    [InlineData("""{ "where": { "body": { "contains": "x" } } }""")]
    [InlineData("""{ "where": { "and": [null] } }""")]
    [InlineData("""{ "order": [{ "body": "ASC" }] }""")]
    [InlineData("""{ "order": [{ "title": "UP" }] }""")]
    [InlineData("""{ "order": [null] }""")]
    public async Task What_the_schema_does_not_have_is_refused_before_anything_runs(string variables)
    {
        var answer = await library.Server.PostAsync(Query, JsonElement.Parse(variables));
        Assert.Equal(400, answer.Status);
        Assert.False(answer.HasData);
    }

    [Fact]
    public async Task A_filter_that_is_too_large_is_refused_by_the_argument()
    {
        object[] many = [.. Enumerable.Range(0, 101).Select(n => new { version = new { eq = n } })];
        object deep = new { version = new { eq = 1 } };
        for (var i = 0; i < 9; i++)
        {
            deep = new { or = new[] { deep } };
        }

        var wide = new { version = new { nin = Enumerable.Range(100, 1001) } };
        foreach (var (where, message) in new (object, string)[] { (new { or = many }, "100 conditions"), (deep, "10 levels"), (wide, "1000 values") })
        {
            var error = (await library.Server.PostAsync(Query, new { where })).TheError();
            Assert.Equal("FILTER_TOO_LARGE", error.GetProperty("extensions").Text("code"));
            Assert.Contains("`where`", error.Text("message"));
            Assert.Contains(message, error.Text("message"));
        }

        Assert.StartsWith("4:", await FindAsync(new { where = new { version = new { nin = Enumerable.Range(100, 1000) } } }));
        Assert.StartsWith("4:",
            await FindAsync(new { where = new { and = Enumerable.Range(100, 100).Select(n => new { version = new { neq = n } }) } }));
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_order_and_to_any_filter()
    {
        var order = new[] { new { title = "ASC" } };
        var page = (await library.Server.QueryAsync(Query, new { order, first = 2 })).GetProperty("posts");
        var after = page.GetProperty("pageInfo").Text("endCursor");
        Assert.Equal("3: b2 c1", await FindAsync(new { order, after, where = new { slug = new { neq = "b1" } } }));
        foreach (var other in new object?[] { null, new[] { new { title = "DESC" } }, new object[] { new { title = "ASC" }, new { slug = "ASC" } } })
        {
            var error = (await library.Server.PostAsync(Query, new { order = other, after })).TheError();
            Assert.Equal("HC0078", error.GetProperty("extensions").Text("code"));
        }
    }

    private async Task<string> FindAsync(object variables)
    {
        var page = (await library.Server.QueryAsync(Query, variables)).GetProperty("posts");
        return $"{page.GetProperty("totalCount").GetInt32()}: {Slugs(page)}";
    }

    private static string Slugs(JsonElement page) => string.Join(' ', page.GetProperty("nodes").EnumerateArray().Select(node => node.Text("slug")));

    /// <summary>A server with four posts, added in the order of their addresses.</summary>
    public sealed class Library : IAsyncLifetime
    {
        public TestServer Server { get; } = new();

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            await Server.DoAsync("createPost", new { title = "A 1", slug = "a1", body = "", tags = new[] { "x" } });
            await Server.DoAsync("createPost", new { title = "B 1", slug = "b1", body = "", tags = new[] { "x", "y" }, status = "PUBLISHED" });
            await Server.DoAsync(
                "createPost", new { title = "B 2", slug = "b2", body = "", tags = new[] { "x", "z" }, status = "PUBLISHED" }, TestServer.Linus);
            await Server.DoAsync("createPost", new { title = "C 100%", slug = "c1", body = "" });
            foreach (var slug in new[] { "b1", "b2" })
            {
                var id = (await Server.QueryAsync($"{{ postBySlug(slug: \"{slug}\") {{ id }} }}")).GetProperty("postBySlug").Id();
                await Server.DoAsync("updatePost", new { id, expectedVersion = 1, body = "Text" });
            }

            await Server.CreateTrashedAsync("B 3", "b3");
            await Server.CreateAsync("B 4", "b4", TestServer.Margaret);
        }

        public Task DisposeAsync() => Server.DisposeAsync();
    }
}
