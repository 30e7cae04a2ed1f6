using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using GraphBlog.Persistence.Users;
using Xunit.Abstractions;
using static GraphBlog.Tests.Fixtures.TestDatabase;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>Changes as they commit: none lost, none twice, none out of order, none of another organisation's.</summary>
public sealed class ChangeFeedTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    private const int Writers = 16, Changes = 1_200, Posts = 20, Hops = 24;
    private const string Question = "app.changed_organisations(bigint[], pg_snapshot[])";
    private int _hops;

    [Fact]
    public async Task Of_1200_changes_by_16_writers_a_subscriber_that_hops_between_two_servers_24_times_gets_each_once_in_the_order_of_commit()
    {
        var posts = new List<long>();
        for (var i = 0; i < Posts; i++)
        {
            posts.Add(await server.Database.AddPostAsync(Acme, Ada, "Busy"));
        }

        var begin = await ChangeStream.CursorAsync(server);
        await using var other = await TestServer.StartAsync(server.Database, "Production");
        using var globex = await ChangeStream.OpenAsync(server, TestServer.Margaret, await ChangeStream.CursorAsync(server, TestServer.Margaret));
        using var stop = new CancellationTokenSource();
        var settled = new[] { ListenAsync(server, stop.Token), ListenAsync(other, stop.Token) };      // so that each server follows at its own pace
        var written = new ConcurrentDictionary<(long Post, int Version), (long Began, long Ended)>();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer, posts, written))));
        var heard = await ReadAsync([server, other], begin);
        await writing;
        await stop.CancelAsync();
        await Task.WhenAll(settled);

        Assert.Equal(Changes, written.Count);
        output.WriteLine($"{Changes} changes, {_hops} hops, {written.Keys.Except(heard).Count()} missed, {heard.Count - heard.Distinct().Count()} doubled");
        Assert.Equal(Changes, heard.Distinct().Count());
        Assert.Empty(written.Keys.Except(heard));
        Assert.All(heard.GroupBy(change => change.Post), changes => Assert.Equal(changes.Select(c => c.Version).Order(), changes.Select(c => c.Version)));
        var latest = 0L;
        foreach (var change in heard)
        {
            Assert.True(written[change].Ended >= latest, $"{change} was over before one began that was told earlier.");
            latest = Math.Max(latest, written[change].Began);
        }

        // Nothing waits for Globex: the first it hears of is its own.
        await using (var session = await server.Database.EnterAsync(Globex, Margaret))
        {
            await session.ExecuteAsync(InsertPost(Globex, Margaret, "of-globex"));
            await session.CommitAsync();
        }

        Assert.Equal("CREATE", (await globex.NextAsync()).Text("action"));
        Assert.Equal(Changes, (await ReadAsync([server], begin)).Distinct().Count());      // and all of it again, for who asks again
    }

    [Fact]
    public async Task Where_the_database_does_not_answer_no_change_is_lost()
    {
        using var stream = await ChangeStream.OpenAsync(server, TestServer.Grace, await ChangeStream.CursorAsync(server));
        await server.Database.OwnerScalarAsync($"revoke execute on function {Question} from gb_app");
        await Task.Delay(TimeSpan.FromMilliseconds(300));      // it asks ten times a second
        var post = await server.Database.AddPostAsync(Acme, Ada, "While nobody could ask");
        await server.Database.OwnerScalarAsync($"grant execute on function {Question} to gb_app");
        JsonElement change;
        do
        {
            change = await stream.NextAsync();
        }
        while (change.Text("postId") != ApiCalls.PostId(post));
    }

    [Fact]
    public async Task Change_by_psql_and_a_purge_by_retention_are_heard_of_as_well()
    {
        var first = await ChangeStream.CursorAsync(server);
        var id = await server.Database.AddPostAsync(Acme, Ada, "Old trash");
        await server.Database.TrashAsync(Acme, Ada, id);
        await server.Database.ForgeAsync($"update blog.posts_all set deleted_at = now() - interval '40 days' where id = {id}");
        await server.Database.UpkeepAsync();
        using var stream = await ChangeStream.OpenAsync(server, TestServer.Ada, first, ApiCalls.PostId(id));
        var actions = new[] { await stream.NextAsync(), await stream.NextAsync(), await stream.NextAsync() };
        Assert.Equal(["CREATE", "TRASH", "PURGE"], actions.Select(change => change.Text("action")));
        Assert.Equal(JsonValueKind.Null, actions[2].GetProperty("changedBy").ValueKind);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("MTox")]
    [InlineData("MTA6NTo7MTA6NTo7MQ")]      // 10:5:;10:5:;1
    public async Task A_cursor_that_no_change_had_is_an_error(string after)
    {
        using var stream = await ChangeStream.OpenAsync(server, TestServer.Ada, after);
        Assert.Equal("HC0078", await stream.CodeAsync());
    }

    /// <summary>Of its transactions a tenth is rolled back, and a few stay open for long, so that what began before is committed after.</summary>
    private async Task WriteAsync(int writer, List<long> posts, ConcurrentDictionary<(long, int), (long, long)> written)
    {
        var random = new Random(writer);
        for (var i = 0; i < Changes / Writers;)
        {
            var post = posts[random.Next(posts.Count)];
            var began = Stopwatch.GetTimestamp();
            await using var session = await server.Database.EnterAsync(Acme, Ada, role: Role.Editor);
            var version = (int)(await session.ScalarAsync($"update blog.posts_all set title = '{writer}/{i}/{began}' where id = {post} returning version"))!;
            if (random.Next(10) == 0)
            {
                continue;
            }

            await Task.Delay(random.Next(100) == 0 ? 200 : 0);
            await session.CommitAsync();
            written[(post, version)] = (began, Stopwatch.GetTimestamp());
            i++;
        }
    }

    private static async Task ListenAsync(TestServer server, CancellationToken ct)
    {
        using var stream = await ChangeStream.OpenAsync(server, TestServer.Ada, null);
        for (Task next = Task.CompletedTask; !ct.IsCancellationRequested;)
        {
            next = next.IsCompleted ? stream.ResultAsync() : next;
            await next.WaitAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Reads all changes, by ever new connections that each end after a random number of them, to each server in turn.</summary>
    private async Task<List<(long Post, int Version)>> ReadAsync(TestServer[] servers, string after)
    {
        var random = new Random(7);
        var heard = new List<(long, int)>();
        for (_hops = 0; heard.Count < Changes; _hops++)
        {
            using var stream = await ChangeStream.OpenAsync(servers[_hops % servers.Length], TestServer.Grace, after);
            for (var n = random.Next(1, 2 * Changes / Hops - 5); n > 0 && heard.Count < Changes; n--)
            {
                var change = await stream.NextAsync();
                after = change.Text("cursor")!;
                heard.Add((JsonSerializer.SerializeToElement(new { id = change.PostId() }).Key(), change.Version()));
            }
        }

        return heard;
    }
}
