using System.Security.Cryptography;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>Makes the data folder with initdb.</summary>
internal static class DataFolder
{
    public const string Superuser = "postgres";

    // C.UTF-8 sorts the same on every machine and knows letters beyond ASCII; systems without it get the nearest thing.
    private static readonly string[][] s_locales =
    [
        ["--locale=C.UTF-8"], ["--locale=en_US.UTF-8", "--lc-collate=C", "--lc-messages=C"], ["--no-locale"],
    ];

    /// <summary>Makes the data folder unless it is there, and returns the superuser's password.</summary>
    /// <remarks>It is made under another name and renamed at the end, so an interrupted start leaves no half-made one.</remarks>
    /// <exception cref="EmbeddedPostgresException">initdb failed, or there is data but no password.</exception>
    public static async Task<string> EnsureAsync(
        ClusterFolder folder, PostgresBinaries binaries, EmbeddedPostgresOptions options, CancellationToken ct)
    {
        if (folder.MajorVersion is not null)
        {
            return File.Exists(folder.Password) ? File.ReadAllText(folder.Password) : throw new EmbeddedPostgresException(
                $"The database's password file {folder.Password} is missing. Put it back, or move {folder.Root} away to start anew.");
        }

        if (Directory.Exists(folder.Data) && Directory.EnumerateFileSystemEntries(folder.Data).Any())
        {
            throw new EmbeddedPostgresException(
                $"The folder {folder.Data} is not empty and holds no PostgreSQL data. "
                + "Move it away, or set GRAPHBLOG_HOME to another folder.");
        }

        options.Progress?.Invoke($"creating the data folder {folder.Data} ...");
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await WritePasswordAsync(folder, password, ct);
        await InitDbAsync(folder, binaries, options.Durable, ct);
        await File.AppendAllTextAsync(
            Path.Combine(folder.NewData, "postgresql.conf"), "\ninclude_if_exists = '../settings.conf' # written at each start\n", ct);
        if (Directory.Exists(folder.Data))
        {
            Directory.Delete(folder.Data);
        }

        Directory.Move(folder.NewData, folder.Data);
        return password;
    }

    private static async Task WritePasswordAsync(ClusterFolder folder, string password, CancellationToken ct)
    {
        var file = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        File.Delete(folder.Password);
        await using (var writer = new StreamWriter(folder.Password, file))
        {
            await writer.WriteAsync(password.AsMemory(), ct);
        }

        if (folder.Account is not null)
        {
            await folder.Account.GiveAsync([folder.Password], ct);
        }
    }

    private static async Task InitDbAsync(ClusterFolder folder, PostgresBinaries binaries, bool durable, CancellationToken ct)
    {
        var result = new CommandResult(0, "");
        foreach (var locale in s_locales)
        {
            if (Directory.Exists(folder.NewData))
            {
                Directory.Delete(folder.NewData, recursive: true);
            }

            await folder.MakePrivateAsync(folder.NewData, ct);
            result = await ChildProcess.RunAsync(
                binaries.InitDb,
                [
                    "--pgdata", folder.NewData, "--username", Superuser, "--pwfile", folder.Password, "--auth=scram-sha-256",
                    "--encoding=UTF8", "--text-search-config=english", "--no-instructions", .. locale,
                    .. durable ? ["--data-checksums"] : new[] { "--no-sync" },
                ],
                folder.Account, ct);
            if (result.Succeeded)
            {
                return;
            }

            if (!result.Output.Contains("invalid locale", StringComparison.Ordinal))
            {
                break;
            }
        }

        throw new EmbeddedPostgresException(
            $"initdb could not create the data folder {folder.Data}. {PostgresOutput.Explain(result.Output)}");
    }
}
