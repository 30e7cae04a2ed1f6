using System.Text.Json;
using GraphBlog.Engine.Relay;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>The operations that many tests need.</summary>
internal static class ApiCalls
{
    /// <summary>The body of a request that asks who is asking.</summary>
    public static readonly string Viewer = JsonSerializer.Serialize(new { query = "{ viewer { role user { handle } } }" });

    private const string Validation = "... on ValidationError { field }";
    private const string SlugTaken = "... on SlugTakenError { slug suggestion }";
    private const string NotFound = "... on PostNotFoundError { postId }";
    private const string CommentNotFound = "... on CommentNotFoundError { commentId }";
    private const string Published = "post { id slug title status version liveVersion scheduledVersion publishAt publishedAt hasUnpublishedChanges }";
    private const string Comment = "comment { id body version author { handle } post { id } }";
    private const string User = "user { id handle displayName role version deactivatedAt }";
    private const string Subject = "userSubject { id issuer subject linked version user { handle } }";
    private const string Concurrency = """
        ... on ConcurrencyError {
          expectedVersion currentVersion inTrash mergeable current {
            __typename ... on Post { id title version } ... on Comment { id body version author { handle } } ... on User { id displayName role version } }
          changesSince { version action changedBy { handle } changes { field before after } }
          conflicts { field base theirs yours changedBy { handle } changedAt }
        }
        """;

    private const string Mismatch = "... on IdempotencyMismatchError { idempotencyKey }";

    private static readonly Dictionary<string, (string Selection, string Errors)> s_mutations = new()
    {
        ["createPost"] = ("post { id slug title body status tags version publishedAt author { handle } }", SlugTaken + Validation + Mismatch),
        ["updatePost"] = (
            "post { id slug title body status tags version publishedAt updatedBy { handle } }",
            Concurrency + NotFound + SlugTaken + Validation + Mismatch),
        ["publishPost"] = (Published, Concurrency + NotFound + SlugTaken + Validation + Mismatch),
        ["unpublishPost"] = (Published, Concurrency + NotFound + Mismatch),
        ["deletePost"] = ("trashedPost { id postId slug title version deletedBy { handle } restorable }", Concurrency + NotFound + Mismatch),
        ["restorePost"] = ("post { id slug title version }", Concurrency + NotFound + SlugTaken + Validation + Mismatch),
        ["purgePost"] = ("purgedPostId", Concurrency + NotFound + Mismatch),
        ["revertPost"] = (
            "post { id slug title body status tags version }",
            Concurrency + NotFound + SlugTaken + Validation + Mismatch + "... on RevisionNotFoundError { version }"),
        ["transferPosts"] = ("count requestId", Validation + Mismatch + "... on UserNotFoundError { userId }"),
        ["revertChanges"] = (
            "outcomes { recordType recordId fromVersion toVersion merged changes { field before after } } requestId",
            Validation + Mismatch + "... on TooManyChangesError { count atMost } "
            + "... on RevertConflictError { recordType recordId conflicts { field base theirs yours changedBy { handle } changedAt pieces { text } } }"),
        ["addComment"] = (Comment, NotFound + Validation + Mismatch),
        ["updateComment"] = (Comment, Concurrency + CommentNotFound + Validation + Mismatch),
        ["deleteComment"] = ("deletedCommentId", Concurrency + CommentNotFound + Mismatch),
        ["restoreComment"] = (Comment, Concurrency + CommentNotFound + Validation + Mismatch),
        ["revertComment"] = (Comment, Concurrency + CommentNotFound + Validation + Mismatch + "... on RevisionNotFoundError { version }"),
        ["createUser"] = (User, "... on HandleTakenError { handle }" + Validation + Mismatch),
        ["linkSubject"] = (Subject, "... on UserNotFoundError { userId } ... on SubjectTakenError { userId }" + Validation + Mismatch),
        ["unlinkSubject"] = (Subject, Concurrency + Mismatch + "... on SubjectNotFoundError { subjectId }"),
        ["updateUser"] = (User, Concurrency + Validation + Mismatch + "... on UserNotFoundError { userId }"),
        ["revertUser"] = (
            User, Concurrency + Validation + Mismatch + "... on UserNotFoundError { userId } ... on RevisionNotFoundError { version }"),
        ["deactivateUser"] = (User, Concurrency + Validation + Mismatch + "... on UserNotFoundError { userId }"),
        ["reactivateUser"] = (User, Concurrency + Validation + Mismatch + "... on UserNotFoundError { userId }"),
    };

    public static IEnumerable<string> Mutations => s_mutations.Keys;

    public static string Id(string type, object key) => GlobalId.Format(type, key);

    public static string PostId(long id) => Id("Post", id);

    /// <summary>The operation of a mutation, with all of its payload selected; its variable is `input`.</summary>
    public static string Mutation(string field) =>
        $"mutation($input: {char.ToUpperInvariant(field[0])}{field[1..]}Input!) {{ {field}(input: $input) {{ "
        + $"{s_mutations[field].Selection} errors {{ __typename ... on Error {{ message }} {s_mutations[field].Errors} }} }} }}";

    /// <summary>The payload of a mutation.</summary>
    public static async Task<JsonElement> MutateAsync(this TestServer server, string field, object input, string user = TestServer.Ada)
        => (await server.QueryAsync(Mutation(field), new { input }, user)).GetProperty(field);

