using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>What each role finds and changes of a blog in which Ada (ADMIN) and Linus (AUTHOR) have a post of every kind.</summary>
public sealed class RoleTests(RoleTests.Blog blog) : IClassFixture<RoleTests.Blog>
{
    private static readonly string[] s_all = ["ada draft", "ada published", "ada archived", "linus draft", "linus published", "linus archived"];
    private static readonly string[] s_own = [.. s_all.Where(name => name.StartsWith("linus") || name.EndsWith("published"))];
    private static readonly string[] s_published = ["ada published", "linus published"];

    public static TheoryData<string, string[]> Seen => new()
    {
        { TestServer.Guest, s_published }, { TestServer.Linus, s_own }, { TestServer.Grace, s_all }, { TestServer.Ada, s_all },
    };

    [Theory]
    [MemberData(nameof(Seen))]
    public async Task Lists_counts_and_pages_hold_what_the_role_sees_and_nothing_tells_of_more(string user, string[] seen)
    {
        var newestFirst = seen.Reverse().ToList();
        var list = (await blog.Server.QueryAsync("{ posts(first: 100) { totalCount nodes { title } } }", user: user)).GetProperty("posts");
        Assert.Equal(newestFirst, Titles(list));
        Assert.Equal(seen.Length, list.GetProperty("totalCount").GetInt32());
        Assert.Equal(newestFirst, await PageAsync("first", "after", "hasNextPage", "endCursor", user));
        var backwards = await PageAsync("last", "before", "hasPreviousPage", "startCursor", user);
        Assert.Equal(seen, backwards);

        foreach (var (author, name) in new[] { (TestDatabase.Ada, "ada"), (TestDatabase.Linus, "linus") })
        {
            var posts = (await blog.Server.QueryAsync(
                "query($id: ID!) { user(id: $id) { posts(first: 100) { totalCount nodes { title } } } }", new { id = ApiCalls.Id("User", author) }, user))
                .GetProperty("user").GetProperty("posts");
            Assert.Equal(newestFirst.Where(title => title.StartsWith(name)), Titles(posts));
            Assert.Equal(Titles(posts).Count, posts.GetProperty("totalCount").GetInt32());
        }
    }

    [Theory]
    [MemberData(nameof(Seen))]
    public async Task A_post_that_the_role_does_not_see_is_like_one_that_never_existed(string user, string[] seen)
    {
        foreach (var (title, id) in blog.Posts)
        {
            var answer = await blog.Server.PostAsync(
                "query($id: ID!, $slug: String!) { post(id: $id) { title } node(id: $id) { ... on Post { title } } nodes(ids: [$id]) { ... on Post { title } } postBySlug(slug: $slug) { title } }",
                new { id, slug = title.Replace(' ', '-') }, user);
            var expected = seen.Contains(title) ? $$"""{"title":"{{title}}"}""" : "null";
            Assert.Equal(
                $$"""{"data":{"post":{{expected}},"node":{{expected}},"nodes":[{{expected}}],"postBySlug":{{expected}}}""" + "}", answer.Body);
        }
    }

