using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using GraphBlog.Persistence.Users;
using GraphBlog.Tests.Http;
using static GraphBlog.Tests.Fixtures.TestDatabase;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>Changes as they commit: none lost, none twice, none out of order, none of another organisation's.</summary>
public sealed class ChangeFeedTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Writers = 16, Changes = 10_000, Posts = 20;
    private const string Question = "app.changed_organisations(bigint[], pg_snapshot[])";
    private const string Selection = "cursor action postId version changedBy { handle } changedFields";

    [Fact]
    public async Task Of_10000_changes_by_16_writers_a_subscriber_that_reconnects_at_random_gets_each_once_in_the_order_of_commit()
    {
        var posts = new List<long>();
        for (var i = 0; i < Posts; i++)
        {
            posts.Add(await server.Database.AddPostAsync(Acme, Ada, "Busy"));
        }

        var begin = await FirstCursorAsync(TestServer.Grace);
        using var globex = await OpenAsync(TestServer.Margaret, null);
        var written = new ConcurrentDictionary<(long Post, int Version), (long Began, long Ended)>();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer, posts, written))));
        var heard = await ReadAsync(TestServer.Grace, begin, Changes);
        await writing;

        Assert.Equal(Changes, written.Count);
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

        Assert.Equal("CREATE", (await NextAsync(globex)).Text("action"));
        Assert.Equal(Changes, (await ReadAsync(TestServer.Grace, begin, Changes)).Count);      // and all of it again, for who asks again
    }

    [Fact]
    public async Task Who_may_read_a_post_hears_of_it_and_nobody_else()
    {
        var first = await FirstCursorAsync(TestServer.Grace);
        var post = await server.DoAsync("createPost", new { title = "Secret", body = "Draft" });
        var id = post.Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, body = "Still a draft" });
        await server.DoAsync("updatePost", new { id, expectedVersion = 2, status = "PUBLISHED" });
        await server.DoAsync("updatePost", new { id, expectedVersion = 3, status = "DRAFT" });
        await server.DoAsync("updatePost", new { id, expectedVersion = 4, body = "Hidden again" });
        await server.DoAsync("deletePost", new { id, expectedVersion = 5 });

        Assert.Equal([1, 2, 3, 4, 5, 6], await VersionsAsync(TestServer.Grace, 6));
        Assert.Equal([1, 2, 3, 4, 5, 6], await VersionsAsync(TestServer.Ada, 6));
        Assert.Equal([4], await VersionsAsync(TestServer.Guest, 1));      // it was published until version 4
        Assert.Equal([4], await VersionsAsync(TestServer.Linus, 1));

        var filtered = await OpenAsync(TestServer.Grace, first, $"id: \"{id}\", ");
        var change = await NextAsync(filtered);
        Assert.Equal(("CREATE", id, 1, "ada"), (change.Text("action"), change.Text("postId"), change.Version(), change.GetProperty("changedBy").Text("handle")));
        Assert.Equal(["body"], (await NextAsync(filtered)).GetProperty("changedFields").EnumerateArray().Select(field => field.GetString()));
        filtered.Dispose();

        async Task<List<int>> VersionsAsync(string user, int count)
            => [.. (await ReadAsync(user, first, count, change => change.Text("postId") == id)).Select(change => change.Version)];
    }

    [Fact]
    public async Task Where_the_database_does_not_answer_no_change_is_lost()
    {
        using var stream = await OpenAsync(TestServer.Grace, await FirstCursorAsync(TestServer.Grace));
        await server.Database.OwnerScalarAsync($"revoke execute on function {Question} from gb_app");
        await Task.Delay(TimeSpan.FromMilliseconds(300));      // it asks ten times a second
        var post = await server.Database.AddPostAsync(Acme, Ada, "While nobody could ask");
        await server.Database.OwnerScalarAsync($"grant execute on function {Question} to gb_app");
        JsonElement change;
        do
        {
            change = await NextAsync(stream);
        }
        while (change.Text("postId") != ApiCalls.PostId(post));
    }

    [Fact]
    public async Task Change_by_psql_and_a_purge_by_retention_are_heard_of_as_well()
    {
        var first = await FirstCursorAsync(TestServer.Ada);
        var id = await server.Database.AddPostAsync(Acme, Ada, "Old trash");
        await server.Database.TrashAsync(Acme, Ada, id);
        await server.Database.ForgeAsync($"update blog.posts_all set deleted_at = now() - interval '40 days' where id = {id}");
        await server.Database.OwnerScalarAsync("set role gb_retention; select app.purge_trash()");
        using var stream = await OpenAsync(TestServer.Ada, first, $"id: \"{ApiCalls.PostId(id)}\", ");
        var actions = new[] { await NextAsync(stream), await NextAsync(stream), await NextAsync(stream) };
        Assert.Equal(["CREATE", "TRASH", "PURGE"], actions.Select(change => change.Text("action")));
        Assert.Equal(JsonValueKind.Null, actions[2].GetProperty("changedBy").ValueKind);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("MTox")]
    [InlineData("MTA6NTo7MTA6NTo7MQ")]      // 10:5:;10:5:;1
    public async Task A_cursor_that_no_change_had_is_an_error(string after)
    {
        using var stream = await OpenAsync(TestServer.Ada, after);
        Assert.Contains("`after` is not a cursor of a change.", await stream.NextAsync());
    }

    private async Task WriteAsync(int writer, List<long> posts, ConcurrentDictionary<(long, int), (long, long)> written)
    {
        var random = new Random(writer);
        for (var i = 0; i < Changes / Writers; i++)
        {
            var post = posts[random.Next(posts.Count)];
            var began = Stopwatch.GetTimestamp();
            await using var session = await server.Database.EnterAsync(Acme, Ada, role: Role.Editor);
            var version = (int)(await session.ScalarAsync($"update blog.posts_all set title = '{writer}/{i}' where id = {post} returning version"))!;
            await session.CommitAsync();
            written[(post, version)] = (began, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Reads changes, by ever new connections that each end after a random number of them.</summary>
    private async Task<List<(long Post, int Version)>> ReadAsync(string user, string after, int count, Func<JsonElement, bool>? isWanted = null)
    {
        var random = new Random(7);
        var heard = new List<(long, int)>();
        while (heard.Count < count)
        {
            using var stream = await OpenAsync(user, after);
            for (var n = random.Next(1, 700); n > 0 && heard.Count < count; n--)
            {
                var change = await NextAsync(stream);
                after = change.Text("cursor")!;
                if (isWanted?.Invoke(change) != false)
                {
                    heard.Add((JsonSerializer.SerializeToElement(new { id = change.Text("postId") }).Key(), change.Version()));
                }
            }
        }

        return heard;
    }

    /// <summary>The cursor of a change made for the purpose: a subscription does not tell when it has begun.</summary>
    private async Task<string> FirstCursorAsync(string user)
    {
        using var stream = await OpenAsync(user, null);
        var heard = NextAsync(stream);
        while (!heard.IsCompleted)
        {
            await server.Database.AddPostAsync(Acme, Ada, "Anybody there?");
            await Task.WhenAny(heard, Task.Delay(200));
        }

        var last = await heard;
        while (last.Text("postId") != ApiCalls.PostId(await LastPostAsync()))
        {
            last = await NextAsync(stream);
        }

        return last.Text("cursor")!;
    }

    private async Task<long> LastPostAsync() => (long)(await server.Database.OwnerScalarAsync("select max(id) from blog.posts_all"))!;

    private Task<EventStreamClient> OpenAsync(string user, string? after, string id = "")
    {
        var query = $"subscription($after: String) {{ postChanged({id}after: $after) {{ {Selection} }} }}";
        var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query, variables = new { after } }), null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {server.Token(user)}");
        return EventStreamClient.SendAsync(server.Client, request);
    }

    private static async Task<JsonElement> NextAsync(EventStreamClient stream)
    {
        while (true)
        {
            var text = await stream.NextAsync() ?? throw new EndOfStreamException();
            if (text != ":")
            {
                var json = JsonElement.Parse(text[text.IndexOf('{')..]);
                return json.TryGetProperty("data", out var data) ? data.GetProperty("postChanged") : throw new InvalidDataException(text);
            }
        }
    }
}
