using System.Diagnostics;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Tests.Embedded;
using GraphBlog.Tests.Fixtures;
using Npgsql;

namespace GraphBlog.Tests.Faults;

/// <summary>How a PostgreSQL ends.</summary>
internal enum End
{
    /// <summary>kill -9 of the postmaster: its children end when they notice.</summary>
    PostmasterKilled,

    /// <summary>kill -9 of the postmaster and all its children at once.</summary>
    AllKilled,

    /// <summary>kill -9 of one process that serves the API: PostgreSQL ends all others and recovers by itself.</summary>
    BackendKilled,

    /// <summary>pg_ctl stop --mode=fast.</summary>
    StoppedFast,

    /// <summary>pg_ctl stop --mode=immediate.</summary>
    StoppedImmediately,
}

/// <summary>A durable PostgreSQL of its own at one address, which ends in many ways and comes back.</summary>
internal sealed class KillableCluster : IAsyncDisposable
{
    private readonly TemporaryHome _home = new();
    private EmbeddedPostgresOptions _options = null!;
    private EmbeddedServer _postgres = null!;
    private ClusterFolder _folder = null!;
    private PostgresBinaries _binaries = null!;
    private Postmaster? _postmaster;
    private OwnerWatch? _watch;

    /// <summary>The blog in it, with the organisation `acme` and its administrator Ada.</summary>
    public TestDatabase Database { get; private set; } = null!;

    private string Alone => $"{_postgres.OwnerConnectionString("blog")};Pooling=false";

    public static async Task<KillableCluster> StartAsync()
    {
        var cluster = new KillableCluster();
        // With a slow WAL writer what nobody committed is lost when the server is killed.
        cluster._options = cluster._home.Options with { Durable = true, Settings = new Dictionary<string, string> { ["wal_writer_delay"] = "10s" } };
        cluster._postgres = await cluster._home.StartAsync(cluster._options);
        cluster._folder = await ClusterFolder.PrepareAsync(cluster._home.Path, CancellationToken.None);
        cluster._binaries = await PostgresBinaries.FindAsync(cluster._folder, cluster._options, CancellationToken.None);
        var owner = cluster._postgres.OwnerConnectionString("blog");
        await BlogMigrations.MigrateAsync(owner, PostgresServer.AppPassword, CancellationToken.None);
        await PostgresServer.ExecuteAsync(owner, "select app.create_organisation('acme', 'Acme', 'ada', 'Ada')");
        cluster.Database = TestDatabase.At(
            cluster.Alone, cluster._postgres.ConnectionString("blog", BlogMigrations.AppRole, PostgresServer.AppPassword));
        return cluster;
    }

    /// <summary>Ends it, and has it back: when this returns it takes connections.</summary>
    public async Task FailAsync(End end, Random random)
    {
        await using var witness = new NpgsqlConnection(Alone);
        await witness.OpenAsync();
        switch (end)
        {
            case End.PostmasterKilled:
                Kill(_home.PostmasterId);
                break;
            case End.AllKilled:
                int[] all = [_home.PostmasterId, .. Children()];
                Array.ForEach(all, Kill);
                break;
            case End.BackendKilled:
                var backends = Children().Where(child => Title(child).StartsWith("postgres: gb_app", StringComparison.Ordinal)).ToList();
                Kill(backends[random.Next(backends.Count)]);
                break;
            default:
                await ControlAsync(end == End.StoppedFast ? "fast" : "immediate");
                break;
        }

        await UntilAsync(async () => !await AnswersAsync(witness));
        if (end != End.BackendKilled)
        {
            var port = new NpgsqlConnectionStringBuilder(Alone).Port;
            _postmaster = new Postmaster(_folder, _binaries, () => port);
            await _postmaster.StopOrphanAsync(null, CancellationToken.None);      // where nobody collects who was killed, the id is still taken
            await _postmaster.StartAsync(_options, CancellationToken.None);
            _watch?.Dispose();
            _watch = new OwnerWatch(_postmaster.ProcessId, _folder.Account);
        }

        await UntilAsync(async () =>
        {
            await using var first = new NpgsqlConnection(Alone);
            return await AnswersAsync(first);
        });
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _watch?.Dispose();
        await _home.DisposeAsync();
    }

    private List<int> Children()
    {
        var postmaster = _home.PostmasterId;
        var list = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children");
        return [.. list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];
    }

    private static string Title(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";      // it has ended
        }
    }

    private static void Kill(int process)
    {
        try
        {
            Process.GetProcessById(process).Kill();
        }
        catch (ArgumentException)
        {
            // it has ended
        }
    }

    private Task ControlAsync(string mode) => ChildProcess.RunAsync(
        _binaries.PgCtl, ["stop", "--silent", "--wait", "--mode", mode, "--pgdata", _folder.Data], _folder.Account, CancellationToken.None);

    private static async Task<bool> AnswersAsync(NpgsqlConnection connection)
    {
        try
        {
            if (connection.State != System.Data.ConnectionState.Open)
            {
                await connection.OpenAsync();
            }

            await using var command = new NpgsqlCommand("select 1", connection);
            return await command.ExecuteScalarAsync() is 1;
        }
        catch (Exception e) when (e is NpgsqlException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var clock = Stopwatch.StartNew(); !await isSo(); await Task.Delay(5))
        {
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        }
    }
}
