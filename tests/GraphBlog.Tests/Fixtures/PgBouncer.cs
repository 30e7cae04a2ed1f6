using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>The real PgBouncer in front of the tests' PostgreSQL. It has to be installed (apt-get install pgbouncer, as .ci/run does).</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string? s_program = new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer",
        "/opt/homebrew/bin/pgbouncer" }.FirstOrDefault(File.Exists);
    private readonly DirectoryInfo _folder;
    private readonly string _settings;
    private Process _process;
    private OwnerWatch _watch;

    private PgBouncer(DirectoryInfo folder, string settings, string connectionString)
    {
        (_folder, _settings, ConnectionString, _process) = (folder, settings, connectionString, Run(folder, settings));
        _watch = new(_process.Id, account: null);
    }

    public static bool IsInstalled => s_program is not null;

    /// <summary>The application role's connection by way of the pooler.</summary>
    public string ConnectionString { get; }

    /// <param name="mode">session or transaction.</param>
    /// <param name="behind">The application role's connection.</param>
    /// <param name="more">Further lines of its configuration.</param>
    public static async Task<PgBouncer> StartAsync(string mode, string behind, string more = "")
    {
        var folder = Directory.CreateTempSubdirectory("graphblog-pgbouncer-");
        var server = new NpgsqlConnectionStringBuilder(behind);
        var port = Postmaster.FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "users.txt"), $"\"{BlogMigrations.AppRole}\" \"{server.Password}\"\n");
        var settings = Path.Combine(folder.FullName, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, $"""
            [databases]
            {server.Database} = host=127.0.0.1 port={server.Port} dbname={server.Database}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = plain
            auth_file = {folder.FullName}/users.txt
            pool_mode = {mode}
            default_pool_size = 12
            server_fast_close = 1
            {more}

            """);
        var pooler = new PgBouncer(folder, settings, new NpgsqlConnectionStringBuilder(behind) { Host = "127.0.0.1", Port = port }.ConnectionString);
        await pooler.ListensAsync(port);
        return pooler;
    }

    /// <summary>Kills it, and starts it again at the same port.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        _process = Run(_folder, _settings);
        _watch = new(_process.Id, account: null);
        await ListensAsync(new NpgsqlConnectionStringBuilder(ConnectionString).Port);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await EndAsync();
        _folder.Delete(recursive: true);
    }

    private static Process Run(DirectoryInfo folder, string settings)
    {
        var start = new ProcessStartInfo(s_program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        if (!OperatingSystem.IsWindows() && Environment.UserName == "root")
        {
            Array.ForEach(["-u", "nobody"], start.ArgumentList.Add);      // it will not run as root
            foreach (var path in new[] { folder.FullName, settings, Path.Combine(folder.FullName, "users.txt") })
            {
                File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
            }
        }

        start.ArgumentList.Add(settings);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task EndAsync()
    {
        _watch.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ListensAsync(int port)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                await Task.Delay(50);
            }
        }

        throw new InvalidOperationException("PgBouncer does not listen.");
    }
}

/// <summary>A test that is skipped, with the reason, where PgBouncer is not installed.</summary>
public sealed class PgBouncerTheoryAttribute : TheoryAttribute
{
    public PgBouncerTheoryAttribute() => Skip = Requirement.Skip(PgBouncer.IsInstalled, "PgBouncer is not installed: apt-get install pgbouncer.");
}

/// <summary>The same for a test without data.</summary>
public sealed class PgBouncerFactAttribute : FactAttribute
{
    public PgBouncerFactAttribute() => Skip = Requirement.Skip(PgBouncer.IsInstalled, "PgBouncer is not installed: apt-get install pgbouncer.");
}
