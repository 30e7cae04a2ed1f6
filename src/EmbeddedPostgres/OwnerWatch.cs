using System.Diagnostics;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// A shell that waits for the end of a pipe only we hold, and then asks the server to stop: so a server does not outlive us when we are
/// killed. It knows the server by its process id alone and acts at once, so it cannot stop a server that a later start began.
/// It has a session of its own where there is a program for that, since who kills us may kill our whole process group.
/// Not on Windows; there the next start stops the server.
/// </summary>
internal sealed class OwnerWatch : IDisposable
{
    // Ctrl-C in a terminal reaches this shell as well, and must not end it. SIGINT asks a postmaster for a fast shutdown.
    private const string Script = """trap "" INT TERM HUP QUIT; exec >/dev/null 2>&1; read -r _; kill -INT "$1" """;

    private static readonly string[] s_command = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid", "/bin/sh"] : ["/bin/sh"];

    private readonly Process? _shell;

    public OwnerWatch(int processId, ServerAccount? account)
    {
        if (!OperatingSystem.IsWindows())
        {
            _shell = Process.Start(ChildProcess.StartInfo(s_command[0], [.. s_command[1..], "-c", Script, "sh", processId.ToString()], account));
        }
    }

    /// <summary>What the operating system does when we end.</summary>
    internal void ClosePipe() => _shell?.StandardInput.Close();

    /// <summary>Ends the watch without stopping the server.</summary>
    public void Dispose()
    {
        _shell?.Kill();
        _shell?.Dispose();
    }
}
