using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

public sealed class ConflictTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Of_two_editors_at_version_5_the_second_learns_what_the_first_did()
    {
        var id = await AtVersion5Async("Two editors");
        var first = await server.DoAsync(
            "updatePost", new { id, expectedVersion = 5, title = "Of the first", tags = new[] { "first" } }, TestServer.Grace);
        Assert.Equal(6, first.Version());

        var errors = await server.FailWithoutTraceAsync(
            "updatePost", new { id, expectedVersion = 5, title = "Of the second", body = "Of the second" }, TestServer.Ada);
        Snapshot.Match(Normalised.Text(errors));

        var post = await server.FindAsync(id, "version title body");
        Assert.Equal("""{"version":6,"title":"Of the first","body":"Text"}""", post.GetRawText());
    }

    [Fact]
    public async Task A_change_of_other_fields_could_be_merged()
    {
        var id = await AtVersion5Async("Mergeable");
        await server.DoAsync("updatePost", new { id, expectedVersion = 5, title = "Theirs" }, TestServer.Grace);
        var error = Assert.Single(await server.FailWithoutTraceAsync("updatePost", new { id, expectedVersion = 5, body = "Mine" }));
        Assert.True(error.GetProperty("mergeable").GetBoolean());
        Assert.Empty(error.GetProperty("conflicts").EnumerateArray());
        Assert.Equal(6, error.GetProperty("currentVersion").GetInt32());
    }

    [Fact]
    public async Task The_same_value_is_no_conflict_and_neither_is_a_field_that_was_put_back()
    {
        var id = await AtVersion5Async("Agreed");
        await server.DoAsync("updatePost", new { id, expectedVersion = 5, title = "Agreed upon", body = "Changed", status = "PUBLISHED" });
        await server.DoAsync("updatePost", new { id, expectedVersion = 6, body = "Text" });

        var error = Assert.Single(await server.FailWithoutTraceAsync(
            "updatePost", new { id, expectedVersion = 5, title = "Agreed upon", body = "Mine", status = "PUBLISHED" }));
        Assert.Empty(error.GetProperty("conflicts").EnumerateArray());
        Assert.True(error.GetProperty("mergeable").GetBoolean());
        Assert.Equal([6, 7], error.GetProperty("changesSince").EnumerateArray().Select(entry => entry.Version()));
    }

    [Fact]
    public async Task A_conflict_over_several_versions_gives_the_base_and_the_last_to_change_it()
    {
        var id = await AtVersion5Async("Several versions");
        await server.DoAsync(
            "updatePost", new { id, expectedVersion = 5, title = "Six", status = "PUBLISHED", tags = new[] { "x" } }, TestServer.Grace);
        await server.DoAsync("updatePost", new { id, expectedVersion = 6, title = "Seven" }, TestServer.Ada);
        await server.DoAsync("updatePost", new { id, expectedVersion = 7, body = "Eight" }, TestServer.Ada);

        var error = Assert.Single(await server.FailWithoutTraceAsync(
            "updatePost", new { id, expectedVersion = 5, title = "Mine", status = "ARCHIVED", tags = new[] { "y" } }));
        Assert.Equal(
            [
                "title: Five, Seven, Mine (ada)",
                "status: DRAFT, PUBLISHED, ARCHIVED (grace)",
                """tags: [], ["x"], ["y"] (grace)""",
            ],
            error.GetProperty("conflicts").EnumerateArray().Select(conflict =>
                $"{conflict.Text("field")}: {conflict.GetProperty("base")}, {conflict.GetProperty("theirs")}, "
                + $"{conflict.GetProperty("yours")} ({conflict.GetProperty("changedBy").Text("handle")})"));
        Assert.False(error.GetProperty("mergeable").GetBoolean());
    }

    [Fact]
    public async Task A_version_of_the_future_is_a_conflict_without_changes()
    {
        var id = await AtVersion5Async("Future");
        var error = Assert.Single(await server.FailWithoutTraceAsync("updatePost", new { id, expectedVersion = 9, title = "Mine" }));
        Assert.Equal(("ConcurrencyError", 5), (error.Type(), error.GetProperty("currentVersion").GetInt32()));
        Assert.Empty(error.GetProperty("changesSince").EnumerateArray());
    }

    [Fact]
    public async Task A_post_in_the_trash_is_a_conflict_until_the_client_knows_and_then_not_found()
    {
        var trashed = await server.CreateTrashedAsync("Into the trash");
        foreach (var (mutation, onConflict) in new[] { ("updatePost", "REJECT"), ("updatePost", "MERGE"), ("deletePost", null) })
        {
            Dictionary<string, object> input = new() { ["id"] = trashed.PostId(), ["expectedVersion"] = 1 };
            if (onConflict is not null)
            {
                (input["title"], input["onConflict"]) = ("Mine", onConflict);
            }

            var error = Assert.Single(await server.FailWithoutTraceAsync(mutation, input));
            Assert.Equal(("ConcurrencyError", 2), (error.Type(), error.GetProperty("currentVersion").GetInt32()));
            Assert.True(error.GetProperty("inTrash").GetBoolean());
            Assert.False(error.GetProperty("mergeable").GetBoolean());
            Assert.Equal(JsonValueKind.Null, error.GetProperty("current").ValueKind);

            input["expectedVersion"] = 2;      // as a client does that tries again with what it was told
            Assert.Equal("PostNotFoundError", Assert.Single(await server.FailWithoutTraceAsync(mutation, input)).Type());
        }
    }

    [Fact]
    public async Task Of_64_clients_that_race_every_acknowledged_update_is_one_version_and_one_entry()
    {
        var id = (await server.CreateAsync("Raced for")).Id();
        var races = await Task.WhenAll(Enumerable.Range(0, 64).Select(client => RaceAsync(id, client)));
        var acknowledged = races.SelectMany(won => won).ToList();
        Assert.NotEmpty(acknowledged);

        var versions = acknowledged.Select(won => won.Version).Order().ToList();
        Assert.Equal(Enumerable.Range(2, versions.Count), versions);

        var entries = await EntriesAsync(id);
        Assert.Equal(Enumerable.Range(1, versions.Count + 1), entries.Select(entry => entry.Version));
        Assert.Equal(acknowledged.OrderBy(won => won.Version), entries.Skip(1));
        var post = await server.FindAsync(id, "version title");
        Assert.Equal(entries[^1], (post.Version(), post.Text("title")!));
    }

    /// <summary>Five attempts, each with the version the last answer gave; answers what was acknowledged.</summary>
    private async Task<List<(int Version, string Title)>> RaceAsync(string id, int client)
    {
        var won = new List<(int, string)>();
        var version = 1;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var title = $"Client {client}, attempt {attempt}";
            var payload = await server.MutateAsync("updatePost", new { id, expectedVersion = version, title });
            if (payload.GetProperty("post").ValueKind == JsonValueKind.Object)
            {
                version = payload.GetProperty("post").Version();
                Assert.Equal(title, payload.GetProperty("post").Text("title"));
                won.Add((version, title));
            }
            else
            {
                var error = Assert.Single(payload.GetProperty("errors").EnumerateArray());
                Assert.Equal("ConcurrencyError", error.Type());
                Assert.True(error.GetProperty("currentVersion").GetInt32() > version);
                version = error.GetProperty("currentVersion").GetInt32();
            }
        }

        return won;
    }

    private async Task<List<(int Version, string Title)>> EntriesAsync(string id)
    {
        var entries = new List<(int, string)>();
        string? after = null;
        do
        {
            var page = (await server.QueryAsync(
                """
                query($id: ID!, $after: String) {
                  post(id: $id) { auditHistory(first: 100, after: $after) { nodes { version newData } pageInfo { hasNextPage endCursor } } }
                }
                """,
                new { id, after })).GetProperty("post").GetProperty("auditHistory");
            entries.AddRange(from entry in page.GetProperty("nodes").EnumerateArray()
                             select (entry.Version(), entry.GetProperty("newData").Text("title")!));
            var info = page.GetProperty("pageInfo");
            after = info.GetProperty("hasNextPage").GetBoolean() ? info.Text("endCursor") : null;
        }
        while (after is not null);

        entries.Reverse();
        return entries;
    }

    private async Task<string> AtVersion5Async(string title)
    {
        var id = (await server.CreateAsync(title)).Id();
        for (var version = 1; version < 5; version++)
        {
            await server.DoAsync("updatePost", new { id, expectedVersion = version, title = version == 4 ? "Five" : $"{title} {version}" });
        }

        return id;
    }
}
