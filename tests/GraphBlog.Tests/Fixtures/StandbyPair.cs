using System.Diagnostics;
using System.Globalization;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Backup;
using GraphBlog.Tests.Hosting;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>Tests that share a primary and a standby, one after another.</summary>
[CollectionDefinition(nameof(StandbyPair))]
public sealed class StandbyCollection : ICollectionFixture<StandbyPair>;

/// <summary>A primary and a standby that replays each commit 300 ms later, with the two organisations of the tests.</summary>
public sealed class StandbyPair : IAsyncLifetime
{
    public const int Lag = 300;
    private readonly DirectoryInfo _folder = RestoreTests.Passable(Directory.CreateTempSubdirectory("graphblog-standby-"));
    private EmbeddedServer _primary = null!;
    private EmbeddedServer? _standby;

    /// <summary>The primary, as the tests know a database.</summary>
    public TestDatabase Primary => TestDatabase.At(_primary.OwnerConnectionString("blog"), App(_primary));

    /// <summary>The standby, likewise.</summary>
    public TestDatabase Standby => TestDatabase.At(_standby!.OwnerConnectionString("blog"), App(_standby));

    /// <summary>What a server is configured with: both hosts, the standby first, so that nothing works by the order alone.</summary>
    public string Both
    {
        get
        {
            var ports = new[] { _standby!, _primary }.Select(server => new NpgsqlConnectionStringBuilder(App(server)).Port);
            return new NpgsqlConnectionStringBuilder(App(_primary))
            {
                Host = string.Join(',', ports.Select(port => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"))),
            }.ConnectionString;
        }
    }

    /// <summary>A server that reads from the standby.</summary>
    public Task<TestServer> ServeAsync(params string[] settings)
        => TestServer.StartOverAsync(Both, "Production", ["--Database:ReadStandbys=true", "--Database:MaxStandbyLag=01:00:00", .. settings]);

    /// <summary>Has the standby stay where it is, or go on.</summary>
    public async Task PauseAsync(bool isPaused)
    {
        await Standby.OwnerScalarAsync($"select pg_wal_replay_{(isPaused ? "pause" : "resume")}()");
        while (isPaused && await Standby.OwnerScalarAsync("select pg_get_wal_replay_pause_state()") is not "paused")
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Waits until the standby has all that the primary has now.</summary>
    public async Task CatchUpAsync()
    {
        var written = await Primary.OwnerScalarAsync("select pg_current_wal_insert_lsn()::text");
        while (await Standby.OwnerScalarAsync($"select pg_last_wal_replay_lsn() >= '{written}'") is not true)
        {
            await Task.Delay(20);
        }
    }

    /// <summary>Ends the primary as a loss of power does.</summary>
    public async Task LosePrimaryAsync()
    {
        var process = int.Parse((await File.ReadAllLinesAsync(Path.Combine(Data("primary"), "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        await RunAsync("kill", "-QUIT", $"{process}");
        while (Directory.Exists($"/proc/{process}"))
        {
            await Task.Delay(10);
        }
    }

    public async Task InitializeAsync()
    {
        _primary = await StartAsync("primary", new() { ["max_connections"] = "200" });
        await BlogMigrations.MigrateAsync(_primary.OwnerConnectionString("blog"), PostgresServer.AppPassword, CancellationToken.None);
        await PostgresServer.ExecuteAsync(_primary.OwnerConnectionString("blog"), PostgresServer.TwoOrganisations);
        Directory.CreateDirectory(Path.GetDirectoryName(Data("standby"))!);
        await ClientPrograms.Find(_primary.OwnerConnectionString("postgres")).RunAsync(
            "pg_basebackup", ["--pgdata", Data("standby"), "--write-recovery-conf", "--checkpoint=fast", "--no-sync"], CancellationToken.None);
        await RunAsync("chown", "-R", $"--reference={Data("primary")}", Data("standby"));
        await RunAsync("cp", "-a", Path.Combine(Home("primary"), "postgres", "password"), Path.Combine(Home("standby"), "postgres"));
        _standby = await StartAsync("standby", new()
        {
            ["max_connections"] = "200",
            ["recovery_min_apply_delay"] = $"{Lag}ms",
            ["max_standby_streaming_delay"] = "0",      // who is in the way of what is replayed is ended at once
        });
    }

    public async Task DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await (_standby?.DisposeAsync() ?? default);
        await _primary.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string App(EmbeddedServer server) => server.ConnectionString("blog", BlogMigrations.AppRole, PostgresServer.AppPassword);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private string Home(string name) => Path.Combine(_folder.FullName, name);

    private string Data(string name) => Path.Combine(Home(name), "postgres", "data");

    private Task<EmbeddedServer> StartAsync(string name, Dictionary<string, string> settings)
        => EmbeddedServer.StartAsync(new() { Home = Home(name), Durable = false, Settings = settings }, CancellationToken.None);
}
