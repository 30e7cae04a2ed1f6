using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>What a request did is undone as one, and what others did since stays.</summary>
public sealed class RevertChangesTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_request_over_posts_comments_and_people_is_undone_and_undone_again()
    {
        var (edited, trashed) = (await server.CreateAsync("Edited"), await server.PublishAsync("Trashed with a comment"));
        var (comment, gone) = ((await server.CommentAsync(trashed, "One")).Id(), (await server.CommentAsync(trashed, "Gone")).Id());
        var person = (await server.DoAsync("createUser", new { handle = "undone", displayName = "Before", role = "AUTHOR" })).Id();
        await AsAsync("r-all", "updatePost", new { id = edited.Id(), expectedVersion = 1, title = "Other", tags = new[] { "x" } });
        await AsAsync("r-all", "updatePost", new { id = edited.Id(), expectedVersion = 2, body = "Other text" });
        await AsAsync("r-all", "updateComment", new { id = comment, expectedVersion = 1, body = "Two" });
        await AsAsync("r-all", "deleteComment", new { id = gone, expectedVersion = 1 });
        await AsAsync("r-all", "deletePost", new { id = trashed, expectedVersion = 1 });
        await AsAsync("r-all", "updateUser", new { id = person, expectedVersion = 1, displayName = "After", role = "EDITOR" });
        await AsAsync("r-all", "deactivateUser", new { id = person, expectedVersion = 2 });
        var created = (await AsAsync("r-all", "createPost", new { title = "Created", body = "Text" })).GetProperty("createPost").GetProperty("post").Id();
        await AsAsync("r-all", "addComment", new { postId = created, body = "On a created post" });

        var undone = await RevertAsync(new { requestId = new { eq = "r-all" } });
        var outcomes = undone.GetProperty("outcomes").EnumerateArray().ToList();
        Assert.Equal(7, outcomes.Count);
        Assert.All(outcomes, outcome => Assert.False(outcome.GetProperty("merged").GetBoolean()));
        var post = await server.FindAsync(edited.Id(), "title body tags version");
        Assert.Equal(("Edited", "Text", "[]", 4), (post.Text("title"), post.Text("body"), post.GetProperty("tags").GetRawText(), post.Version()));
        Assert.Equal("One", (await server.FindCommentAsync(comment, "body")).Text("body"));
        Assert.Equal(JsonValueKind.Null, (await server.FindCommentAsync(gone, "deletedAt")).GetProperty("deletedAt").ValueKind);
        Assert.Equal(JsonValueKind.Null, (await server.FindAsync(created, "id")).ValueKind);
        Assert.Equal("""{"displayName":"Before","role":"AUTHOR","deactivatedAt":null,"version":4}""", (await UserAsync(person)).GetRawText());
        Assert.Equal("AUTHOR", (await server.QueryAsync("{ viewer { role } }", user: "acme/undone")).GetProperty("viewer").Text("role"));

        var again = await RevertAsync(new { requestId = new { eq = undone.Text("requestId") } });
        Assert.Equal(7, again.GetProperty("outcomes").GetArrayLength());
        post = await server.FindAsync(edited.Id(), "title body tags version");
        Assert.Equal(("Other", "Other text", """["x"]""", 5), (post.Text("title"), post.Text("body"), post.GetProperty("tags").GetRawText(), post.Version()));
        Assert.Equal(JsonValueKind.Null, (await server.FindAsync(trashed, "id")).ValueKind);
        Assert.Equal("On a created post", (await server.FindAsync(created, "comments { nodes { body } }")).GetProperty("comments").GetProperty("nodes")[0].Text("body"));
        Assert.Equal(("After", "EDITOR"), ((await UserAsync(person)).Text("displayName"), (await UserAsync(person)).Text("role")));
        Assert.Equal(401, (await server.PostAsync("{ viewer { role } }", user: "acme/undone")).Status);
    }

    [Fact]
    public async Task What_others_changed_since_stays_other_fields_and_other_lines()
    {
        var id = (await server.DoAsync("createPost", new { title = "Kept", body = "One.\n\nTwo.\n\nThree.\n", tags = new[] { "a" } })).Id();
        await AsAsync("r-kept", "updatePost", new { id, expectedVersion = 1, title = "Other", body = "One!\n\nTwo.\n\nThree.\n", tags = new[] { "a", "b" } });
        await AsAsync("later", "updatePost", new { id, expectedVersion = 2, slug = "mine", body = "One!\n\nTwo.\n\nThree?\n", tags = new[] { "a", "b", "c" } }, TestServer.Grace);
        var outcome = Assert.Single((await RevertAsync(new { requestId = new { eq = "r-kept" } })).GetProperty("outcomes").EnumerateArray());
        Assert.Equal(("posts", id, 3, 4, true), (outcome.Text("recordType"), outcome.Text("recordId"),
            outcome.GetProperty("fromVersion").GetInt32(), outcome.GetProperty("toVersion").GetInt32(), outcome.GetProperty("merged").GetBoolean()));
        Assert.Equal(["body", "tags", "title"], outcome.GetProperty("changes").EnumerateArray().Select(change => change.Text("field")).Order());
        var post = await server.FindAsync(id, "title slug body tags");
        Assert.Equal(("Kept", "mine", "One.\n\nTwo.\n\nThree?\n", """["a","c"]"""), (post.Text("title"), post.Text("slug"), post.Text("body"), post.GetProperty("tags").GetRawText()));
    }

    [Fact]
    public async Task Every_record_on_which_others_changed_the_same_is_told_and_nothing_is_written()
    {
        var (title, comment, created, clean) = (await server.CreateAsync("Contested"), await server.CommentAsync(await server.PublishAsync("Contested comment"), "One"), "", await server.CreateAsync("Clean"));
        await AsAsync("r-contested", "updatePost", new { id = title.Id(), expectedVersion = 1, title = "By the request" });
        await AsAsync("r-contested", "updateComment", new { id = comment.Id(), expectedVersion = 1, body = "Two" });
        await AsAsync("r-contested", "updatePost", new { id = clean.Id(), expectedVersion = 1, title = "Other" });
        created = (await AsAsync("r-contested", "createPost", new { title = "Created and edited", body = "Text" })).GetProperty("createPost").GetProperty("post").Id();
        await AsAsync("later", "updatePost", new { id = title.Id(), expectedVersion = 2, title = "By Grace" }, TestServer.Grace);
        await AsAsync("later", "updateComment", new { id = comment.Id(), expectedVersion = 2, body = "Three" }, TestServer.Grace);
        await AsAsync("later", "updatePost", new { id = created, expectedVersion = 1, body = "By hand" }, TestServer.Grace);

        var before = await server.ChangesAsync();
        var errors = (await server.MutateAsync("revertChanges", new { where = new { requestId = new { eq = "r-contested" } } })).GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(before, await server.ChangesAsync());
        Assert.Equal(
            [("RevertConflictError", comment.Id(), "body"), ("RevertConflictError", created, "body"), ("RevertConflictError", title.Id(), "title")],
            errors.Select(error => (error.Type(), error.Text("recordId")!, error.GetProperty("conflicts")[0].Text("field")!)).OrderBy(one => one.Item3).ThenBy(one => one.Item2 == created));
        var conflict = errors.Single(error => error.Text("recordId") == title.Id()).GetProperty("conflicts")[0];
        Assert.Equal(
            ("By the request", "By Grace", "Contested", "grace"),
            (conflict.Text("base"), conflict.Text("theirs"), conflict.Text("yours"), conflict.GetProperty("changedBy").Text("handle")));
        Assert.NotEqual(JsonValueKind.Null, errors.Single(error => error.Text("recordId") == comment.Id()).GetProperty("conflicts")[0].GetProperty("pieces").ValueKind);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_writes_nothing_and_too_many_are_an_error()
    {
        var id = (await server.CreateAsync("Rehearsed")).Id();
        await AsAsync("r-dry", "updatePost", new { id, expectedVersion = 1, title = "Other" });
        await AsAsync("r-dry", "deletePost", new { id, expectedVersion = 2 });
        var where = new { requestId = new { eq = "r-dry" } };
        var before = await server.ChangesAsync();
        var plan = await RevertAsync(where, dryRun: true);
        Assert.Equal(JsonValueKind.Null, plan.GetProperty("requestId").ValueKind);
        var many = (await server.MutateAsync("revertChanges", new { where, atMost = 1 })).GetProperty("errors")[0];
        Assert.Equal(("TooManyChangesError", 2, 1), (many.Type(), many.GetProperty("count").GetInt32(), many.GetProperty("atMost").GetInt32()));
        foreach (var (input, field) in new (object, string)[] { (new { where, atMost = 0 }, "atMost"), (new { where, atMost = 1001 }, "atMost"), (new { where = new { } }, "where") })
        {
            Assert.Equal(field, (await server.MutateAsync("revertChanges", input)).GetProperty("errors")[0].Text("field"));
        }

        Assert.Empty((await RevertAsync(new { requestId = new { eq = "r-none" } })).GetProperty("outcomes").EnumerateArray());
        Assert.Equal(before, await server.ChangesAsync());
        var done = await RevertAsync(where);
        Assert.Equal(plan.GetProperty("outcomes").GetRawText(), done.GetProperty("outcomes").GetRawText());
        Assert.Equal("Rehearsed", (await server.FindAsync(id, "title")).Text("title"));
        Assert.Empty((await RevertAsync(where)).GetProperty("outcomes").EnumerateArray());      // nothing is left to undo
    }

    [Fact]
    public async Task A_key_makes_it_harmless_to_repeat()
    {
        var id = (await server.CreateAsync("Keyed")).Id();
        await AsAsync("r-key", "updatePost", new { id, expectedVersion = 1, title = "Other" });
        await AsAsync("later", "updatePost", new { id, expectedVersion = 2, body = "Later" }, TestServer.Grace);
        var input = new { where = new { requestId = new { eq = "r-key" } }, idempotencyKey = "undo once" };
        var first = await server.MutateAsync("revertChanges", input);
        Assert.True(first.GetProperty("outcomes")[0].GetProperty("merged").GetBoolean());
        await server.DoAsync("updatePost", new { id, expectedVersion = 4, title = "Edited after" });
        var before = await server.ChangesAsync();
        Assert.Equal(first.GetRawText(), (await server.MutateAsync("revertChanges", input)).GetRawText());
        var other = (await server.MutateAsync("revertChanges", new { where = new { requestId = new { eq = "r-dry" } }, idempotencyKey = "undo once" })).GetProperty("errors")[0];
        Assert.Equal("IdempotencyMismatchError", other.Type());
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task What_is_gone_for_good_and_what_is_in_the_trash_since_is_told()
    {
        var (purged, aside) = (await server.CreateAsync("Purged"), await server.CreateAsync("Put aside"));
        await AsAsync("r-purged", "updatePost", new { id = purged.Id(), expectedVersion = 1, title = "Other" });
        await AsAsync("r-aside", "updatePost", new { id = aside.Id(), expectedVersion = 1, title = "Other" });
        foreach (var id in new[] { purged.Id(), aside.Id() })
        {
            await server.DoAsync("deletePost", new { id, expectedVersion = 2 });
        }

        await AsAsync("r-purge", "purgePost", new { id = purged.Id(), expectedVersion = 3 });
        foreach (var (request, id) in new[] { ("r-purged", purged.Id()), ("r-purge", purged.Id()), ("r-aside", aside.Id()) })
        {
            var error = (await server.MutateAsync("revertChanges", new { where = new { requestId = new { eq = request } } })).GetProperty("errors")[0];
            Assert.Equal(("RevertConflictError", id), (error.Type(), error.Text("recordId")));
        }
    }

    [Fact]
    public async Task Only_administrators_undo_and_never_another_organisations_changes_and_somebody_is_left()
    {
        var id = (await server.CreateAsync("Undone by whom")).Id();
        await AsAsync("r-who", "updatePost", new { id, expectedVersion = 1, title = "Other" });
        var where = new { requestId = new { eq = "r-who" } };
        var before = await server.ChangesAsync();
        foreach (var user in new[] { TestServer.Guest, TestServer.Linus, TestServer.Grace })
        {
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync("revertChanges", new { where }, user)).Code);
        }

        Assert.Equal(0, (await server.MutateAsync("revertChanges", new { where }, TestServer.Margaret)).GetProperty("outcomes").GetArrayLength());
        Assert.Equal(before, await server.ChangesAsync());

        // Margaret made somebody an administrator, who took the role from her: to undo that somebody's becoming one would leave nobody.
        var next = (await server.DoAsync("createUser", new { handle = "next", displayName = "Next", role = "AUTHOR" }, TestServer.Margaret)).Id();
        await AsAsync("r-next", "updateUser", new { id = next, expectedVersion = 1, role = "ADMIN" }, TestServer.Margaret);
        await AsAsync("r-former", "updateUser", new { id = ApiCalls.Id("User", TestDatabase.Margaret), expectedVersion = 1, role = "EDITOR" }, "globex/next");
        var last = (await server.MutateAsync("revertChanges", new { where = new { requestId = new { eq = "r-next" } } }, "globex/next")).GetProperty("errors")[0];
        Assert.Equal("ValidationError", last.Type());
        Assert.Equal(1, (await server.MutateAsync("revertChanges", new { where = new { requestId = new { eq = "r-former" } } }, "globex/next")).GetProperty("outcomes").GetArrayLength());
    }

    [Fact]
    public async Task However_many_records_are_undone_it_is_the_same_statements()
    {
        var few = await StatementsAsync(1);
        Assert.Equal(few.Select(Shape), (await StatementsAsync(6)).Select(Shape));

        static string Shape(string statement) => statement.Split('\n')[0];

        async Task<IReadOnlyList<string>> StatementsAsync(int posts)
        {
            for (var i = 0; i < posts; i++)
            {
                var id = (await server.CreateAsync($"One of {posts}")).Id();
                await AsAsync($"r-{posts}", "updatePost", new { id, expectedVersion = 1, title = "Other", body = "Other" });
            }

            server.Statements.Clear();
            await RevertAsync(new { requestId = new { eq = $"r-{posts}" } });
            return [.. server.Statements.Sent];
        }
    }

    private async Task<JsonElement> RevertAsync(object where, bool dryRun = false)
    {
        var payload = await server.MutateAsync("revertChanges", new { where, dryRun });
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.GetRawText());
        return payload;
    }

    /// <summary>A mutation that must succeed, of a request with an id.</summary>
    private async Task<JsonElement> AsAsync(string requestId, string mutation, object input, string user = TestServer.Ada)
    {
        var answer = await server.TryAsync(mutation, input, user, ("X-Request-Id", requestId));
        Assert.True(answer.Data.GetProperty(mutation).GetProperty("errors").ValueKind == JsonValueKind.Null, answer.Body);
        return answer.Data;
    }

    private async Task<JsonElement> UserAsync(string id)
        => (await server.QueryAsync("query($id: ID!) { user(id: $id) { displayName role deactivatedAt version } }", new { id })).GetProperty("user");
}
