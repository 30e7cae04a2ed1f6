using System.Text.Json;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Finding;

/// <summary>auditHistory(where:) over HTTP.</summary>
public sealed class HistoryTests(HistoryTests.Library library) : IClassFixture<HistoryTests.Library>
{
    private const string OfPost =
        "query($id: ID!, $where: AuditEntryFilterInput) { post(id: $id) { auditHistory(where: $where) { totalCount nodes { version } } } }";

    [Theory]
    [InlineData("{}", "5: 5 4 3 2 1")]
    [InlineData("""{ "field": { "eq": "title" } }""", "3: 4 2 1")]
    [InlineData("""{ "field": { "eq": "publishedAt" } }""", "1: 3")]
    [InlineData("""{ "field": { "eq": "published_at" } }""", "0: ")]
    [InlineData("""{ "field": { "nin": ["title", "body", "status", "publishedAt", "liveVersion"] } }""", "2: 5 1")]
    [InlineData("""{ "action": { "eq": "CREATE" } }""", "1: 1")]
    [InlineData("""{ "action": { "neq": "CREATE" }, "field": { "in": ["title", "tags", "nothing"] } }""", "3: 5 4 2")]
    [InlineData("""{ "recordType": { "eq": "users" } }""", "0: ")]
    [InlineData("""{ "requestId": { "eq": "r-4" } }""", "1: 4")]
    [InlineData("""{ "requestId": { "eq": null } }""", "0: ")]
    [InlineData("""{ "changedAt": { "lt": "2020-01-01T00:00:00Z" } }""", "0: ")]
    public async Task A_filter_finds(string where, string expected)
        => Assert.Equal(expected, Entries((await AskAsync(OfPost, new { id = library.Posts[0], where = JsonElement.Parse(where) }))
            .GetProperty("post").GetProperty("auditHistory")));

    [Fact]
    public async Task Changes_are_found_by_who_made_them()
    {
        var where = new { changedBy = new { eq = ApiCalls.Id("User", TestDatabase.Grace) } };
        var history = await AskAsync(OfPost, new { id = library.Posts[0], where });
        Assert.Equal("1: 5", Entries(history.GetProperty("post").GetProperty("auditHistory")));
        var error = (await library.Server.PostAsync(
            OfPost, new { id = library.Posts[0], where = new { changedBy = new { eq = library.Posts[0] } } })).TheError();
        Assert.Contains("`where.changedBy.eq` is not the ID of a User", error.Text("message"));
    }

    [Fact]
    public async Task Histories_of_many_posts_are_one_statement_and_each_is_filtered_paged_and_counted_by_itself()
    {
        const string Query = """
            query($first: Int, $where: AuditEntryFilterInput) { posts(first: $first, order: { createdAt: ASC }) { nodes {
              auditHistory(first: 1, where: $where) { nodes { version } pageInfo { hasNextPage endCursor } } } } }
            """;
        var variables = new { first = 20, where = new { field = new { eq = "title" }, requestId = new { neq = "needle" } } };
        var sent = await library.Server.StatementsOfAsync(Query, variables);
        Assert.Equal(3, sent.Count);
        Assert.DoesNotContain("needle", string.Concat(sent));
        Snapshot.Match(string.Join("\n\n", sent).ReplaceLineEndings("\n"));

        var pages = (await AskAsync(Query, variables)).GetProperty("posts").GetProperty("nodes").EnumerateArray()
            .Select(node => node.GetProperty("auditHistory")).ToList();
        Assert.Equal([4, 2, 1], pages.Select(page => page.GetProperty("nodes")[0].Version()));
        Assert.Equal([true, true, false], pages.Select(page => page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean()));

        var rest = (await AskAsync(
            """
            query($id: ID!, $where: AuditEntryFilterInput, $after: String) { post(id: $id) {
              auditHistory(where: $where, after: $after) { totalCount nodes { version } } } }
            """,
            new { id = library.Posts[0], variables.where, after = pages[0].GetProperty("pageInfo").Text("endCursor") }))
            .GetProperty("post").GetProperty("auditHistory");
        Assert.Equal("3: 2 1", Entries(rest));
    }

    [Fact]
    public async Task Histories_under_different_filters_are_kept_apart()
    {
        var nodes = (await AskAsync("""
            { posts(order: { createdAt: ASC }) { nodes {
                titles: auditHistory(where: { field: { eq: "title" } }) { totalCount nodes { version } }
                tags: auditHistory(where: { field: { eq: "tags" }, action: { eq: UPDATE } }) { totalCount nodes { version } }
                all: auditHistory { totalCount nodes { version } } } } }
            """)).GetProperty("posts").GetProperty("nodes").EnumerateArray().ToList();
        Assert.Equal(["3: 4 2 1", "2: 2 1", "1: 1"], nodes.Select(node => Entries(node.GetProperty("titles"))));
        Assert.Equal(["1: 5", "0: ", "0: "], nodes.Select(node => Entries(node.GetProperty("tags"))));
        Assert.Equal(["5: 5 4 3 2 1", "2: 2 1", "1: 1"], nodes.Select(node => Entries(node.GetProperty("all"))));
    }

    [Fact]
    public async Task A_post_in_the_trash_has_its_history_filtered_too()
    {
        var trash = (await AskAsync("""
            { trash { nodes { auditHistory(where: { or: [{ action: { eq: TRASH } }, { field: { eq: "deletedBy" } }] }) {
                totalCount nodes { version } } } } }
            """)).GetProperty("trash").GetProperty("nodes");
        Assert.Equal(["1: 2", "1: 2"], trash.EnumerateArray().Select(node => Entries(node.GetProperty("auditHistory"))));
    }

    private Task<JsonElement> AskAsync(string query, object? variables = null) => library.Server.QueryAsync(query, variables);

    private static string Entries(JsonElement page)
        => $"{page.GetProperty("totalCount").GetInt32()}: {string.Join(' ', page.GetProperty("nodes").EnumerateArray().Select(entry => entry.Version()))}";

    /// <summary>A server with three posts that were changed four times, once and never, and two in the trash.</summary>
    public sealed class Library : IAsyncLifetime
    {
        public TestServer Server { get; } = new();

        public IReadOnlyList<string> Posts { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            var posts = new List<string>();
            foreach (var title in new[] { "One", "Two", "Three" })
            {
                posts.Add((await Server.CreateAsync(title)).Id());
            }

            Posts = posts;
            await UpdateAsync(new { id = posts[0], expectedVersion = 1, title = "One more" });
            await UpdateAsync(new { id = posts[0], expectedVersion = 2, status = "PUBLISHED" });
            await UpdateAsync(new { id = posts[0], expectedVersion = 3, title = "One for all", body = "All" }, requestId: "r-4");
            await UpdateAsync(new { id = posts[0], expectedVersion = 4, tags = new[] { "x" } }, TestServer.Grace);
            await UpdateAsync(new { id = posts[1], expectedVersion = 1, title = "Two more" });
            await Server.CreateTrashedAsync("Gone");
            await Server.CreateTrashedAsync("Gone too");
        }

        public Task DisposeAsync() => Server.DisposeAsync();

        private async Task UpdateAsync(object input, string user = TestServer.Ada, string requestId = "r-0")
            => Assert.Equal(200, (await Server.TryAsync("updatePost", input, user, ("X-Request-Id", requestId))).Status);
    }
}
