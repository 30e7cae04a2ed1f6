using System.Diagnostics;
using System.Text;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">0 means success.</param>
/// <param name="Output">Standard output and standard error as they came, trimmed.</param>
public sealed record CommandResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Runs a command to its end and keeps what it said.</summary>
public static class ChildProcess
{
    private static readonly TimeSpan s_outputGrace = TimeSpan.FromMilliseconds(250);

    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="account">The account to run as, or null for our own.</param>
    /// <param name="ct">Ends it: the process and its children are killed.</param>
    /// <param name="folder">Where it runs; null for our own folder, or the root where another account may not enter that.</param>
    /// <param name="leavesServer">Whether it starts something that goes on when it ends, as pg_ctl does.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled; the process and its children were killed.</exception>
    public static async Task<CommandResult> RunAsync(
        string file, IEnumerable<string> arguments, ServerAccount? account, CancellationToken ct, string? folder = null, bool leavesServer = false)
    {
        using var process = new Process { StartInfo = StartInfo(file, arguments, account) };
        process.StartInfo.WorkingDirectory = folder ?? process.StartInfo.WorkingDirectory;
        process.StartInfo.RedirectStandardOutput = true;
        process.StartInfo.RedirectStandardError = true;
        process.Start();
        process.StandardInput.Close();

        var output = new StringBuilder();
        var reading = Task.WhenAll(CopyAsync(process.StandardOutput, output), CopyAsync(process.StandardError, output));
        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        // A server that is left running may hold the pipes open for as long as it runs. All else is read to its end: on a busy machine
        // that comes late, and half of an answer, such as who owns a folder, would be taken for the whole.
        await (leavesServer ? Task.WhenAny(reading, Task.Delay(s_outputGrace, CancellationToken.None)) : reading.WaitAsync(ct));
        lock (output)
        {
            return new CommandResult(process.ExitCode, output.ToString().Trim());
        }
    }

    /// <summary>A start with our defaults, for a process that outlives the call.</summary>
    public static ProcessStartInfo StartInfo(string file, IEnumerable<string> arguments, ServerAccount? account)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, UseShellExecute = false };

        // The account may not be allowed into our working directory.
        if (account is not null)
        {
            (start.UserName, start.WorkingDirectory) = (account.Name, "/");
        }

        // PGPORT, PGDATA and the like would reach the server; LC_ALL=C keeps the messages we look at in English.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        return start;
    }

    private static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        var buffer = new char[1024];
        while (await from.ReadAsync(buffer) is > 0 and var length)
        {
            lock (to)
            {
                to.Append(buffer, 0, length);
            }
        }
    }
}
