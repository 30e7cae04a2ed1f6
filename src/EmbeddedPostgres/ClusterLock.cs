namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// Held for as long as a process uses the cluster. It is a lock of the operating system (flock on Unix, a share mode on Windows), so it
/// ends with the process however the process ends; the process id beside it only serves the message.
/// </summary>
internal sealed class ClusterLock : IDisposable
{
    // EWOULDBLOCK on Linux and on macOS, ERROR_SHARING_VIOLATION on Windows.
    private static readonly int[] s_heldElsewhere = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private ClusterLock(FileStream file) => _file = file;

    /// <exception cref="EmbeddedPostgresException">Another process, or this one, holds the lock.</exception>
    public static ClusterLock Take(ClusterFolder folder)
    {
        FileStream file;
        try
        {
            file = new FileStream(folder.Lock, Options());
        }
        catch (IOException e) when (s_heldElsewhere.Contains(e.HResult))
        {
            throw new EmbeddedPostgresException(
                $"The database in {folder.Root} is in use by process {Holder(folder)}. "
                + "Stop that process first, or set GRAPHBLOG_HOME to another folder to run a second GraphBlog beside it.", e);
        }

        File.WriteAllText(folder.LockOwner, Environment.ProcessId.ToString());
        return new ClusterLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static string Holder(ClusterFolder folder)
    {
        try
        {
            return File.ReadAllText(folder.LockOwner);
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
