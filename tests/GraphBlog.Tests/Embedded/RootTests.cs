using GraphBlog.EmbeddedPostgres;
using GraphBlog.Tests.Hosting;

namespace GraphBlog.Tests.Embedded;

[Collection(nameof(EmbeddedServer))]
public sealed class RootTests
{
    [RootFact]
    public async Task As_root_the_server_runs_as_an_account_without_rights_in_a_home_that_was_closed_to_it()
    {
        await using var home = new TemporaryHome();
        Assert.Equal("700", Mode(home.Path));
        await home.StartAsync();

        Assert.NotEqual("0", UserOf(home.PostmasterId));
        Assert.Equal("710", Mode(home.Path));
        Assert.Equal("700", Mode(home.Data));
        Assert.Equal("600", Mode(Path.Combine(home.Cluster, "password")));
        Assert.Null(Directory.ResolveLinkTarget(home.Cluster, returnFinalTarget: true));
    }

    [Fact]
    public async Task What_a_program_says_is_read_to_its_end_however_late_it_comes()
    {
        var late = await ChildProcess.RunAsync("/bin/sh", ["-c", "(sleep 0.6; echo postgres) &"], null, CancellationToken.None);
        Assert.Equal((0, "postgres"), (late.ExitCode, late.Output));
    }

    [RootFact]
    public async Task As_root_below_a_closed_folder_the_data_goes_elsewhere_and_the_folder_stays_closed()
    {
        await using var home = new TemporaryHome("home", reachable: false);
        var postgres = await home.StartAsync();
        var place = new DirectoryInfo(home.Cluster).LinkTarget!;

        Assert.StartsWith("/var/lib/graphblog/", place);
        Assert.Equal("1", await TemporaryHome.AskAsync(postgres.OwnerConnectionString("postgres"), "select 1"));
        Assert.Equal("700", Mode(Path.GetDirectoryName(home.Path)!));
        Assert.Equal("700", Mode(home.Path));
        await Assert.ThrowsAsync<EmbeddedPostgresException>(() => home.StartAsync());

        await postgres.DisposeAsync();
        var again = await home.StartAsync();
        var folder = await TemporaryHome.AskAsync(again.OwnerConnectionString("postgres"), "show data_directory");
        Assert.Equal(Path.Combine(place, "data"), folder);
    }

    [RootFact]
    public async Task As_root_a_home_that_holds_other_things_is_not_opened_to_anyone()
    {
        await using var home = new TemporaryHome();
        await File.WriteAllTextAsync(Path.Combine(home.Path, "secret"), "mine");
        await home.StartAsync();

        Assert.Equal("700", Mode(home.Path));
        Assert.NotNull(Directory.ResolveLinkTarget(home.Cluster, returnFinalTarget: true));
    }

    [RootFact]
    public async Task As_root_eight_starts_at_once_in_a_home_that_is_not_there_agree_on_one_place_and_one_mode()
    {
        await using var home = new TemporaryHome("home");
        var starts = Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            if (i % 2 == 0)
            {
                HomeFolder.Make(home.Path);
                await File.WriteAllTextAsync(Path.Combine(home.Path, $"{HomeFolder.SigningKey}.{i}"), "a key being made");
                return null;
            }

            return (await ClusterFolder.PrepareAsync(home.Path, CancellationToken.None)).Root;
        }));
        var places = (await Task.WhenAll(starts)).OfType<string>().Distinct();
        Assert.Equal(home.Cluster, Assert.Single(places));
        Assert.Equal(("710", "711"), (Mode(home.Path), Mode(home.Cluster)));
    }

    [RootFact]
    public async Task As_root_of_eight_programs_at_once_one_serves_and_all_made_the_same_home()
    {
        await using var home = new TemporaryHome("home");
        var programs = Enumerable.Range(0, 8).Select(_ => ProgramRun.Start(
            "serve --urls http://127.0.0.1:0", ("GRAPHBLOG_HOME", home.Path), ("ASPNETCORE_ENVIRONMENT", "Development"))).ToList();
        try
        {
            var ends = await Task.WhenAll(programs.Select(async program =>
            {
                try
                {
                    return await program.ReadyAsync();
                }
                catch (InvalidOperationException e)
                {
                    return e.Message;
                }
            }));
            Assert.Single(ends, end => end.StartsWith("http://", StringComparison.Ordinal));
            Assert.Equal(7, ends.Count(end => end.Contains("is in use by process")));
            Assert.Equal(("710", "711", "700"), (Mode(home.Path), Mode(home.Cluster), Mode(home.Data)));
            Assert.Equal("600", Mode(Path.Combine(home.Path, HomeFolder.SigningKey)));
            Assert.Null(Directory.ResolveLinkTarget(home.Cluster, returnFinalTarget: true));
            Assert.Equal([HomeFolder.Cluster, HomeFolder.SigningKey],
                Directory.EnumerateFileSystemEntries(home.Path).Select(Path.GetFileName).Order());
        }
        finally
        {
            foreach (var program in programs)
            {
                await program.DisposeAsync();
            }
        }
    }

    private static string Mode(string path)
        => OperatingSystem.IsWindows() ? "" : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    private static string UserOf(int processId)
        => File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1];

    /// <summary>Runs when the tests run as root.</summary>
    private sealed class RootFactAttribute : FactAttribute
    {
        public RootFactAttribute() => Skip = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess ? null : "we are not root";
    }
}
