using System.Text.Json;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// A connection that is cut at COMMIT, just before it arrives or just before its answer does, for each mutation that there is: the client is told
/// what it may do, and the same request under its key answers what was made, which is made once.
/// </summary>
public sealed class CommitCutTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private static readonly string s_grace = ApiCalls.Id("User", TestDatabase.Grace), s_linus = ApiCalls.Id("User", TestDatabase.Linus);
    private static int s_names;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_is_changed_is_changed_once(bool afterCommit)
    {
        await using var proxy = new DatabaseProxy($"{db.App};Max Auto Prepare=0");      // COMMIT is a word on the wire
        await using var server = await TestServer.StartOverAsync(proxy.ConnectionString, "Production");
        foreach (var field in ApiCalls.Mutations.Append("changePosts"))
        {
            var input = await InputAsync(server, field);
            input["idempotencyKey"] = $"cut {afterCommit} {field}";
            var before = await EntriesAsync();
            (proxy.CutsAfterCommit, proxy.CutsBeforeCommit) = afterCommit ? (1, 0) : (0, 1);
            var cut = await SendAsync(server, field, input);
            Assert.True(proxy is { CutsAfterCommit: 0, CutsBeforeCommit: 0 }, $"{field} was not cut: {cut.Body}");
            var extensions = cut.TheError().GetProperty("extensions");
            Assert.True(extensions.GetProperty("retryable").GetBoolean(), cut.Body);
            Assert.Equal((field, "OUTCOME_UNKNOWN", 200, false), (field, cut.Code, cut.Status, cut.Headers.ContainsKey("Retry-After")));
            Assert.Equal((field, afterCommit), (field, (await EntriesAsync()).Entries > before.Entries));

            var again = await SendAsync(server, field, input);
            Assert.False(again.Json.TryGetProperty("errors", out _), $"{field}: {again.Body}");
            Assert.Equal(JsonValueKind.Null, again.Data.GetProperty(field).GetProperty("errors").ValueKind);
            Assert.NotEqual(JsonValueKind.Null, again.Data.GetProperty(field).EnumerateObject().First().Value.ValueKind);
            var after = await EntriesAsync();
            Assert.Equal((field, before.Transactions + 1), (field, after.Transactions));
            Assert.Equal(again.Body, (await SendAsync(server, field, input)).Body);
            Assert.Equal(after, await EntriesAsync());
        }

        Assert.Empty((await db.ExamineAsync()).SelectMany(finding => finding.Problems));
        server.Log.Errors.Clear();
    }

    private static Task<Answer> SendAsync(TestServer server, string field, object input)
        => server.PostAsync(field == "changePosts" ? KeyedClient.ChangePosts : ApiCalls.Mutation(field), new { input });

    private async Task<(long Transactions, long Entries)> EntriesAsync()
    {
        var row = (await db.OwnerRowsAsync("select count(distinct tx), count(*) from audit.audit_log")).Single();
        return ((long)row[0], (long)row[1]);
    }

    // What the mutation needs to be there, and its input.
    private static async Task<Dictionary<string, object?>> InputAsync(TestServer server, string field)
    {
        return field switch
        {
            "createPost" => new() { ["title"] = Name(), ["body"] = "Text" },
            "updatePost" => At(await PostAsync(), ("title", Name())),
            "publishPost" or "deletePost" => At(await PostAsync()),
            "unpublishPost" => At(await server.DoAsync("createPost", new { title = Name(), body = "Text", status = "PUBLISHED" })),
            "restorePost" or "purgePost" => At(await server.CreateTrashedAsync(Name())),
            "revertPost" => At(await server.DoAsync("updatePost", At(await PostAsync(), ("title", Name()))), ("toVersion", 1)),
            "transferPosts" => new() { ["fromUserId"] = (await WriterAsync()).Id(), ["toUserId"] = s_linus },
            "revertChanges" => new() { ["where"] = new { requestId = new { eq = await RequestAsync() } } },
            "addComment" => new() { ["postId"] = (await PostAsync()).Id(), ["body"] = "Text" },
            "updateComment" => At(await CommentAsync(), ("body", "Other")),
            "deleteComment" => At(await CommentAsync()),
            "restoreComment" => At(await DeletedAsync(await CommentAsync()), version: 2),
            "revertComment" => At(await server.DoAsync("updateComment", At(await CommentAsync(), ("body", "Other"))), ("toVersion", 1)),
            "createUser" => new() { ["handle"] = Name(), ["displayName"] = "Somebody", ["role"] = "AUTHOR" },
            "linkSubject" => new() { ["userId"] = s_grace, ["issuer"] = "https://id.example", ["subject"] = Name() },
            "unlinkSubject" => At(await server.DoAsync("linkSubject", new { userId = s_grace, issuer = "https://id.example", subject = Name() })),
            "updateUser" => At(await UserAsync(), ("displayName", "Other")),
            "revertUser" => At(await server.DoAsync("updateUser", At(await UserAsync(), ("displayName", "Other"))), ("toVersion", 1)),
            "deactivateUser" => At(await UserAsync()),
            "reactivateUser" => At(await server.DoAsync("deactivateUser", At(await UserAsync()))),
            "changePosts" => new()
            {
                ["changes"] = new object[]
                {
                    new { update = At(await PostAsync(), ("title", Name())) }, new { delete = At(await PostAsync()) },
                    new { publish = At(await PostAsync()) },
                },
            },
            _ => throw new ArgumentException($"This test does not know how to {field}."),
        };

        Task<JsonElement> PostAsync() => server.CreateAsync(Name());

        Task<JsonElement> UserAsync() => server.DoAsync("createUser", new { handle = Name(), displayName = "Somebody", role = "AUTHOR" });

        async Task<JsonElement> CommentAsync() => await server.CommentAsync((await PostAsync()).Id());

        async Task<JsonElement> DeletedAsync(JsonElement comment)
        {
            await server.DoAsync("deleteComment", At(comment));
            return comment;
        }

        async Task<JsonElement> WriterAsync()
        {
            var user = await UserAsync();
            await server.CreateAsync(Name(), user: $"acme/{user.Text("handle")}");
            return user;
        }

        async Task<string> RequestAsync()
        {
            var request = Guid.NewGuid().ToString();
            await server.TryAsync("updatePost", At(await PostAsync(), ("title", Name())), TestServer.Ada, ("X-Request-Id", request));
            return request;
        }
    }

    private static string Name() => $"cut-{Interlocked.Increment(ref s_names)}";

    private static Dictionary<string, object?> At(JsonElement record, (string Name, object Value)? also = null, int? version = null)
    {
        var input = new Dictionary<string, object?> { ["id"] = record.Id(), ["expectedVersion"] = version ?? record.Version() };
        if (also is var (name, value))
        {
            input[name] = value;
        }

        return input;
    }
}
