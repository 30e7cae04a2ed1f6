using System.Diagnostics;
using GraphBlog.EmbeddedPostgres;
using Npgsql;

namespace GraphBlog.Tests.Embedded;

/// <summary>A Home of its own for one test. At the end it is removed, and a server that a failed test left in it is killed.</summary>
public sealed class TemporaryHome : IAsyncDisposable
{
    private readonly string _top = Directory.CreateTempSubdirectory("graphblog-").FullName;
    private readonly List<EmbeddedServer> _started = [];

    /// <param name="name">A folder to be made below the temporary one, or the temporary one itself.</param>
    /// <param name="reachable">False leaves the temporary folder closed to other accounts.</param>
    public TemporaryHome(string name = "", bool reachable = true)
    {
        Path = System.IO.Path.Combine(_top, name);
        if (name != "" && reachable && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_top, File.GetUnixFileMode(_top) | UnixFileMode.OtherExecute);
        }
    }

    public string Path { get; }

    public string Cluster => System.IO.Path.Combine(Path, "postgres");

    public string Data => System.IO.Path.Combine(Cluster, "data");

    public string Log => File.ReadAllText(System.IO.Path.Combine(Cluster, "log", "postgres.log"));

    public List<string> Progress { get; } = [];

    public EmbeddedPostgresOptions Options => new() { Home = Path, Durable = false, Progress = Progress.Add };

    public Task<EmbeddedServer> StartAsync() => StartAsync(Options);

    public async Task<EmbeddedServer> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct = default)
    {
        var postgres = await EmbeddedServer.StartAsync(options, ct);
        _started.Add(postgres);
        return postgres;
    }

    /// <summary>Starts and stops once, so that there is a data folder.</summary>
    public async Task<TemporaryHome> WithDataAsync()
    {
        await (await StartAsync()).DisposeAsync();
        Progress.Clear();
        return this;
    }

    /// <summary>The process id that the server wrote down.</summary>
    public int PostmasterId => int.Parse(File.ReadLines(System.IO.Path.Combine(Data, "postmaster.pid")).First());

    public static async Task<string> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToString(await command.ExecuteScalarAsync()) ?? "";
    }

    /// <summary>True when a process has the id and is not merely waiting to be collected by its parent.</summary>
    public static bool Runs(int processId)
        => File.Exists($"/proc/{processId}/stat")
            && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ", StringComparison.Ordinal);

    public async ValueTask DisposeAsync()
    {
        foreach (var postgres in _started)
        {
            await postgres.DisposeAsync();
        }

        var target = new DirectoryInfo(Cluster).LinkTarget;
        if (PostmasterFile.Read(Data) is { } left && left.IsRunning(target is null ? Data : System.IO.Path.Combine(target, "data")))
        {
            Process.GetProcessById(left.ProcessId).Kill();
        }

        if (target is not null)
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Delete(_top, recursive: true);
    }
}
