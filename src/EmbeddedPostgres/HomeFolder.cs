namespace GraphBlog.EmbeddedPostgres;

/// <summary>The folder that holds everything private to an installation. Whatever puts something there makes it here, with one mode.</summary>
public static class HomeFolder
{
    /// <summary>The file that tokens are signed with.</summary>
    public const string SigningKey = "signing-key";

    /// <summary>The folder of the private database.</summary>
    internal const string Cluster = "postgres";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>
    /// Makes the folder unless it is there; then its mode stays as it is, since a start at the same moment may have opened it to
    /// PostgreSQL's account already.
    /// </summary>
    public static void Make(string home)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(home);
        }
        else
        {
            Directory.CreateDirectory(home, OwnerOnly);      // with its mode from the first moment on
        }
    }

    /// <summary>Whether nothing is in it but what this program puts there.</summary>
    internal static bool IsOurs(string home) => Directory.EnumerateFileSystemEntries(home).Select(Path.GetFileName)
        .All(name => new[] { Cluster, SigningKey }.Any(own => name == own || name!.StartsWith($"{own}.", StringComparison.Ordinal)));
}
