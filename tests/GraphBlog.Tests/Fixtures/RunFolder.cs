using System.Diagnostics;
using GraphBlog.EmbeddedPostgres;

namespace GraphBlog.Tests.Fixtures;

/// <summary>
/// The one folder below which a run of the tests keeps what is temporary. A run that was killed leaves it behind, and its servers with it
/// where what watches over them was killed too; the next run removes both. A lock of the operating system tells whether a run is alive.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "graphblog-run-";
    private const UnixFileMode Passable = (UnixFileMode)0b111_001_001;      // PostgreSQL's account, when we are root, has files below
    private readonly string _path;
    private readonly FileStream _alive;

    /// <param name="among">The folder for what is temporary.</param>
    public RunFolder(string among)
    {
        RemoveLeftovers(among);
        _path = Path.Combine(among, $"{Prefix}{Guid.NewGuid().ToString("N")[..8]}");
        _alive = TryLock(_path) ?? throw new InvalidOperationException($"{_path} belongs to another run.");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(_path);
            File.SetUnixFileMode(_path, Passable);
            Environment.SetEnvironmentVariable("TMPDIR", _path);      // whoever asks for a temporary folder gets one in here
        }
    }

    public void Dispose()
    {
        Remove(_path);
        _alive.Dispose();
    }

    /// <summary>Ends the servers of runs that are no more, and removes their folders.</summary>
    internal static void RemoveLeftovers(string among)
    {
        foreach (var folder in Directory.GetDirectories(among, $"{Prefix}*"))
        {
            using var ended = TryLock(folder);
            if (ended is not null)
            {
                Remove(folder);
            }
        }
    }

    // The lock is beside the folder and older than it, so a folder without a held lock has no run.
    internal static FileStream? TryLock(string folder)
    {
        try
        {
            return new FileStream($"{folder}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;      // held, or somebody else's
        }
    }

    private static void Remove(string folder)
    {
        var search = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        foreach (var cluster in Directory.GetFiles(folder, "postmaster.pid", search).Select(file => Path.GetDirectoryName(file)!))
        {
            if (PostmasterFile.Read(cluster) is { } left && left.IsRunning(cluster))
            {
                using var asking = Process.Start("kill", ["-QUIT", $"{left.ProcessId}"]);      // at once, and its children with it
                for (var wait = Stopwatch.StartNew(); left.IsRunning(cluster) && wait.Elapsed < TimeSpan.FromSeconds(10);)
                {
                    Thread.Sleep(50);
                }
            }
        }

        try
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }

            File.Delete($"{folder}.lock");
        }
        catch (IOException)
        {
            // a child of a server that was killed still writes: the next run removes it
        }
    }
}
