using System.Diagnostics;
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
        var followers = new[] { Follower(), Follower(bySocket: true) };
        var following = followers.Select(follower => follower.FollowAsync(begin)).ToList();
        for (var outage = 0; outage < 6; outage++)
        {
            await Task.Delay(1000);
            await FailAsync(isKilled: outage % 2 == 1);
        }

        await Task.Delay(500);
        await writing.CancelAsync();
        await Task.WhenAll(writers);
        await UntilWrittenAsync(ChangeFollower.Last);
        var written = await ChangesAsync();
        await Task.WhenAll(following).WaitAsync(TimeSpan.FromSeconds(100));
        foreach (var follower in followers)
        {
            var heard = follower.Heard.Select(change => change.Post.ToString()).ToList();
            output.WriteLine($"{written.Count} changes, {written.Except(heard).Count()} missed, {heard.Count - heard.Distinct().Count()} doubled, {follower.Ends} streams ended");
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
        await UntilWrittenAsync(ChangeFollower.Last);
        Assert.Equal(number, await OwnerAsync("select max(tx)::text from audit.audit_log"));
        var follower = Follower();
        await follower.FollowAsync(cursor);
        Assert.Single(follower.Heard);
        _server.Log.Errors.Clear();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _proxy.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await _home.DisposeAsync();
    }

    private ChangeFollower Follower(bool bySocket = false) => new(() => _server.Url, _server.Token(TestServer.Ada), bySocket);

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
}
