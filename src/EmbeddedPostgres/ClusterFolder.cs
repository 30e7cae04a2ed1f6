namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// The folder <c>postgres</c> in Home, and what lies where in it.
/// As root the folder stays root's, and only what PostgreSQL must write belongs to its account: so that account cannot place a link
/// where root writes. That account must be able to pass through every folder above, and /root or a <c>mktemp -d</c> folder are closed to
/// it. A Home that holds nothing but what we put there is ours and is opened to that account; folders above Home are never changed. If that is
/// not enough, the folder is made in /var/lib/graphblog, and <c>postgres</c> in Home is a symbolic link to it.
/// </summary>
internal sealed class ClusterFolder
{
    private const string PlaceForRoot = "/var/lib/graphblog";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private ClusterFolder(string path) => Root = path;

    /// <summary>The folder itself, symbolic link resolved.</summary>
    public string Root { get; }

    /// <summary>The account PostgreSQL runs as, or null for our own.</summary>
    public ServerAccount? Account { get; private set; }

    public string Data => Path.Combine(Root, "data");
    public string NewData => Path.Combine(Root, "data.new");
    public string Lock => Path.Combine(Root, "lock");
    public string LockOwner => Path.Combine(Root, "lock.pid");
    public string Password => Path.Combine(Root, "password");
    public string Settings => Path.Combine(Root, "settings.conf");
    public string Sockets => Path.Combine(Root, "run");
    public string Logs => Path.Combine(Root, "log");
    public string Log => Path.Combine(Logs, "postgres.log");
    public string Packages => Path.Combine(Root, "npm");

    /// <summary>The major version that made the data, such as "15", or null when there is no data yet.</summary>
    public string? MajorVersion
        => File.Exists(Path.Combine(Data, "PG_VERSION")) ? File.ReadAllText(Path.Combine(Data, "PG_VERSION")).Trim() : null;

    /// <summary>The folder as it is; null when there is none.</summary>
    public static ClusterFolder? Find(string home)
    {
        var path = Path.Combine(Path.GetFullPath(home), HomeFolder.Cluster);
        return Directory.Exists(path) ? new(Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) : null;
    }

    /// <summary>Makes the folder when it is absent, and gives PostgreSQL's account what it needs.</summary>
    public static async Task<ClusterFolder> PrepareAsync(string home, CancellationToken ct)
    {
        home = Path.GetFullPath(home);
        HomeFolder.Make(home);
        var ours = HomeFolder.IsOurs(home);
        var path = Path.Combine(home, HomeFolder.Cluster);
        var account = await ServerAccount.ChooseAsync(Path.Combine(path, "data"), ct);
        if (!Directory.Exists(path))
        {
            await PlaceAsync(path, home, ours, account, ct);
        }

        var folder = new ClusterFolder(Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path) { Account = account };
        if (account is not null && !await account.CanEnterAsync(folder.Root, ct))
        {
            throw new EmbeddedPostgresException(
                $"PostgreSQL has to run as '{account.Name}' because we are root, and that account may not enter {folder.Root}. "
                + "Start GraphBlog as an ordinary user, or set GRAPHBLOG_HOME to a new folder.");
        }

        await folder.MakeWritableFoldersAsync(ct);
        return folder;
    }

    /// <summary>Makes a folder only its owner may enter, and gives it to PostgreSQL's account.</summary>
    public async Task MakePrivateAsync(string path, CancellationToken ct)
    {
        Make(path, OwnerOnly);
        if (Account is not null)
        {
            await Account.GiveAsync([path], ct);
        }
    }

    private async Task MakeWritableFoldersAsync(CancellationToken ct)
    {
        foreach (var path in new[] { Sockets, Logs })
        {
            if (!Directory.Exists(path))
            {
                await MakePrivateAsync(path, ct);
            }
        }
    }

    private static async Task PlaceAsync(string path, string home, bool ours, ServerAccount? account, CancellationToken ct)
    {
        if (account is null)
        {
            Make(path, OwnerOnly);
            return;
        }

        if (ours && Path.GetDirectoryName(home) is { } parent && await account.CanEnterAsync(parent, ct))
        {
            await account.AdmitAsync(home, ct);
        }

        if (await account.CanEnterAsync(home, ct))
        {
            MoveIn(path);
            return;
        }

        var place = Path.Combine(PlaceForRoot, Guid.NewGuid().ToString("n"));
        Make(PlaceForRoot, Passable);
        Make(place, Passable);
        File.Delete(path);
        Directory.CreateSymbolicLink(path, place);
    }

    /// <summary>It appears with its mode, since another start may be looking at this moment.</summary>
    private static void MoveIn(string path)
    {
        var fresh = $"{path}.{Guid.NewGuid():n}";
        Make(fresh, Passable);
        try
        {
            Directory.Move(fresh, path);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            Directory.Delete(fresh);      // the other start was faster
        }
    }

    private static void Make(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
