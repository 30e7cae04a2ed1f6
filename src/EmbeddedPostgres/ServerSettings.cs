using System.Text;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>Writes settings.conf, which the data folder's postgresql.conf includes.</summary>
internal static class ServerSettings
{
    // sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing zero included.
    private const int LongestSocketPath = 103;

    // PostgreSQL may run as another account than we do, and there is no secret in it.
    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>False where a Unix-domain socket cannot be used: on Windows, or in a folder with too long a name.</summary>
    public static bool UsesSocket(ClusterFolder folder)
        => !OperatingSystem.IsWindows() && !folder.Sockets.Contains(',')
            && Encoding.UTF8.GetByteCount(Path.Combine(folder.Sockets, ".s.PGSQL.65535.lock")) <= LongestSocketPath;

    public static void Write(ClusterFolder folder, EmbeddedPostgresOptions options, int port)
    {
        var settings = new Dictionary<string, string>(options.Settings)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["port"] = port.ToString(),
            ["unix_socket_directories"] = UsesSocket(folder) ? folder.Sockets : "",
        };
        if (!options.Durable)
        {
            settings["fsync"] = settings["synchronous_commit"] = settings["full_page_writes"] = "off";
        }

        File.WriteAllLines(folder.Settings, settings.Select(s => $"{s.Key} = '{Quote(s.Value)}'"));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Settings, ReadableByAll);
        }
    }

    private static string Quote(string value) => value.Replace(@"\", @"\\").Replace("'", "''").Replace("\n", @"\n");
}
