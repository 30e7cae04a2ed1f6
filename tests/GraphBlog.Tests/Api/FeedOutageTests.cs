using System.Diagnostics;
using System.Net;
using System.Text.Json;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Tests.Embedded;
using GraphBlog.Tests.Fixtures;
using Npgsql;
using Xunit.Abstractions;
using static GraphBlog.Tests.Fixtures.TestDatabase;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>A PostgreSQL that stops, or is killed, costs subscribers no change.</summary>
[Collection(nameof(EmbeddedServer))]
public sealed class FeedOutageTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Last = "The last", Codes = "SUBSCRIPTION_INTERRUPTED DATABASE_UNAVAILABLE DATABASE_BUSY SUBSCRIBER_TOO_SLOW";
    private const string Query = "subscription($after: String) { postChanged(after: $after) { cursor postId version post { title author { handle } } } }";
    private readonly TemporaryHome _home = new();
    private EmbeddedPostgresOptions _options = null!;
    private EmbeddedServer _postgres = null!;
    private DatabaseProxy _proxy = null!;
    private TestServer _server = null!;
    private TestDatabase _database = null!;

    public async Task InitializeAsync()
    {
        // With a slow WAL writer what nobody committed is lost when the server is killed.
        _options = _home.Options with { Durable = true, Settings = new Dictionary<string, string> { ["wal_writer_delay"] = "10s" } };
        _postgres = await _home.StartAsync(_options);
        await BlogMigrations.MigrateAsync(_postgres.OwnerConnectionString("blog"), PostgresServer.AppPassword, CancellationToken.None);
        await PostgresServer.ExecuteAsync(_postgres.OwnerConnectionString("blog"), "select app.create_organisation('acme', 'Acme', 'ada', 'Ada')");
        _proxy = new DatabaseProxy(_postgres.ConnectionString("blog", BlogMigrations.AppRole, PostgresServer.AppPassword));
        _server = await TestServer.StartOverAsync(_proxy.ConnectionString, "Production");
        _database = At(_postgres.OwnerConnectionString("blog"), _proxy.ConnectionString);
    }

    [Fact]
    public async Task Through_stops_and_kills_under_load_each_change_comes_once_with_its_post_on_both_transports()
    {
        var begin = await ChangeStream.CursorAsync(_server);
        using var writing = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(writer => Task.Run(() => WriteAsync(writer, writing.Token))).ToList();
        var followers = new[] { FollowAsync(begin, HearEventsAsync), FollowAsync(begin, HearSocketAsync) };
        for (var outage = 0; outage < 6; outage++)
        {
            await Task.Delay(1000);
            await FailAsync(isKilled: outage % 2 == 1);
        }

        await Task.Delay(500);
        await writing.CancelAsync();
        await Task.WhenAll(writers);
        await UntilWrittenAsync(Last);
        var written = await ChangesAsync();
        foreach (var follower in followers)
        {
            var (heard, ends) = await follower.WaitAsync(TimeSpan.FromSeconds(100));
            output.WriteLine($"{written.Count} changes, {written.Except(heard).Count()} missed, {heard.Count - heard.Distinct().Count()} doubled, {ends} streams ended");
            Assert.Equal(written.Order(), heard.Order());
        }

        Assert.All(_server.Log.Errors, error => Assert.Null(error.Exception));
        _server.Log.Errors.Clear();
    }

    [Fact]
    public async Task A_transaction_number_that_a_crash_gives_out_anew_hides_no_change()
    {
        await UntilWrittenAsync("Written down");
        string number;      // of a transaction that is rolled back
        await using (var session = await _database.EnterAsync(Acme, Ada))
        {
            number = (string)(await session.ScalarAsync("select pg_current_xact_id()::text"))!;
        }

        var cursor = await ChangeStream.CursorAsync(_server);
        await FailAsync(isKilled: true);
        await UntilWrittenAsync(Last);
        Assert.Equal(number, await OwnerAsync("select max(tx)::text from audit.audit_log"));
        Assert.Single((await FollowAsync(cursor, HearEventsAsync)).Heard);
        _server.Log.Errors.Clear();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _proxy.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _home.DisposeAsync();
    }

    private async Task FailAsync(bool isKilled)
    {
        if (isKilled)
        {
            Process.GetProcessById(_home.PostmasterId).Kill();
        }

        await _postgres.DisposeAsync();
        _postgres = await _home.StartAsync(_options);
        _proxy.Port = new NpgsqlConnectionStringBuilder(_postgres.OwnerConnectionString("blog")).Port;
    }

    private async Task WriteAsync(int writer, CancellationToken ct)
    {
        for (var i = 0; !ct.IsCancellationRequested; i++)
        {
            try
            {
                await _database.AddPostAsync(Acme, Ada, $"{writer}/{i}");
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                await Task.Delay(20, CancellationToken.None);      // it may have been committed: the log says
            }
        }
    }

    private async Task UntilWrittenAsync(string title)
    {
        NpgsqlConnection.ClearAllPools();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await _database.AddPostAsync(Acme, Ada, title);
                return;
            }
            catch (NpgsqlException) when (clock.Elapsed < TimeSpan.FromSeconds(10))
            {
                await Task.Delay(50);
            }
        }
    }

    private Task<string> OwnerAsync(string sql) => TemporaryHome.AskAsync(_postgres.OwnerConnectionString("blog"), sql);

    private async Task<List<string>> ChangesAsync() => [.. (await OwnerAsync("select string_agg(record_id::text, ',') from audit.audit_log where table_name = 'posts'")).Split(',')];

    /// <summary>All posts that are heard of up to the last, by as many connections as it takes, each from the cursor that came last.</summary>
    private static async Task<(List<string> Heard, int Ends)> FollowAsync(string after, Func<string, Func<JsonElement, bool>, Task> hear)
    {
        var heard = new List<string>();
        var ends = -1;
        for (var isOver = false; !isOver; ends++)
        {
            await hear(after, result =>
            {
                if (!result.TryGetProperty("data", out var data))
                {
                    Assert.Contains(result.GetProperty("errors")[0].GetProperty("extensions").Text("code")!, Codes);
                    return false;      // and nothing else comes on this stream
                }

                var change = data.GetProperty("postChanged");
                after = change.Text("cursor")!;
                heard.Add(JsonSerializer.SerializeToElement(new { id = change.PostId() }).Key().ToString());
                Assert.Equal("ada", change.GetProperty("post").GetProperty("author").Text("handle"));
                isOver = change.GetProperty("post").Text("title") == Last;
                return !isOver;
            });
            await Task.Delay(100);
        }

        return (heard, ends);
    }

    private async Task HearEventsAsync(string after, Func<JsonElement, bool> take)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{_server.Url}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query = Query, variables = new { after } }), null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {_server.Token("acme/ada")}");
        using var events = await EventStreamClient.SendAsync(_server.Client, request);
        if (events.Response.StatusCode != HttpStatusCode.OK)
        {
            return;
        }

        while (await events.NextAsync() is { } text)
        {
            if (text.Contains('{') && !take(JsonElement.Parse(text[text.IndexOf('{')..])))
            {
                return;
            }
        }
    }

    private async Task HearSocketAsync(string after, Func<JsonElement, bool> take)
    {
        await using var socket = await SocketClient.OpenAsync($"{_server.Url}/graphql");
        await socket.SendAsync(JsonSerializer.Serialize(new { type = "connection_init", payload = new { authorization = $"Bearer {_server.Token("acme/ada")}" } }));
        if (await socket.NextAsync() != SocketClient.Ack)
        {
            return;
        }

        await socket.SubscribeAsync("1", Query, new { after });
        while (true)
        {
            var message = JsonElement.Parse(await socket.NextAsync());
            var result = message.GetProperty("payload");
            if (!take(message.Text("type") == "error" ? JsonSerializer.SerializeToElement(new { errors = result }) : result))
            {
                return;
            }
        }
    }
}
