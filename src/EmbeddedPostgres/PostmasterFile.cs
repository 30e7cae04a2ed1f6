using System.Diagnostics;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// postmaster.pid in a data folder: the server's own lock file (PostgreSQL manual, "Database File Layout"; the lines are listed in
/// its source, miscadmin.h).
/// </summary>
internal sealed record PostmasterFile(int ProcessId, DateTime StartedAt, int Port)
{
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromSeconds(5);

    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "postmaster.pid");

    /// <summary>Null when there is no file, or none that makes sense.</summary>
    public static PostmasterFile? Read(string dataFolder)
    {
        if (!File.Exists(PathIn(dataFolder)))
        {
            return null;
        }

        var lines = File.ReadAllLines(PathIn(dataFolder));
        return lines.Length >= 4 && int.TryParse(lines[0], out var id) && id > 0 && long.TryParse(lines[2], out var start)
            && int.TryParse(lines[3], out var port)
            ? new PostmasterFile(id, DateTimeOffset.FromUnixTimeSeconds(start).UtcDateTime, port)
            : null;
    }

    /// <summary>True when some process has the id.</summary>
    public bool IdIsTaken
    {
        get
        {
            try
            {
                using var process = Process.GetProcessById(ProcessId);
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    /// <summary>
    /// True when the server of this data folder runs under the id. False when nothing does, when a process has it that came later, and
    /// for a dead server that its parent has not collected, for which pg_ctl would wait in vain.
    /// </summary>
    /// <param name="realDataFolder">The data folder without symbolic links.</param>
    public bool IsRunning(string realDataFolder)
    {
        // A postmaster's working directory is its data folder.
        if (OperatingSystem.IsLinux())
        {
            return new FileInfo($"/proc/{ProcessId}/cwd").LinkTarget == realDataFolder;
        }

        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.ProcessName == "postgres" && (process.StartTime.ToUniversalTime() - StartedAt).Duration() < s_clockTolerance;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
