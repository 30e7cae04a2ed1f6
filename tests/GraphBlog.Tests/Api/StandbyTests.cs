using System.Globalization;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Api;

/// <summary>
/// Queries are read from a standby, and nobody misses what they wrote or were told (decision 50). Most of it is asked while the standby does not
/// replay anything, so that what is read from it is surely old. STANDBY_PROBES sets how many reads follow a write at once.
/// </summary>
[Collection(nameof(StandbyPair))]
public sealed class StandbyTests(StandbyPair pair, ITestOutputHelper output)
{
    private const string Header = "GraphBlog-Consistency";
    private static readonly int s_probes = int.Parse(Environment.GetEnvironmentVariable("STANDBY_PROBES") ?? "15", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_read_may_be_old_but_never_behind_its_users_writes_or_its_clients_token()
    {
        await using var writer = await pair.ServeAsync();
        await using var other = await pair.ServeAsync();
        var id = await writer.PublishAsync("0");
        await pair.CatchUpAsync();
        var (bare, own, told) = (0, 0, 0);
        for (var n = 1; n <= s_probes; n++)
        {
            var token = await UpdateAsync(writer, id, n);
            bare += await VersionAsync(other, id) == n + 1 ? 0 : 1;
            own += await VersionAsync(writer, id) == n + 1 ? 0 : 1;
            told += await VersionAsync(other, id, token: token) == n + 1 ? 0 : 1;
        }

        output.WriteLine($"{s_probes} reads right after a write, standby {StandbyPair.Lag} ms behind. Old answers: {bare} from another server without "
            + $"a token, {told} with it, {own} from the same server.");
        Assert.Equal((0, 0), (own, told));
        Assert.True(bare > 0, "No read was of the standby, so nothing is proved.");      // a machine that is busy asks late
    }

    [Fact]
    public async Task While_the_standby_stands_still_each_read_goes_where_it_must()
    {
        await using var here = await pair.ServeAsync();
        await using var there = await pair.ServeAsync();
        var id = await there.PublishAsync("before");
        await pair.CatchUpAsync();
        await IsReadAsync(here, id);
        await pair.PauseAsync(true);
        try
        {
            var token = await UpdateAsync(there, id, 1);
            Assert.Equal(1, await VersionAsync(here, id));
            Assert.Equal(2, await VersionAsync(here, id, token: token));
            Assert.Equal(2, await VersionAsync(here, id, token: "ffffffffffffffff"));
            Assert.Equal(2, await VersionAsync(here, id, token: "not one of ours"));
            Assert.Equal(1, await VersionAsync(here, id, token: "0"));
            Assert.Equal(2, await VersionAsync(there, id));
            Assert.Equal(1, await VersionAsync(there, id, TestServer.Grace));

            // where the client's position in the feed is, all it read is
            var asked = await here.QueryAsync($$"""{ changeCursor post(id: "{{id}}") { version } }""");
            Assert.Equal(2, asked.GetProperty("post").Version());
            using var stream = await ChangeStream.OpenAsync(here, TestServer.Grace, asked.Text("changeCursor"));
            await UpdateAsync(there, id, 2);
            var heard = await stream.NextAsync();
            Assert.Equal((3, "n2"), (heard.Version(), heard.GetProperty("post").Text("title")));
            Assert.Equal(3, await VersionAsync(here, id, TestServer.Grace));      // whoever of the organisation asks, as they may have heard, too

            // each operation of a batch sees those before it
            var batch = await here.SendAsync(
                $"[{Json(ApiCalls.Mutation("updatePost"), new { input = Input(id, 3) })},{Json(Version, new { id })}]", here.Token(TestServer.Ada));
            Assert.Equal(4, batch.Json[1].GetProperty("data").GetProperty("post").Version());
            Assert.True(batch.Headers.ContainsKey(Header));
            Assert.False((await here.PostAsync(Version, new { id })).Headers.ContainsKey(Header));

            // a mutation, its errors and its retry are the primary's
            var again = new { title = "Once", body = "Text", idempotencyKey = "once" };
            var made = await here.DoAsync("createPost", again, TestServer.Grace);
            Assert.Equal(made.Id(), (await there.DoAsync("createPost", again, TestServer.Grace)).Id());
            Assert.Equal(4, (await there.FailAsync("updatePost", Input(id, 1), TestServer.Grace))[0].GetProperty("currentVersion").GetInt32());
            Assert.Equal([4, 3, 2, 1], (await there.HistoryAsync(id, "version", TestServer.Ada)).Select(entry => entry.Version()));
        }
        finally
        {
            await pair.PauseAsync(false);
        }

        await pair.CatchUpAsync();
        Assert.Equal(4, await VersionAsync(here, id, TestServer.Grace));
    }

    [Fact]
    public async Task Who_is_deactivated_or_has_another_role_is_so_at_once_where_it_was_done_whatever_the_standby_knows()
    {
        await using var server = await pair.ServeAsync();
        var user = await server.DoAsync("createUser", new { handle = "passing", displayName = "Passing", role = "EDITOR" });
        await pair.CatchUpAsync();
        Assert.Equal("passing EDITOR", await server.ViewerAsync(server.Token("acme/passing")));
        await pair.PauseAsync(true);
        try
        {
            await server.DoAsync("updateUser", new { id = user.Id(), expectedVersion = 1, role = "READER" });
            Assert.Equal("passing READER", await server.ViewerAsync(server.Token("acme/passing")));
            await server.DoAsync("deactivateUser", new { id = user.Id(), expectedVersion = 2 });
            Assert.Equal("AUTH_NOT_AUTHENTICATED", await server.ViewerAsync(server.Token("acme/passing")));
        }
        finally
        {
            await pair.PauseAsync(false);
        }
    }

    [Fact]
    public async Task A_standby_that_is_too_far_behind_is_not_read_from()
    {
        await using var here = await pair.ServeAsync("--Database:MaxStandbyLag=00:00:00.8");
        await using var there = await pair.ServeAsync();
        var id = await there.PublishAsync("far behind");
        await pair.CatchUpAsync();
        await IsReadAsync(here, id);
        await pair.PauseAsync(true);
        try
        {
            await UpdateAsync(there, id, 1);
            await Task.Delay(1200);
            Assert.Equal(2, await VersionAsync(here, id));
        }
        finally
        {
            await pair.PauseAsync(false);
        }
    }

    private const string Version = "query($id: ID!) { post(id: $id) { version } }";

    private static string Json(string query, object variables) => JsonSerializer.Serialize(new { query, variables });

    private static object Input(string id, int expectedVersion) => new { id, expectedVersion, title = $"n{expectedVersion}" };

    private static async Task<int> VersionAsync(TestServer server, string id, string user = TestServer.Ada, string? token = null)
    {
        var answer = await server.PostAsync(Version, new { id }, user, token is null ? [] : [(Header, token)]);
        Assert.False(answer.Json.TryGetProperty("errors", out _), answer.Body);
        return answer.Data.GetProperty("post").Version();
    }

    /// <summary>Makes version n + 1, and answers the token of that.</summary>
    private static async Task<string> UpdateAsync(TestServer server, string id, int n)
    {
        var answer = await server.TryAsync("updatePost", new { id, expectedVersion = n, title = $"n{n}" }, TestServer.Ada);
        Assert.Equal(JsonValueKind.Null, answer.Data.GetProperty("updatePost").GetProperty("errors").ValueKind);
        return answer.Headers[Header];
    }

    // A server that has just started has not asked the standby yet.
    private async Task IsReadAsync(TestServer server, string id)
    {
        const string Read = "select sum(idx_tup_fetch + seq_tup_read) from pg_stat_all_tables where relname = 'posts_all'";
        var before = await pair.Standby.OwnerScalarAsync(Read);
        for (var attempt = 0; attempt < 200 && Equals(before, await pair.Standby.OwnerScalarAsync(Read)); attempt++)
        {
            await server.PostAsync(Version, new { id }, TestServer.Grace);
            await Task.Delay(50);
        }
    }
}
