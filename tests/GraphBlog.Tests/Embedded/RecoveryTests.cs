using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Embedded;

[Collection(nameof(EmbeddedServer))]
public sealed class RecoveryTests
{
    [Fact]
    public async Task After_the_server_is_killed_the_stop_returns_and_the_next_start_has_the_committed_data()
    {
        await using var home = new TemporaryHome();
        var killed = await home.StartAsync(home.Options with { Durable = true });
        await TemporaryHome.AskAsync(killed.OwnerConnectionString("postgres"), "create table kept as select 42 as value");
        Process.GetProcessById(home.PostmasterId).Kill();
        await killed.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10));

        var next = await home.StartAsync();
        Assert.Equal("42", await TemporaryHome.AskAsync(next.OwnerConnectionString("postgres"), "select value from kept"));
        Assert.Single(Directory.GetFiles(Path.Combine(home.Cluster, "run"), "*.lock"));
    }

    [Fact]
    public async Task A_server_that_a_killed_owner_left_running_is_stopped_cleanly_and_another_one_takes_its_place()
    {
        await using var home = await new TemporaryHome().WithDataAsync();
        var orphan = await StartOrphanAsync(home);

        var next = await home.StartAsync();

        Assert.False(TemporaryHome.Runs(orphan));
        Assert.NotEqual(orphan, home.PostmasterId);
        Assert.Equal("1", await TemporaryHome.AskAsync(next.OwnerConnectionString("postgres"), "select 1"));
        Assert.Equal($"stopping the database server {orphan} that an earlier run left behind ...", Assert.Single(home.Progress));
        Assert.DoesNotContain("was not properly shut down", home.Log);
    }

    [Fact]
    public async Task A_process_that_got_the_id_of_a_dead_server_is_left_alone()
    {
        await using var home = await new TemporaryHome().WithDataAsync();
        using var bystander = Process.Start("sleep", "60");
        try
        {
            var started = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            await File.WriteAllTextAsync(
                Path.Combine(home.Data, "postmaster.pid"), $"{bystander.Id}\n{home.Data}\n{started}\n1\n\n127.0.0.1\n1 1\nready\n");

            var postgres = await home.StartAsync();

            Assert.Equal("1", await TemporaryHome.AskAsync(postgres.OwnerConnectionString("postgres"), "select 1"));
            Assert.False(bystander.HasExited);
        }
        finally
        {
            bystander.Kill();
        }
    }

    [Fact]
    public async Task When_another_program_takes_the_port_first_the_server_starts_on_the_next_one()
    {
        await using var home = await new TemporaryHome().WithDataAsync();
        var folder = await ClusterFolder.PrepareAsync(home.Path, CancellationToken.None);
        var binaries = await PostgresBinaries.FindAsync(folder, home.Options, CancellationToken.None);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var free = Postmaster.FreePort();
        var ports = new Queue<int>([((IPEndPoint)other.LocalEndpoint).Port, free]);
        var postmaster = new Postmaster(folder, binaries, ports.Dequeue);
        try
        {
            await postmaster.StartAsync(home.Options, CancellationToken.None);

            Assert.Equal(free, postmaster.Port);
            Assert.True(TemporaryHome.Runs(postmaster.ProcessId));
        }
        finally
        {
            await postmaster.StopAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task A_cancelled_first_start_leaves_no_server_no_lock_and_no_half_made_data()
    {
        await using var home = new TemporaryHome();
        using var cancel = new CancellationTokenSource();
        var options = home.Options with { Progress = _ => cancel.CancelAfter(TimeSpan.FromMilliseconds(200)) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => home.StartAsync(options, cancel.Token));
        Assert.False(Directory.Exists(home.Data));

        var postgres = await home.StartAsync();
        Assert.Equal("1", await TemporaryHome.AskAsync(postgres.OwnerConnectionString("postgres"), "select 1"));
        Assert.False(Directory.Exists(home.Data + ".new"));
    }

    [Fact]
    public async Task What_a_killed_run_of_the_tests_left_is_removed_with_its_server_and_what_a_living_one_has_is_not()
    {
        await using var home = await new TemporaryHome("graphblog-run-killed").WithDataAsync();
        var orphan = await StartOrphanAsync(home);
        var among = Path.GetDirectoryName(home.Path)!;
        var living = Path.Combine(among, "graphblog-run-living");
        using var alive = RunFolder.TryLock(living);
        Directory.CreateDirectory(living);

        RunFolder.RemoveLeftovers(among);

        Assert.False(TemporaryHome.Runs(orphan));
        Assert.False(Directory.Exists(home.Data));
        Assert.True(Directory.Exists(living));
    }

    [Fact]
    public async Task The_watch_stops_its_process_when_the_owner_is_gone_and_not_before()
    {
        using var watched = Process.Start("sleep", "60");
        using var unwatched = Process.Start("sleep", "60");
        try
        {
            using var watch = new OwnerWatch(watched.Id, account: null);
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            Assert.False(watched.HasExited);

            watch.ClosePipe();
            await watched.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
            Assert.False(unwatched.HasExited);

            new OwnerWatch(unwatched.Id, account: null).Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(300));
            Assert.False(unwatched.HasExited);
        }
        finally
        {
            watched.Kill();
            unwatched.Kill();
        }
    }

    private static async Task<int> StartOrphanAsync(TemporaryHome home)
    {
        var folder = await ClusterFolder.PrepareAsync(home.Path, CancellationToken.None);
        var binaries = await PostgresBinaries.FindAsync(folder, home.Options, CancellationToken.None);
        var started = await ChildProcess.RunAsync(
            binaries.PgCtl, ["start", "--silent", "--wait", "--pgdata", folder.Data, "--log", folder.Log], folder.Account,
            CancellationToken.None, leavesServer: true);
        Assert.True(started.Succeeded, started.Output);
        Assert.True(TemporaryHome.Runs(home.PostmasterId));
        return home.PostmasterId;
    }
}
