using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

/// <summary>Who acts, when it is a program: for itself, or for a person (RFC 8693).</summary>
public sealed class ActorTests(ActorTests.Blog blog) : IClassFixture<ActorTests.Blog>
{
    private const string Who = "action actorKind changedBy { handle } onBehalfOf { handle } requestId";
    private readonly TestServer _server = blog.Server;

    [Fact]
    public async Task A_person_is_a_person_whatever_the_request_says_of_itself()
    {
        var answer = await _server.TryAsync(
            "createPost", new { title = "Mine", body = "Text" }, TestServer.Ada,
            ("X-Request-Id", "import:looks-like-one"), ("X-Actor-Kind", "SERVICE"), ("app.actor_kind", "IMPORT"), ("app.on_behalf_of", "3"), ("X-On-Behalf-Of", "linus"));
        var id = answer.Data.GetProperty("createPost").GetProperty("post").Id();
        Assert.Equal("CREATE USER ada for nobody in import:looks-like-one", await LastAsync(id));
    }

    [Fact]
    public async Task A_program_for_itself_is_named_as_one()
    {
        var id = await CreateAsync(_server.Token("acme/robot", kind: "service"), "By itself");
        Assert.StartsWith("CREATE SERVICE robot for nobody", await LastAsync(id));
        Assert.Equal("robot", (await _server.FindAsync(id, "author { handle }")).GetProperty("author").Text("handle"));
        Assert.StartsWith("CREATE USER robot for nobody", await LastAsync(await CreateAsync(_server.Token("acme/robot", kind: "person"), "As a person")));
    }

    [Fact]
    public async Task A_program_for_a_person_changes_the_persons_posts_in_its_own_name()
    {
        var token = _server.Token(TestServer.Linus, act: "robot");
        var id = await CreateAsync(token, "For Linus");
        Assert.StartsWith("CREATE SERVICE robot for linus", await LastAsync(id));
        var post = await _server.FindAsync(id, "author { handle } createdBy { handle }");
        Assert.Equal(("linus", "robot"), (post.GetProperty("author").Text("handle"), post.GetProperty("createdBy").Text("handle")));

        var older = (await _server.CreateAsync("A draft of Linus", user: TestServer.Linus)).Id();
        Assert.Equal("", await ErrorAsync(token, "updatePost", new { id = older, expectedVersion = 1, title = "Mended" }));
        Assert.StartsWith("UPDATE SERVICE robot for linus", await LastAsync(older));

        var adas = (await _server.CreateAsync("A draft of Ada")).Id();
        Assert.Equal("PostNotFoundError", await ErrorAsync(token, "updatePost", new { id = adas, expectedVersion = 1, title = "Not mine" }));
        var published = await _server.PublishAsync("For everybody to read");
        Assert.Equal("AUTH_NOT_AUTHORIZED", await ErrorAsync(token, "updatePost", new { id = published, expectedVersion = 1, title = "Not mine" }));
        Assert.Equal("", await ErrorAsync(token, "addComment", new { postId = published, body = "Says Linus, through a program" }));
        Assert.Equal(
            """{"role":"AUTHOR","user":{"handle":"robot"},"onBehalfOf":{"handle":"linus"}}""",
            (await SendAsync(token, "{ viewer { role user { handle } onBehalfOf { handle } } }")).Data.GetProperty("viewer").GetRawText());
    }

    [Theory]
    [InlineData("acme/guest", "robot", null, "READER")]
    [InlineData("acme/linus", "robot", null, "AUTHOR")]
    [InlineData("acme/ada", "robot", null, "EDITOR")]
    [InlineData("acme/ada", "robot", "AUTHOR", "AUTHOR")]
    [InlineData("acme/ada", "guest", null, "READER")]
    [InlineData("acme/robot", "ada", null, "EDITOR")]
    public async Task The_narrower_of_both_roles_counts(string user, string act, string? role, string granted)
        => Assert.Equal(granted, (await SendAsync(_server.Token(user, role, act), "{ viewer { role } }")).Data.GetProperty("viewer").Text("role"));

