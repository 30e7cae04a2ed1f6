using System.Diagnostics;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Tests.Fixtures;
using GraphBlog.Tests.Hosting;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// Of two servers, the programs as they are run, one after the other is killed under load: clients that send again under their keys lose and
/// double nothing.
/// </summary>
[Collection(nameof(Alone))]
public sealed class KilledServerTests(TestDatabase db, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task At_random_points_under_mixed_load_with_subscriptions_open()
    {
        var run = new FaultRun(output, 3);
        var ports = new[] { Postmaster.FreePort(), Postmaster.FreePort() };
        var servers = new[] { Start(ports[0]), Start(ports[1]) };
        try
        {
            await Task.WhenAll(servers.Select(server => server.ReadyAsync()));
            var (asked, http) = (0, new HttpClient());
            var load = await Load.BeginAsync(
                http, () => $"http://127.0.0.1:{ports[Interlocked.Increment(ref asked) % 2]}", ProgramRun.Token("acme", "ada"), run.Seed);
            var (made, back) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var i = 0; i < run.Kills; i++)
            {
                await Task.Delay(run.Random.Next(50, 500));
                var victim = run.Random.Next(2);
                var clock = Stopwatch.StartNew();
                await servers[victim].DisposeAsync();      // kill -9
                made.Add((await load.ProbeAsync()).Made);
                clock.Restart();
                servers[victim] = await StartedAsync(ports[victim]);
                back.Add(clock.Elapsed);
                run.SayNow($"kill {i + 1}: made after {made[^1]}, ready after {back[^1]}");
            }

            run.Say("From a kill to a change that is made by whichever server is left", made);
            run.Say("From a server's start to its being ready", back);
            await load.EndAsync(db, run);
        }
        finally
        {
            await Task.WhenAll(servers.Select(server => server.DisposeAsync().AsTask()));
        }
    }

    // As a supervisor does: one that ended, since the machine was too busy for its database to answer in time, is started again.
    private async Task<ProgramRun> StartedAsync(int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var server = Start(port);
            try
            {
                await server.ReadyAsync();
                return server;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                await server.DisposeAsync();
            }
        }
    }

    private ProgramRun Start(int port) => ProgramRun.Start(
        $"serve --urls http://127.0.0.1:{port}", ("ConnectionStrings__GraphBlog", db.App), ("Auth__SigningKey", TestServer.SigningKey),
        ("ASPNETCORE_ENVIRONMENT", "Production"));
}
