using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Pages of what belongs to the posts of a page, read together with it: they are what each post answers when it is asked alone.</summary>
public sealed class PagesOfItemsTests(PagesOfItemsTests.Library library) : IClassFixture<PagesOfItemsTests.Library>
{
    private const string Comments = """
        early: comments(first: 2) { nodes { id body author { handle } } pageInfo { hasNextPage endCursor } totalCount }
        late: comments(last: 1) { nodes { id } pageInfo { hasPreviousPage } }
        """;

    private const string History = "auditHistory(first: 2) { nodes { version action changedBy { handle } } pageInfo { hasNextPage } }";

    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var arguments in new[]
            {
                "first: 20", "first: 2", "last: 3", "where: { status: { eq: PUBLISHED } }", "order: [{ title: ASC }]", "perspective: LIVE", "search: \"numbered\"",
            })
            {
                foreach (var user in new[] { TestServer.Ada, TestServer.Linus, TestServer.Guest })
                {
                    pages.Add(arguments, user);
                }
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_and_each_of_its_posts_answer_the_same(string arguments, string user)
    {
        var below = user == TestServer.Guest ? Comments : Comments + History;      // no reader sees a history
        var page = await library.Server.QueryAsync($"{{ posts({arguments}) {{ nodes {{ id {below} }} edges {{ node {{ comments {{ nodes {{ id }} }} }} }} }} }}", null, user);
        var posts = page.GetProperty("posts").GetProperty("nodes").EnumerateArray().ToList();
        Assert.NotEmpty(posts);
        foreach (var post in posts)
        {
            var perspective = arguments.StartsWith("perspective") ? ", perspective: LIVE" : "";
            var alone = await library.Server.QueryAsync($"{{ post(id: \"{post.Id()}\"{perspective}) {{ id {below} }} }}", null, user);
            Assert.Equal(alone.GetProperty("post").GetRawText(), post.GetRawText());
        }
    }

    [Fact]
    public async Task After_a_cursor_they_are_those_of_the_next_page()
    {
        var first = (await library.Server.QueryAsync("{ posts(first: 2) { pageInfo { endCursor } } }")).GetProperty("posts");
        var next = await library.Server.QueryAsync(
            "query($after: String) { posts(first: 2, after: $after) { nodes { title comments(first: 1) { nodes { body } } } } }",
            new { after = first.GetProperty("pageInfo").Text("endCursor") });
        Assert.Equal(
            """[{"title":"Numbered 2","comments":{"nodes":[{"body":"On 2"}]}},{"title":"Numbered 1","comments":{"nodes":[{"body":"On 1"}]}}]""",
            next.GetProperty("posts").GetProperty("nodes").GetRawText());
    }

    [Fact]
    public async Task A_page_of_which_nothing_travels_along_is_read_in_the_snapshot_of_what_follows()
    {
        foreach (var (arguments, isAlone) in new[] { ("first: 2", false), ("order: [{ title: ASC }]", true), ("search: \"numbered\"", true) })
        {
            var sent = await library.Server.StatementsOfAsync($"{{ posts({arguments}) {{ nodes {{ comments(first: 1) {{ nodes {{ body }} }} }} }} }}");
            Assert.Equal(isAlone, sent[0].Contains("transaction_read_only"));
            Assert.Equal(isAlone ? ["ROLLBACK"] : [], sent.Skip(isAlone ? 2 : 1));
        }
    }

    /// <summary>Four posts, two of them published, with up to four comments each, and up to three changes.</summary>
    public sealed class Library : IAsyncLifetime
    {
        public TestServer Server { get; } = new();

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            for (var n = 1; n <= 4; n++)
            {
                var user = n % 2 == 0 ? TestServer.Linus : TestServer.Ada;
                var id = n < 3 ? await Server.PublishAsync($"Numbered {n}") : (await Server.CreateAsync($"Numbered {n}", user: user)).Id();
                for (var i = 1; i < n; i++)
                {
                    await Server.DoAsync("updatePost", new { id, expectedVersion = i, title = $"Numbered {n}", body = $"Edited {i}" });
                }

                for (var i = 0; i < n % 4 + 1; i++)
                {
                    await Server.CommentAsync(id, $"On {n}");
                }
            }
        }

        public Task DisposeAsync() => Server.DisposeAsync();
    }
}