    [Theory]
    [InlineData("acme/ada", "nobody")]
    [InlineData("acme/nobody", "robot")]
    [InlineData("acme/ada", "margaret")]
    [InlineData("globex/margaret", "robot")]
    [InlineData("acme/ada", "")]
    public async Task Who_acts_and_for_whom_are_both_of_the_organisation(string user, string act)
        => Assert.Equal("AUTH_NOT_AUTHENTICATED", await _server.ViewerAsync(_server.Token(user, act: act)));

    [Fact]
    public async Task A_key_that_a_program_used_for_one_person_answers_nothing_of_another()
    {
        var input = new { title = "Once", body = "Text", idempotencyKey = "the program's" };
        Assert.Equal("", await ErrorAsync(_server.Token(TestServer.Linus, act: "robot"), "createPost", input));
        Assert.Equal("", await ErrorAsync(_server.Token(TestServer.Linus, act: "robot"), "createPost", input));
        Assert.Equal("IdempotencyMismatchError", await ErrorAsync(_server.Token(TestServer.Ada, act: "robot"), "createPost", input));
    }

    [Fact]
    public async Task The_log_is_filtered_by_who_acted_and_for_whom()
    {
        var id = await CreateAsync(_server.Token(TestServer.Grace, act: "robot"), "For Grace");
        await _server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "By Ada" });
        await PostgresServer.ExecuteAsync(_server.Database.Owner, $"begin; select set_config('app.current_org_id', '1', true); update blog.posts_all set title = 'By hand' where slug = 'for-grace'; commit");
        var grace = ApiCalls.Id("User", TestDatabase.Grace);
        Assert.Equal(["UPDATE MIGRATION", "UPDATE USER", "CREATE SERVICE"], await FilteredAsync("{ version: { gte: 1 } }"));
        Assert.Equal(["CREATE SERVICE"], await FilteredAsync("{ actorKind: { eq: SERVICE } }"));
        Assert.Equal(["UPDATE MIGRATION", "UPDATE USER"], await FilteredAsync("{ actorKind: { nin: [SERVICE, IMPORT] } }"));
        Assert.Equal(["CREATE SERVICE"], await FilteredAsync($"{{ onBehalfOf: {{ eq: \"{grace}\" }} }}"));
        Assert.Equal(["UPDATE MIGRATION", "UPDATE USER"], await FilteredAsync("{ onBehalfOf: { eq: null } }"));
        Assert.Equal(["UPDATE USER"], await FilteredAsync("{ actorKind: { eq: USER }, field: { eq: \"title\" } }"));

        async Task<List<string>> FilteredAsync(string where)
            => [.. (await _server.FindAsync(id, $"auditHistory(first: 10, where: {where}) {{ nodes {{ action actorKind }} }}"))
                .GetProperty("auditHistory").GetProperty("nodes").EnumerateArray().Select(entry => $"{entry.Text("action")} {entry.Text("actorKind")}")];
    }

    [Fact]
    public async Task What_a_program_did_for_somebody_is_undone_as_a_whole_and_what_people_did_is_not()
    {
        var token = _server.Token(TestServer.Linus, act: "robot");
        var (first, second) = ((await _server.CreateAsync("By Linus", user: TestServer.Linus)).Id(), (await _server.CreateAsync("By Linus too", user: TestServer.Linus)).Id());
        Assert.Equal("", await ErrorAsync(token, "updatePost", new { id = first, expectedVersion = 1, title = "By the robot" }));
        Assert.Equal("", await ErrorAsync(token, "updatePost", new { id = second, expectedVersion = 1, title = "By the robot" }));
        await _server.DoAsync("updatePost", new { id = second, expectedVersion = 2, body = "By Linus, since" }, TestServer.Linus);
        var since = (await _server.HistoryAsync(first, "changedAt"))[0].Text("changedAt");
        await _server.DoAsync("revertChanges", new { where = new { actorKind = new { eq = "SERVICE" }, onBehalfOf = new { eq = ApiCalls.Id("User", TestDatabase.Linus) }, changedAt = new { gte = since } } });
        Assert.Equal("By Linus", (await _server.FindAsync(first, "title")).Text("title"));
        var kept = await _server.FindAsync(second, "title body");
        Assert.Equal(("By Linus too", "By Linus, since"), (kept.Text("title"), kept.Text("body")));
    }

    [Fact]
    public async Task Entries_from_before_it_was_written_down_are_a_persons_or_the_owners()
    {
        var id = (await _server.CreateAsync("Long ago")).Id();
        await _server.Database.ForgeAsync($"update audit.audit_log set actor_kind = null where new_data->>'slug' = 'long-ago'");
        Assert.StartsWith("CREATE USER ada", await LastAsync(id));
        Assert.Contains("long-ago", (await _server.QueryAsync("{ auditLog(first: 100, where: { actorKind: { eq: USER }, action: { eq: CREATE } }) { nodes { newData } } }")).GetRawText());
        await _server.Database.ForgeAsync($"update audit.audit_log set changed_by = null where new_data->>'slug' = 'long-ago'");
        Assert.StartsWith("CREATE MIGRATION nobody", await LastAsync(id));
    }

    [Fact]
    public async Task Who_acted_and_for_whom_are_read_with_the_entries()
    {
        var sent = await _server.StatementsOfAsync(
            "query($robot: ID!) { auditLog(first: 5, where: { actorKind: { in: [SERVICE] }, onBehalfOf: { neq: $robot } }) { nodes { actorKind changedBy { handle } onBehalfOf { handle } } } }",
            new { robot = ApiCalls.Id("User", 1) });
        Snapshot.Match(string.Join("\n\n", sent).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_programs_update_is_one_statement_that_says_for_whom()
    {
        var token = _server.Token(TestServer.Linus, act: "robot", scope: "write:drafts");
        var id = await CreateAsync(token, "Counted");
        _server.Statements.Clear();
        await SendAsync(token, "mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { version } errors { __typename } } }", new { id, expectedVersion = 1, title = "Counted again" });
        Snapshot.Match(string.Join("\n\n", _server.Statements.Sent).ReplaceLineEndings("\n"));
    }

    private async Task<string> CreateAsync(string token, string title)
        => (await SendAsync(token, ApiCalls.Mutation("createPost"), new { title, body = "Text" })).Data.GetProperty("createPost").GetProperty("post").Id();

    private Task<Answer> SendAsync(string token, string query, object? input = null)
        => _server.SendAsync(JsonSerializer.Serialize(new { query, variables = new { input } }), token);

    private async Task<string> ErrorAsync(string token, string mutation, object input)
    {
        var answer = await SendAsync(token, ApiCalls.Mutation(mutation), input);
        return answer.Json.TryGetProperty("errors", out _) ? answer.TheError().GetProperty("extensions").Text("code")!
            : answer.Data.GetProperty(mutation).GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].Type() : "";
    }

    private async Task<string> LastAsync(string id)
    {
        var entry = (await _server.HistoryAsync(id, Who))[0];
        return $"{entry.Text("action")} {entry.Text("actorKind")} {Handle("changedBy")} for {Handle("onBehalfOf")} in {entry.Text("requestId")}";

        string Handle(string field) => entry.GetProperty(field) is { ValueKind: JsonValueKind.Object } user ? user.Text("handle")! : "nobody";
    }

    /// <summary>A _server whose organisation has a program, which may what an editor may.</summary>
    public sealed class Blog : IAsyncLifetime
    {
        public TestServer Server { get; } = new();

        public async Task InitializeAsync()
        {
            await Server.InitializeAsync();
            await Server.DoAsync("createUser", new { handle = "robot", displayName = "Robot", role = "EDITOR" });
        }

        public Task DisposeAsync() => Server.DisposeAsync();
    }
}
