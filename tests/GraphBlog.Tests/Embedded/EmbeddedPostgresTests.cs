using System.Net.Sockets;
using GraphBlog.EmbeddedPostgres;
using Npgsql;

namespace GraphBlog.Tests.Embedded;

[Collection(nameof(EmbeddedServer))]
public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task A_new_home_becomes_a_server_that_answers_this_machine_only_and_only_with_the_password()
    {
        await using var home = new TemporaryHome();
        var postgres = await home.StartAsync();
        var owner = postgres.OwnerConnectionString("postgres");

        Assert.Equal("127.0.0.1", await TemporaryHome.AskAsync(owner, "show listen_addresses"));
        Assert.Equal("UTF8", await TemporaryHome.AskAsync(owner, "show server_encoding"));
        Assert.Equal("ÄSS", await TemporaryHome.AskAsync(owner, "select upper('äss')"));
        const string Methods = "select string_agg(distinct auth_method, ',') from pg_hba_file_rules";
        Assert.Equal("scram-sha-256", await TemporaryHome.AskAsync(owner, Methods));
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => TemporaryHome.AskAsync(postgres.ConnectionString("postgres", "postgres", "guess"), "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal($"creating the data folder {home.Data} ...", Assert.Single(home.Progress));
    }

    [Fact]
    public async Task Tcp_on_loopback_works_with_the_same_port_and_password()
    {
        await using var home = new TemporaryHome();
        var postgres = await home.StartAsync();
        var tcp = new NpgsqlConnectionStringBuilder(postgres.OwnerConnectionString("postgres")) { Host = "127.0.0.1" };

        Assert.Equal("1", await TemporaryHome.AskAsync(tcp.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task Data_outlives_a_stop_and_a_stop_leaves_no_process_and_no_open_port()
    {
        await using var home = new TemporaryHome();
        var first = await home.StartAsync();
        await TemporaryHome.AskAsync(first.OwnerConnectionString("postgres"), "create table kept as select 42 as value");
        var port = new NpgsqlConnectionStringBuilder(first.OwnerConnectionString("postgres")).Port;
        var process = home.PostmasterId;
        await first.DisposeAsync();

        Assert.False(TemporaryHome.Runs(process));
        using var socket = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => socket.ConnectAsync("127.0.0.1", port));
        Assert.Contains("database system is shut down", home.Log);

        home.Progress.Clear();
        var second = await home.StartAsync();
        Assert.Equal("42", await TemporaryHome.AskAsync(second.OwnerConnectionString("postgres"), "select value from kept"));
        Assert.Empty(home.Progress);
    }

    [Fact]
    public async Task Settings_reach_the_server_whatever_characters_they_hold_and_cannot_open_it_to_the_network()
    {
        await using var home = new TemporaryHome();
        var settings = new Dictionary<string, string>
        {
            ["max_connections"] = "17",
            ["log_line_prefix"] = @"it's a \ %m ",
            ["listen_addresses"] = "*",
        };
        var owner = (await home.StartAsync(home.Options with { Settings = settings })).OwnerConnectionString("postgres");

        Assert.Equal("17", await TemporaryHome.AskAsync(owner, "show max_connections"));
        Assert.Equal(@"it's a \ %m ", await TemporaryHome.AskAsync(owner, "show log_line_prefix"));
        Assert.Equal("127.0.0.1", await TemporaryHome.AskAsync(owner, "show listen_addresses"));
    }

    [Theory]
    [InlineData(true, "on on on on")]
    [InlineData(false, "off off off off")]
    public async Task Only_a_durable_server_waits_for_the_disk_and_checks_its_pages(bool durable, string expected)
    {
        await using var home = new TemporaryHome();
        var postgres = await home.StartAsync(home.Options with { Durable = durable });

        const string Sql = """
            select string_agg(current_setting(s), ' ')
              from unnest(array['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums']) s
            """;
        Assert.Equal(expected, await TemporaryHome.AskAsync(postgres.OwnerConnectionString("postgres"), Sql));
    }

    [Fact]
    public async Task A_home_with_a_long_name_with_spaces_is_served_over_tcp()
    {
        await using var home = new TemporaryHome("a folder with spaces " + new string('x', 100));
        var postgres = await home.StartAsync();

        Assert.Equal("127.0.0.1", new NpgsqlConnectionStringBuilder(postgres.OwnerConnectionString("postgres")).Host);
        Assert.Equal("1", await TemporaryHome.AskAsync(postgres.OwnerConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task The_server_is_not_in_our_session_so_that_an_interrupt_in_the_terminal_does_not_reach_it()
    {
        await using var home = new TemporaryHome();
        await home.StartAsync();

        Assert.Equal(home.PostmasterId, Session(home.PostmasterId));
        Assert.NotEqual(Session(Environment.ProcessId), Session(home.PostmasterId));
    }

    // proc(5): after the name in parentheses come state, parent, process group and session.
    private static int Session(int processId)
        => int.Parse(File.ReadAllText($"/proc/{processId}/stat").Split(')').Last().Split(' ', StringSplitOptions.RemoveEmptyEntries)[3]);
}

/// <summary>Servers are started one after another: side by side they only take each other's processor time.</summary>
[CollectionDefinition(nameof(EmbeddedServer))]
public sealed class EmbeddedPostgresCollection;
