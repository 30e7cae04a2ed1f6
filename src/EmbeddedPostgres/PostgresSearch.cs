using System.Text.RegularExpressions;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>Where PostgreSQL's programs are looked for on this machine.</summary>
/// <param name="Chosen">The folder named by the environment variable PGBIN. When set, no other place is looked at.</param>
/// <param name="UsualPlaces">Folders where packages put them; one <c>*</c> may stand in the last but one or last part of a path.</param>
/// <param name="Path">Folders in the form of the environment variable PATH. npm is looked for here as well.</param>
public sealed partial record PostgresSearch(string? Chosen, IReadOnlyList<string> UsualPlaces, string Path)
{
    private static readonly string[] s_unix =
    [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/lib/postgresql*/bin", "/usr/lib64/postgresql-*/bin",
        "/usr/libexec/postgresql*", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
    ];

    public static PostgresSearch OfThisMachine()
    {
        var programFiles = Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles);
        string[] windows = [System.IO.Path.Combine(programFiles, "PostgreSQL", "*", "bin")];
        var chosen = Environment.GetEnvironmentVariable("PGBIN");
        return new PostgresSearch(
            string.IsNullOrWhiteSpace(chosen) ? null : chosen,
            OperatingSystem.IsWindows() ? windows : s_unix,
            Environment.GetEnvironmentVariable("PATH") ?? "");
    }

    /// <summary>Folders that hold a server's programs: the usual places newest first, then PATH.</summary>
    public IEnumerable<string> Folders() => FoldersWith(PostgresBinaries.Programs);

    /// <summary>Folders that hold all of these programs, in the same order.</summary>
    public IEnumerable<string> FoldersWith(params string[] programs)
        => UsualPlaces.SelectMany(Expand).OrderByDescending(VersionInPath).Concat(PathFolders())
            .Where(f => programs.All(p => File.Exists(ProgramIn(f, p)))).Distinct();

    /// <summary>The path of a program on PATH, or null.</summary>
    public string? Find(string program) => PathFolders().Select(f => System.IO.Path.Combine(f, program)).FirstOrDefault(File.Exists);

    public static string ProgramIn(string folder, string program)
        => System.IO.Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program);

    private IEnumerable<string> PathFolders()
        => Path.Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(System.IO.Path.IsPathRooted);

    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*');
        if (star < 0)
        {
            return [pattern];
        }

        var before = pattern[..star].LastIndexOfAny(['/', '\\']);
        var after = pattern.IndexOfAny(['/', '\\'], star);
        var parent = pattern[..before];
        if (!Directory.Exists(parent))
        {
            return [];
        }

        var name = after < 0 ? pattern[(before + 1)..] : pattern[(before + 1)..after];
        var rest = after < 0 ? "" : pattern[(after + 1)..];
        return Directory.EnumerateDirectories(parent, name).Select(f => System.IO.Path.Combine(f, rest));
    }

    private static int VersionInPath(string folder)
        => int.TryParse(LastNumber().Match(folder).Value, out var version) ? version : 0;

    [GeneratedRegex(@"\d+(?=\D*\z)")]
    private static partial Regex LastNumber();
}
