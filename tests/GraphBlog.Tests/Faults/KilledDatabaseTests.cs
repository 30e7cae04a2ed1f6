using GraphBlog.EmbeddedPostgres;
using Xunit.Abstractions;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Faults;

/// <summary>A PostgreSQL that is killed or restarted under load loses nothing that was acknowledged, and the server goes on by itself.</summary>
[Collection(nameof(EmbeddedServer))]
public sealed class KilledDatabaseTests(ITestOutputHelper output)
{
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(5);

    /// <summary>Each second kill is followed by a restart, of one mode and the other.</summary>
    [Fact]
    public async Task At_random_points_under_mixed_load_with_subscriptions_open()
    {
        var run = new FaultRun(output, 4);
        await using var cluster = await KillableCluster.StartAsync();
        await using var server = await TestServer.StartOverAsync(cluster.Database.App, "Production");
        var load = await Load.BeginAsync(server.Client, () => server.Url, server.Token(TestServer.Ada), run.Seed);
        var (made, heard) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < run.Kills; i++)
        {
            await FailAsync((End)run.Random.Next(3));
            await (i % 2 == 0 ? Task.CompletedTask : FailAsync(i % 4 == 1 ? End.StoppedFast : End.StoppedImmediately));
        }

        run.Say("From the database's being back to a change that is made", made);
        run.Say("From the database's being back to its being heard on both transports", heard);
        await load.EndAsync(cluster.Database, run);
        Assert.All(server.Log.Errors, error => Assert.Null(error.Exception));
        server.Log.Errors.Clear();

        async Task FailAsync(End end)
        {
            await Task.Delay(run.Random.Next(50, 700));
            await cluster.FailAsync(end, run.Random);
            var probe = await load.ProbeAsync();
            made.Add(probe.Made);
            heard.Add(probe.Heard);
            run.SayNow($"{made.Count} {end}: made after {probe.Made}, heard after {probe.Heard}");
            Assert.True(probe.Made < s_recovery && probe.Heard < s_recovery, $"{made.Count} {end}: made after {probe.Made}, heard after {probe.Heard}");
        }
    }
}
