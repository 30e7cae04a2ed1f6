using System.ComponentModel;
using System.Diagnostics;

namespace GraphBlog.Tests.Fixtures;

/// <summary>A file system of its own that is soon full, in memory. Only root may mount one, and not in every container.</summary>
public sealed class SmallDisk : IDisposable
{
    private static readonly Lazy<string?> s_refusal = new(Try);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("graphblog-disk-");

    /// <param name="megabytes">Its size.</param>
    public SmallDisk(int megabytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m,mode=711", "tmpfs", Path) is { } refusal)
        {
            _folder.Delete();
            throw new InvalidOperationException(refusal);
        }
    }

    /// <summary>Why this machine mounts none; null when it does.</summary>
    public static string? Refusal => s_refusal.Value;

    public string Path => _folder.FullName;

    private string Filler => System.IO.Path.Combine(Path, "filler");

    /// <summary>A folder on it that belongs to whoever a file of PostgreSQL's belongs to.</summary>
    public string FolderLike(string file)
    {
        var folder = _folder.CreateSubdirectory("folder").FullName;
        Assert.Null(Run("chown", $"--reference={file}", folder));
        return folder;
    }

    /// <summary>Takes all room that is left.</summary>
    public void Fill()
    {
        using var filler = File.Create(Filler);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(block);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    /// <summary>Gives the room back that was taken.</summary>
    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "--lazy", Path);
        _folder.Delete();
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "A small disk is mounted by root, on Linux.";
        }

        try
        {
            new SmallDisk(1).Dispose();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception)
        {
            return $"This machine lets root mount no small disk: {e.Message}";
        }
    }

    // Null when it went well, else what it said.
    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : said.Trim();
    }
}

/// <summary>A test that is skipped, with the reason, where no <see cref="SmallDisk"/> can be mounted.</summary>
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.Refusal;
}
