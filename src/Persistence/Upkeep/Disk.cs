using System.Runtime.InteropServices;

namespace GraphBlog.Persistence.Upkeep;

/// <summary>What .NET does not say to a disk.</summary>
internal static class Disk
{
    /// <summary>
    /// Has a folder's names be on the disk, so that a file that was renamed is found after a power failure. Where there is no such thing (Windows),
    /// it does nothing.
    /// </summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, 0);      // O_RDONLY
        if (handle >= 0)
        {
            _ = Sync(handle);
            _ = Close(handle);
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
