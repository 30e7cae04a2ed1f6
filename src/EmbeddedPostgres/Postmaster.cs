using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// Starts and stops the server through pg_ctl, which puts it in a session of its own: Ctrl-C in the terminal does not reach it.
/// </summary>
/// <param name="folder">Where its data is.</param>
/// <param name="binaries">Its programs.</param>
/// <param name="nextPort">Names a port that was free a moment ago.</param>
internal sealed class Postmaster(ClusterFolder folder, PostgresBinaries binaries, Func<int> nextPort)
{
    private const int PortAttempts = 5;
    private static readonly TimeSpan s_memoryWait = TimeSpan.FromSeconds(10);

    public int Port { get; private set; }

    public int ProcessId { get; private set; }

    /// <summary>Starts the server on a free port and returns when it takes connections.</summary>
    /// <exception cref="EmbeddedPostgresException">It did not start; the message has the end of its log.</exception>
    public async Task StartAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        RemoveStaleSockets();
        var began = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            Port = nextPort();
            ServerSettings.Write(folder, options, Port);
            if (File.Exists(folder.Log))
            {
                File.Move(folder.Log, folder.Log + ".old", overwrite: true);
            }

            var result = await ChildProcess.RunAsync(
                binaries.PgCtl,
                ["start", "--silent", "--wait", "--timeout=600", "--pgdata", folder.Data, "--log", folder.Log],
                folder.Account, ct, leavesServer: true);
            if (result.Succeeded)
            {
                ProcessId = PostmasterFile.Read(folder.Data)?.ProcessId ?? throw Failed("It stopped again at once.");
                return;
            }

            var log = File.Exists(folder.Log) ? File.ReadAllText(folder.Log) : "";

            // Another program took the port between our look and the server's.
            if (log.Contains("could not create any TCP/IP sockets", StringComparison.Ordinal) && attempt < PortAttempts)
            {
                continue;
            }

            // The children of a killed server take a moment to notice, and until then the data folder is theirs.
            if (!log.Contains("pre-existing shared memory block", StringComparison.Ordinal) || Stopwatch.GetElapsedTime(began) > s_memoryWait)
            {
                throw Failed(PostgresOutput.Explain(log.Length > 0 ? log : result.Output));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), ct);
        }
    }

    /// <summary>
    /// Stops a server that a former process left running on this data folder, and clears a process id that means another process.
    /// </summary>
    public async Task StopOrphanAsync(Action<string>? progress, CancellationToken ct)
    {
        if (PostmasterFile.Read(folder.Data) is not { } left)
        {
            return;
        }

        var data = await RealPathAsync(ct);
        if (left.IsRunning(data))
        {
            progress?.Invoke($"stopping the database server {left.ProcessId} that an earlier run left behind ...");
            await StopAsync(ct);
        }

        // The server would believe that its predecessor still runs: another process has its id, or nobody has collected it, as where it was killed
        // in a container, maybe while it was asked to stop. When nobody has the id it clears the file itself, and checks
        // first that no child of the predecessor is left, so that case is left to it.
        if (PostmasterFile.Read(folder.Data) is { IdIsTaken: true } dead && !dead.IsRunning(data))
        {
            File.Delete(PostmasterFile.PathIn(folder.Data));
        }
    }

    /// <summary>Stops the server cleanly; if it does not end within a minute, at once; and in the end by force.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        var data = await RealPathAsync(ct);
        foreach (var (mode, seconds) in new[] { ("fast", 60), ("immediate", 10) })
        {
            if (PostmasterFile.Read(folder.Data)?.IsRunning(data) is not true)
            {
                return;
            }

            string[] arguments = ["stop", "--silent", "--wait", $"--timeout={seconds}", "--mode", mode, "--pgdata", folder.Data];
            if ((await ChildProcess.RunAsync(binaries.PgCtl, arguments, folder.Account, ct)).Succeeded)
            {
                return;
            }
        }

        if (PostmasterFile.Read(folder.Data) is { } stuck && stuck.IsRunning(data))
        {
            Process.GetProcessById(stuck.ProcessId).Kill();
        }
    }

    /// <summary>A port of the loopback address that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A killed server leaves its socket behind, under a port that is never used again.
    private void RemoveStaleSockets()
    {
        foreach (var socket in Directory.GetFiles(folder.Sockets))
        {
            File.Delete(socket);
        }
    }

    private EmbeddedPostgresException Failed(string why)
        => new($"PostgreSQL could not be started on {folder.Data}. {why}\nIts log is {folder.Log}");

    private async Task<string> RealPathAsync(CancellationToken ct)
        => OperatingSystem.IsWindows()
            ? folder.Data
            : (await ChildProcess.RunAsync("/bin/sh", ["-c", "cd \"$1\" && pwd -P", "sh", folder.Data], null, ct)).Output;
}
