using System.Diagnostics;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>What is read from the database for an answer is bounded as it is read.</summary>
public sealed class AnswerBudgetTests(AnswerBudgetTests.Texts texts) : IClassFixture<AnswerBudgetTests.Texts>
{
    private const int Limit = 3_000_000;

    [Theory]
    [InlineData("{ posts(first: 100) { nodes { body } } }")]
    [InlineData("{ posts(first: 100) { nodes { id title bodyHtml } } }")]
    [InlineData("{ auditLog(first: 100) { nodes { newData } } }")]
    [InlineData("{ auditLog(first: 100, where: { action: { eq: CREATE } }) { nodes { version changes { field } } } }")]
    [InlineData("{ users(first: 5) { nodes { handle posts(first: 100) { nodes { body } } } } }")]
    [InlineData("{ posts(first: 100, search: \"word\") { nodes { body } } }")]
    [InlineData("query($ids: [ID!]!) { nodes(ids: $ids) { ... on Post { body } } }")]
    [InlineData("query($id: ID!) { post(id: $id) { id comments(first: 1) { nodes { id } } author { posts(first: 100) { nodes { body } } } } }")]
    public async Task A_query_that_reads_more_is_refused_whole_and_the_next_is_answered(string query)
    {
        for (var time = 0; time < 20; time++)
        {
            var refused = await texts.Server.PostAsync(query, new { id = texts.Ids[0], ids = texts.Ids });
            Assert.Equal((400, "ANSWER_TOO_LARGE", false), (refused.Status, refused.Code, refused.HasData));
            Assert.DoesNotContain("word word", refused.Body);
            var small = await texts.Server.QueryAsync("{ posts(first: 5) { nodes { id body } totalCount } }");
            Assert.InRange(small.GetProperty("posts").GetProperty("totalCount").GetInt32(), 30, 31);
        }
    }

    [Fact]
    public async Task What_a_mutation_wrote_is_told_beside_the_field_that_was_too_large()
    {
        const string Query = """
            mutation($id: ID!, $version: Int!) {
              a: updatePost(input: { id: $id, expectedVersion: $version, title: "Told" }) {
                post { version title auditHistory(first: 100) { nodes { oldData newData } } } errors { __typename } }
              b: updatePost(input: { id: $id, expectedVersion: $version, title: "Stale" }) {
                post { version } errors { ... on ConcurrencyError { current { ... on Post { title body } } } } }
              c: updatePost(input: { id: $id, expectedVersion: $version, title: "Stale" }) {
                post { version } errors { ... on ConcurrencyError { currentVersion changesSince { version newData } } } } }
            """;
        var id = await texts.CreateAsync("Edited");
        for (var version = 1; version <= 10; version++)
        {
            await texts.Server.QueryAsync(
                "mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { version } } }",
                new { input = new { id, expectedVersion = version, body = new string((char)('a' + version), 200_000) } });
        }

        var answer = await texts.Server.PostAsync(Query, new { id, version = 11 });
        var post = answer.Data.GetProperty("a").GetProperty("post");
        Assert.Equal((12, "Told", JsonValueKind.Null), (post.Version(), post.Text("title"), post.GetProperty("auditHistory").ValueKind));
        Assert.Equal("Told", answer.Data.GetProperty("b").GetProperty("errors")[0].GetProperty("current").Text("title"));
        Assert.Equal(12, answer.Data.GetProperty("c").GetProperty("errors")[0].GetProperty("currentVersion").GetInt32());
        Assert.Equal(("ANSWER_TOO_LARGE", """["a","post","auditHistory"]"""), (answer.Code, answer.TheError().GetProperty("path").GetRawText()));
        Assert.EndsWith("The change was made; ask for the rest of the answer by queries.", answer.Message);
    }

    [Fact]
    public async Task An_event_that_is_too_large_only_when_it_is_written_has_its_cursor_and_its_subscriber_goes_on()
    {
        var bodies = string.Join(' ', Enumerable.Range(0, 20).Select(i => $"b{i}: body"));
        var query = $"subscription($after: String) {{ postChanged(after: $after) {{ cursor version post {{ title {bodies} }} changedBy {{ handle }} }} }}";
        var before = await ChangeStream.CursorAsync(texts.Server);
        await texts.CreateAsync("Large");
        var small = (await texts.Server.CreateAsync("Small")).Id();
        using var stream = await ChangeStream.AskAsync(texts.Server, TestServer.Ada, query, new { after = before });
        var refused = (await stream.ResultAsync())!.Value;
        Assert.Equal("ANSWER_TOO_LARGE", refused.GetProperty("errors")[0].GetProperty("extensions").Text("code"));
        Assert.Equal("""["postChanged","post"]""", refused.GetProperty("errors")[0].GetProperty("path").GetRawText());
        var change = refused.GetProperty("data").GetProperty("postChanged");
        Assert.Equal((1, JsonValueKind.Null), (change.Version(), change.GetProperty("post").ValueKind));
        Assert.Equal("Small", (await stream.NextAsync()).GetProperty("post").Text("title"));
        using var resumed = await ChangeStream.OpenAsync(texts.Server, TestServer.Ada, change.Text("cursor"));
        Assert.Equal(small, (await resumed.NextAsync()).PostId());
    }

    [Fact]
    public async Task Refusals_of_many_at_once_leave_nothing_behind()
    {
        var began = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => texts.Server.PostAsync("{ posts(first: 100) { nodes { body } } }")));
        Assert.All(answers, answer => Assert.Contains(answer.Code, new[] { "ANSWER_TOO_LARGE", "SERVER_BUSY" }));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.Equal(200, (await texts.Server.PostAsync("{ posts(first: 5) { nodes { body } } }")).Status);
    }

    /// <summary>A server with a small limit, and 30 posts of 200 KB.</summary>
    public sealed class Texts : IAsyncLifetime
    {
        private readonly TestDatabase _database = new();

        public TestServer Server { get; private set; } = null!;

        public List<string> Ids { get; } = [];

        public async Task InitializeAsync()
        {
            await _database.InitializeAsync();
            Server = await TestServer.StartAsync(_database, "Development", $"--GraphQL:MaxAnswerBytes={Limit}");
            for (var i = 0; i < 30; i++)
            {
                Ids.Add(await CreateAsync($"Text {i}"));
            }
        }

        public async Task<string> CreateAsync(string title) => (await Server.QueryAsync(
                "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } errors { __typename } } }",
                new { input = new { title, body = string.Concat(Enumerable.Repeat("word ", 40_000)) } }))
            .GetProperty("createPost").GetProperty("post").Id();

        public async Task DisposeAsync()
        {
            await Server.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}