    [Theory]
    [InlineData(TestServer.Guest, null)]
    [InlineData(TestServer.Linus, "linus trashed")]
    [InlineData(TestServer.Grace, "linus trashed,ada trashed")]
    [InlineData(TestServer.Ada, "linus trashed,ada trashed")]
    public async Task The_trash_holds_an_authors_own_and_an_editor_sees_all_of_it(string user, string? seen)
    {
        var answer = await blog.Server.PostAsync("{ trash { totalCount nodes { title } } }", user: user);
        if (seen is null)
        {
            Assert.Equal("AUTH_NOT_AUTHORIZED", answer.Code);
            return;
        }

        var trash = answer.Data.GetProperty("trash");
        Assert.Equal(seen.Split(','), Titles(trash));
        Assert.Equal(Titles(trash).Count, trash.GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task A_refused_field_is_null_beside_the_rest_of_the_answer()
    {
        var answer = await blog.Server.PostAsync("""
            { viewer { role } trash { totalCount } auditLog { totalCount }
              posts(first: 2) { nodes { title auditHistory { totalCount } comments(first: 1) { nodes { auditHistory { totalCount } } } } } }
            """, user: TestServer.Guest);
        Assert.Equal("READER", answer.Data.GetProperty("viewer").Text("role"));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.Data.GetProperty("trash").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, answer.Data.GetProperty("auditLog").ValueKind);
        var posts = answer.Data.GetProperty("posts").GetProperty("nodes").EnumerateArray().ToList();
        Assert.NotEmpty(posts);
        Assert.All(posts, post => Assert.Equal(
            (true, System.Text.Json.JsonValueKind.Null), (post.Text("title")!.Length > 0, post.GetProperty("auditHistory").ValueKind)));
        Assert.All(answer.Json.GetProperty("errors").EnumerateArray(), error => Assert.Equal("AUTH_NOT_AUTHORIZED", error.GetProperty("extensions").Text("code")));
    }

    [Theory]
    [InlineData("ada draft", "AUTH_NOT_AUTHORIZED", "PostNotFoundError", null)]
    [InlineData("ada archived", "AUTH_NOT_AUTHORIZED", "PostNotFoundError", null)]
    [InlineData("ada trashed", "AUTH_NOT_AUTHORIZED", "PostNotFoundError", "PostNotFoundError")]
    [InlineData("ada published", "AUTH_NOT_AUTHORIZED", "AUTH_NOT_AUTHORIZED", null)]
    [InlineData("linus draft", "AUTH_NOT_AUTHORIZED", null, null)]
    [InlineData("linus published", "AUTH_NOT_AUTHORIZED", null, null)]
    [InlineData("linus trashed", "AUTH_NOT_AUTHORIZED", "PostNotFoundError", "PostNotFoundError")]
    public async Task Changing_and_deleting_is_refused_where_the_post_is_seen_and_not_found_where_it_is_not(
        string title, string reader, string? author, string? editor)
    {
        foreach (var (user, expected) in new[] { (TestServer.Guest, reader), (TestServer.Linus, author), (TestServer.Grace, editor), (TestServer.Ada, editor) })
        {
            var id = blog.Find(title);
            foreach (var (mutation, input) in new (string, Func<int, object>)[]
            {
                ("updatePost", expectedVersion => new { id, expectedVersion, body = $"By {user}" }),
                ("updatePost", expectedVersion => new { id, expectedVersion }),
                ("deletePost", expectedVersion => new { id, expectedVersion }),
            }.Where(call => expected is not null || call.Item1 == "updatePost"))      // the other tests need what could be deleted
            {
                var before = await blog.Server.ChangesAsync();
                var found = Outcome(await blog.Server.TryAsync(mutation, input(await blog.VersionAsync(id)), user), mutation);
                Assert.True(expected == found, $"{user} {mutation} {title}: {found}");
                Assert.True(expected is null || before == await blog.Server.ChangesAsync());
            }
        }
    }

    [Fact]
    public async Task Only_administrators_purge_and_an_author_restores_their_own()
    {
        foreach (var title in new[] { "ada trashed", "linus trashed" })
        {
            var input = new { id = blog.Find(title), expectedVersion = 99 };
            foreach (var user in new[] { TestServer.Guest, TestServer.Linus, TestServer.Grace })
            {
                Assert.Equal("AUTH_NOT_AUTHORIZED", (await blog.Server.TryAsync("purgePost", input, user)).Code);
            }

            Assert.Equal("ConcurrencyError", Outcome(await blog.Server.TryAsync("purgePost", input, TestServer.Ada), "purgePost"));
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await blog.Server.TryAsync("restorePost", input, TestServer.Guest)).Code);
            Assert.Equal(
                title == "ada trashed" ? "PostNotFoundError" : "ConcurrencyError",
                Outcome(await blog.Server.TryAsync("restorePost", input, TestServer.Linus), "restorePost"));
            Assert.Equal("ConcurrencyError", Outcome(await blog.Server.TryAsync("restorePost", input, TestServer.Grace), "restorePost"));
        }
    }

    [Fact]
    public async Task Nothing_an_author_is_told_tells_another_authors_draft_from_nothing()
    {
        foreach (var hidden in new[] { "ada draft", "ada trashed" }.Select(blog.Find))
        {
            foreach (var (mutation, input) in new (string, Func<string, object>)[]
            {
                ("updatePost", id => new { id, expectedVersion = 1, title = "x" }), ("deletePost", id => new { id, expectedVersion = 1 }),
                ("restorePost", id => new { id, expectedVersion = 1 }), ("addComment", postId => new { postId, body = "x" }),
            })
            {
                var none = ApiCalls.PostId(4_000_000);
                var about = await blog.Server.TryAsync(mutation, input(hidden), TestServer.Linus);
                var nothing = await blog.Server.TryAsync(mutation, input(none), TestServer.Linus);
                Assert.Equal(nothing.Body.Replace(none, "<id>"), about.Body.Replace(hidden, "<id>"));
            }
        }
    }

    /// <summary>The code it was refused with, the first error of the payload, or null when it was done.</summary>
    private static string? Outcome(Answer answer, string mutation)
        => answer.Json.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").Text("code")
            : answer.Data.GetProperty(mutation).GetProperty("errors") is { ValueKind: JsonValueKind.Array } list ? list[0].Type() : null;

    private static List<string> Titles(JsonElement connection)
        => [.. connection.GetProperty("nodes").EnumerateArray().Select(node => node.Text("title")!)];

    /// <summary>The whole list, one item a page; each page says of itself what is true.</summary>
    private async Task<List<string>> PageAsync(string size, string from, string hasMore, string cursor, string user)
    {
        var titles = new List<string>();
        string? place = null;
        do
        {
            var page = (await blog.Server.QueryAsync(
                $"query($place: String) {{ posts({size}: 1, {from}: $place) {{ totalCount nodes {{ title }} pageInfo {{ {hasMore} {cursor} }} }} }}",
                new { place }, user)).GetProperty("posts");
            titles.AddRange(Titles(page));
            place = page.GetProperty("pageInfo").GetProperty(hasMore).GetBoolean() ? page.GetProperty("pageInfo").Text(cursor) : null;
        }
        while (place is not null);
        return titles;
    }

    public sealed class Blog : IAsyncLifetime
    {
        public TestServer Server { get; } = new();

        public Dictionary<string, string> Posts { get; } = [];

        public string Find(string title) => Posts[title];

        public async Task<int> VersionAsync(string id)
        {
            Assert.True(GraphBlog.Engine.Relay.GlobalId.TryParse(id, out var parsed));
            return (int)(await Server.Database.OwnerScalarAsync($"select version from blog.posts_all where id = {parsed.Key}"))!;
        }

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            foreach (var (author, user) in new[] { ("ada", TestServer.Ada), ("linus", TestServer.Linus) })
            {
                foreach (var kind in new[] { "draft", "published", "archived", "trashed" })
                {
                    var status = kind == "trashed" ? "PUBLISHED" : kind.ToUpperInvariant();
                    var id = (await Server.DoAsync("createPost", new { title = $"{author} {kind}", body = "Text", status }, user)).Id();
                    Posts[$"{author} {kind}"] = id;
                    if (kind == "trashed")
                    {
                        await Server.DoAsync("deletePost", new { id, expectedVersion = 1 }, user);
                    }
                }
            }
        }

        public Task DisposeAsync() => Server.DisposeAsync();
    }
}