    /// <summary>What a mutation that must succeed answers.</summary>
    public static async Task<JsonElement> DoAsync(this TestServer server, string field, object input, string user = TestServer.Ada)
    {
        var payload = await server.MutateAsync(field, input, user);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.GetRawText());
        return payload.EnumerateObject().First().Value;
    }

    /// <summary>The errors of a mutation that must fail; its result is null then.</summary>
    public static async Task<IReadOnlyList<JsonElement>> FailAsync(
        this TestServer server, string field, object input, string user = TestServer.Ada)
    {
        var payload = await server.MutateAsync(field, input, user);
        Assert.True(payload.EnumerateObject().First().Value.ValueKind == JsonValueKind.Null, payload.GetRawText());
        var errors = payload.GetProperty("errors").EnumerateArray().ToList();
        Assert.NotEmpty(errors);
        return errors;
    }

    /// <summary>The same, with a check that the database is as it was.</summary>
    public static async Task<IReadOnlyList<JsonElement>> FailWithoutTraceAsync(
        this TestServer server, string field, object input, string user = TestServer.Ada)
    {
        var before = await server.ChangesAsync();
        var errors = await server.FailAsync(field, input, user);
        Assert.Equal(before, await server.ChangesAsync());
        return errors;
    }

    /// <summary>A new post with that title.</summary>
    public static Task<JsonElement> CreateAsync(this TestServer server, string title, string? slug = null, string user = TestServer.Ada)
        => server.DoAsync("createPost", slug is null ? new { title, body = "Text" } : new { title, slug, body = "Text" }, user);

    /// <summary>The id of a new post that readers see.</summary>
    public static async Task<string> PublishAsync(this TestServer server, string title, string user = TestServer.Ada)
        => (await server.DoAsync("createPost", new { title, body = "Text", status = "PUBLISHED" }, user)).Id();

    /// <summary>A new comment on a post.</summary>
    public static Task<JsonElement> CommentAsync(this TestServer server, string postId, string body = "Well said", string user = TestServer.Ada)
        => server.DoAsync("addComment", new { postId, body }, user);

    /// <summary>A comment as the viewer finds it by its id; JSON's null when there is none.</summary>
    public static async Task<JsonElement> FindCommentAsync(this TestServer server, string id, string selection, string user = TestServer.Ada)
        => (await server.QueryAsync($"query($id: ID!) {{ node(id: $id) {{ ... on Comment {{ {selection} }} }} }}", new { id }, user)).GetProperty("node");

    /// <summary>A new post that was put into the trash; its version there is 2.</summary>
    public static async Task<JsonElement> CreateTrashedAsync(
        this TestServer server, string title, string? slug = null, string user = TestServer.Ada)
        => await server.DoAsync("deletePost", new { id = (await server.CreateAsync(title, slug, user)).Id(), expectedVersion = 1 }, user);

    /// <summary>A post as the viewer finds it by its id.</summary>
    public static async Task<JsonElement> FindAsync(this TestServer server, string id, string selection, string user = TestServer.Ada)
        => (await server.QueryAsync($"query($id: ID!) {{ post(id: $id) {{ {selection} }} }}", new { id }, user)).GetProperty("post");

    /// <summary>The history of a live post, newest first.</summary>
    public static async Task<List<JsonElement>> HistoryAsync(
        this TestServer server, string id, string selection, string user = TestServer.Ada)
        => [.. (await server.FindAsync(id, $"auditHistory(first: 100) {{ nodes {{ {selection} }} }}", user))
            .GetProperty("auditHistory").GetProperty("nodes").EnumerateArray()];

    /// <summary>A post as the trash has it.</summary>
    public static async Task<JsonElement> FindInTrashAsync(this TestServer server, string id, string selection)
        => (await server.QueryAsync($"{{ trash(first: 100) {{ nodes {{ id {selection} }} }} }}"))
            .GetProperty("trash").GetProperty("nodes").EnumerateArray().Single(node => node.Id() == id);

    /// <summary>Whatever a mutation is answered.</summary>
    public static Task<Answer> TryAsync(
        this TestServer server, string field, object input, string user, params (string Name, string Value)[] headers)
        => server.PostAsync(Mutation(field), new { input }, user, headers);

    public static string Id(this JsonElement node) => node.GetProperty("id").GetString()!;

    /// <summary>The live post's id, which a trashed post and an error say beside, or in place of, one of their own.</summary>
    public static string PostId(this JsonElement node) => node.GetProperty("postId").GetString()!;

    public static string? Text(this JsonElement node, string field) => node.GetProperty(field).GetString();

    public static int Version(this JsonElement node) => node.GetProperty("version").GetInt32();

    public static string Type(this JsonElement node) => node.GetProperty("__typename").GetString()!;

    /// <summary>The number inside a global id.</summary>
    public static long Key(this JsonElement node)
        => GlobalId.TryParse(node.Id(), out var id) ? long.Parse(id.Key) : throw new FormatException(node.Id());

    /// <summary>The one error of an answer; what it must not tell is checked on the way.</summary>
    public static JsonElement TheError(this Answer answer)
    {
        var error = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray());
        var message = error.GetProperty("message").GetString()!;
        Assert.DoesNotContain("System.", message);
        Assert.DoesNotContain("Npgsql", message);
        Assert.DoesNotContain("posts_all", message);
        return error;
    }

    /// <summary>Whom the server takes the bearer of a token for, by handle and role; the code of its refusal where it takes them for nobody.</summary>
    public static async Task<string> ViewerAsync(this TestServer server, string token)
    {
        var answer = await server.SendAsync(Viewer, token);
        return answer.Json.TryGetProperty("errors", out _)
            ? answer.TheError().GetProperty("extensions").Text("code")!
            : $"{answer.Data.GetProperty("viewer").GetProperty("user").Text("handle")} {answer.Data.GetProperty("viewer").Text("role")}";
    }
}
