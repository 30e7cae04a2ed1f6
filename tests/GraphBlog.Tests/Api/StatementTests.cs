using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

/// <summary>What requests cost the database. A paragraph of a golden file is a round trip; BEGIN travels with the first statement.</summary>
public sealed class StatementTests(StatementTests.Library library) : IClassFixture<StatementTests.Library>
{
    [Fact]
    public async Task Twenty_posts_with_their_author_are_one_statement()
    {
        var sent = await SentAsync("""
            { posts(first: 20) {
                nodes { id slug title status tags version createdAt updatedAt author { displayName } }
                pageInfo { hasNextPage endCursor } } }
            """);
        Assert.Single(sent);
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task Three_people_of_each_post_are_two_statements_at_most()
    {
        var sent = await SentAsync("{ posts(first: 20) { nodes { id author { handle } createdBy { handle } updatedBy { handle } } } }");
        Assert.InRange(Statements(sent), 1, 2);
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task A_deep_list_costs_the_same_however_many_posts_it_has()
    {
        const string Query = """
            query($first: Int) { posts(first: $first) { nodes {
              id title author { handle } createdBy { handle } updatedBy { handle }
              auditHistory(first: 2) { nodes { version action changedBy { handle } changes { field } } } } } }
            """;
        var sent = await SentAsync(Query, new { first = 20 });
        Assert.Equal(Statements(await SentAsync(Query, new { first = 1 })), Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task One_post_with_its_history()
        => Snapshot.Match(Text(await SentAsync(
            """
            query($id: ID!) { post(id: $id) { id title body
              auditHistory(first: 5) { nodes { version action changedAt changedBy { handle } } } } }
            """,
            new { id = library.Post })));

    [Fact]
    public async Task One_post_by_its_slug_is_one_statement()
    {
        var sent = await SentAsync("{ postBySlug(slug: \"post-1\") { id title body author { displayName } } }");
        Assert.Single(sent);
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task Posts_with_comments_and_their_authors_cost_the_same_however_many_they_are()
    {
        const string Query = """
            query($first: Int) { posts(first: $first) { nodes { id title comments(first: 3) {
              totalCount nodes { id body createdAt author { handle } } pageInfo { hasNextPage } } } } }
            """;
        var sent = await SentAsync(Query, new { first = 20 });
        Assert.Equal(Statements(await SentAsync(Query, new { first = 2 })), Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task Adding_changing_and_deleting_a_comment()
    {
        var added = await SentAsync(ApiCalls.Mutation("addComment"), new { input = new { postId = library.Post, body = "First" } });
        var id = (await library.Server.FindAsync(library.Post, "comments(last: 1) { nodes { id } }"))
            .GetProperty("comments").GetProperty("nodes")[0].Id();
        var changed = await SentAsync(ApiCalls.Mutation("updateComment"), new { input = new { id, expectedVersion = 1, body = "Second" } });
        var stale = await SentAsync(ApiCalls.Mutation("updateComment"), new { input = new { id, expectedVersion = 1, body = "Third" } });
        var deleted = await SentAsync(ApiCalls.Mutation("deleteComment"), new { input = new { id, expectedVersion = 2 } });
        Snapshot.Match(string.Join("\n\n======== then ========\n\n", new[] { added, changed, stale, deleted }.Select(Text)));
    }

    [Fact]
    public async Task Users_with_their_posts_cost_the_same_however_many_they_are()
    {
        const string Query = """
            query($first: Int) { users(first: $first) { nodes { handle posts(first: 3) { totalCount nodes { id title } } } } }
            """;
        var sent = await SentAsync(Query, new { first = 20 });
        Assert.Equal(Statements(await SentAsync(Query, new { first = 1 })), Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task The_trash_with_its_conflicts_costs_the_same_however_many_posts_it_has()
    {
        const string Query = """
            query($first: Int) { trash(first: $first) { nodes {
              id slug deletedBy { handle } restorable restoreConflicts { suggestion } } } }
            """;
        var sent = await SentAsync(Query, new { first = 20 });
        Assert.Equal(Statements(await SentAsync(Query, new { first = 1 })), Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task Nodes_of_three_types_are_a_statement_each_however_many_they_are()
    {
        var sent = await SentAsync(
            """
            query($ids: [ID!]!) { nodes(ids: $ids) {
              id ... on Post { title author { handle } } ... on User { handle } ... on Organisation { slug } } }
            """,
            new { ids = library.Nodes });
        Assert.Equal(3, Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task The_viewer_is_one_statement_for_the_person_and_none_for_the_role()
    {
        Assert.Empty(await SentAsync("{ viewer { role } }"));
        Assert.Equal(1, Statements(await SentAsync("{ viewer { role user { handle } } }")));
    }

    [Fact]
    public async Task An_update_that_answers_fields_of_the_post_is_one_statement()
    {
        var sent = await UpdateAsync("id title version updatedAt");
        Assert.Equal(1, Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task An_update_that_answers_people_reads_them_once()
    {
        var sent = await UpdateAsync("id title version author { handle } updatedBy { handle }");
        Assert.Equal(2, Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task A_stale_update_is_one_write_and_one_read()
    {
        var id = (await library.Server.CreateAsync("Stale")).Id();
        await using (var other = await TestServer.StartAsync(library.Server.Database, "Development"))
        {
            await other.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Newer" });
        }

        var sent = await SentAsync(ApiCalls.Mutation("updatePost"), new { input = new { id, expectedVersion = 1, title = "Stale" } });
        Assert.Equal(2, Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task A_stale_update_of_a_version_that_is_known_to_be_past_is_one_read()
    {
        var id = (await library.Server.CreateAsync("Stale and known")).Id();
        await library.Server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Newer" });
        var sent = await SentAsync(ApiCalls.Mutation("updatePost"), new { input = new { id, expectedVersion = 1, title = "Stale" } });
        Assert.Equal(1, Statements(sent));
        Snapshot.Match(Text(sent));
    }

    [Fact]
    public async Task Creating_deleting_restoring_and_purging()
    {
        var created = await SentAsync(ApiCalls.Mutation("createPost"), new { input = new { title = "Statements of a life", body = "" } });
        var id = (await library.Server.QueryAsync("{ postBySlug(slug: \"statements-of-a-life\") { id } }")).GetProperty("postBySlug").Id();
        var deleted = await SentAsync(ApiCalls.Mutation("deletePost"), new { input = new { id, expectedVersion = 1 } });
        var restored = await SentAsync(ApiCalls.Mutation("restorePost"), new { input = new { id, expectedVersion = 2 } });
        await library.Server.DoAsync("deletePost", new { id, expectedVersion = 3 });
        var purged = await SentAsync(ApiCalls.Mutation("purgePost"), new { input = new { id, expectedVersion = 4 } });
        Snapshot.Match(string.Join("\n\n======== then ========\n\n", new[] { created, deleted, restored, purged }.Select(Text)));
    }

    private Task<IReadOnlyList<string>> SentAsync(string query, object? variables = null)
        => library.Server.StatementsOfAsync(query, variables);

    private async Task<IReadOnlyList<string>> UpdateAsync(string selection)
    {
        var id = (await library.Server.CreateAsync("Updated")).Id();
        return await SentAsync(
            $"mutation($input: UpdatePostInput!) {{ updatePost(input: $input) {{ post {{ {selection} }} errors {{ __typename }} }} }}",
            new { input = new { id, expectedVersion = 1, title = "Updated again" } });
    }

    private static int Statements(IReadOnlyList<string> sent) => sent.Count(text => text is not ("COMMIT" or "ROLLBACK"));

    private static string Text(IEnumerable<string> sent) => string.Join("\n\n", sent).ReplaceLineEndings("\n");

    /// <summary>A server with 25 posts, most of them with comments, and 5 in the trash.</summary>
    public sealed class Library : IAsyncLifetime
    {
        public TestServer Server { get; } = new();

        public string Post { get; private set; } = null!;

        public IReadOnlyList<string> Nodes { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            var posts = new List<string>();
            for (var i = 1; i <= 25; i++)
            {
                posts.Add((await Server.CreateAsync($"Post {i}", user: i % 2 == 0 ? TestServer.Linus : TestServer.Ada)).Id());
            }

            for (var i = 1; i <= 5; i++)
            {
                await Server.CreateTrashedAsync($"Gone {i}", "gone");
            }

            await Server.CreateAsync("In the way", "gone");
            foreach (var post in posts.TakeLast(20))
            {
                await Server.CommentAsync(post, "Here", TestServer.Grace);
                await Server.CommentAsync(post, "And there");
            }

            Post = posts[0];
            Nodes = [.. posts.Take(3), ApiCalls.Id("User", 1), ApiCalls.Id("User", 2), ApiCalls.Id("Organisation", 1)];
        }

        public Task DisposeAsync() => Server.DisposeAsync();
    }
}
