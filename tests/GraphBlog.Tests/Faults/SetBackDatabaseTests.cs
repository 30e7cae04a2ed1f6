using System.Text.Json;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// A database whose clock is set back goes on counting: versions, the order of changes, keys and cursors follow no clock, and what is live stays.
/// </summary>
[Collection(nameof(Alone))]
public sealed class SetBackDatabaseTests
{
    [FakedClockFact]
    public async Task Two_hours_back_and_forth_nothing_is_lost_doubled_or_told_in_another_order()
    {
        using var clock = new FakedClock();
        await using var cluster = await KillableCluster.StartAsync();
        clock.End();
        await using var server = await TestServer.StartOverAsync(cluster.Database.App, "Production");
        var cursor = await ChangeStream.CursorAsync(server);
        using var stream = await ChangeStream.OpenAsync(server, TestServer.Ada, cursor);
        var (done, key) = (new List<string>(), new { title = "Keyed", body = "Text", idempotencyKey = "key" });
        var live = await Did("createPost", new { title = "Live", body = "Text", status = "PUBLISHED" });
        var trashed = await Did("createPost", new { title = "Trashed", body = "Text" });
        await Did("deletePost", new { id = trashed.Id(), expectedVersion = 1 });
        var keyed = await Did("createPost", key);

        foreach (var (hours, version) in new[] { (-2, 1), (0, 4) })
        {
            clock.Set(TimeSpan.FromHours(hours));
            var now = (DateTime)(await cluster.Database.OwnerScalarAsync("select now()"))!;
            Assert.InRange((DateTime.UtcNow - now).TotalHours, -hours - 0.1, -hours + 0.1);
            var edited = await Did("updatePost", new { id = live.Id(), expectedVersion = version, title = $"Edited {hours}" });
            Assert.Equal(version + 1, edited.Version());
            await Did("publishPost", new { id = live.Id(), expectedVersion = version + 1 });
            await Did("updatePost", new { id = live.Id(), expectedVersion = 1, onConflict = "MERGE", tags = new[] { $"at {hours}" } });
            Assert.Equal(keyed.GetRawText(), (await server.DoAsync("createPost", key)).GetRawText());
            var readers = await server.QueryAsync("{ posts(first: 10, perspective: LIVE) { nodes { title } } }");
            Assert.Equal($"Edited {hours}", Assert.Single(readers.GetProperty("posts").GetProperty("nodes").EnumerateArray()).Text("title"));
            await Did(hours < 0 ? "restorePost" : "deletePost", new { id = trashed.Id(), expectedVersion = hours < 0 ? 2 : 3 });
            Assert.Empty((await cluster.Database.ExamineAsync()).SelectMany(finding => finding.Problems));
        }

        foreach (var (id, version) in done.Select(change => (change.Split(' ')[0], change.Split(' ')[1])))
        {
            var heard = await stream.NextAsync();
            Assert.Equal((id, version), (heard.PostId(), heard.Version().ToString()));
        }

        var history = await server.HistoryAsync(live.Id(), "version changedAt");
        Assert.Equal(Enumerable.Range(1, 7).Reverse(), history.Select(entry => entry.Version()));
        Assert.Equal(history.Select(Moment).OrderDescending(), history.Select(Moment));

        async Task<JsonElement> Did(string field, object input)
        {
            var made = await server.DoAsync(field, input);
            done.Add($"{(field == "deletePost" ? made.PostId() : made.Id())} {made.Version()}");
            return made;
        }

        static DateTimeOffset Moment(JsonElement entry) => entry.GetProperty("changedAt").GetDateTimeOffset();
    }
}
