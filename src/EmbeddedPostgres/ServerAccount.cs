namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// The account PostgreSQL runs as when we are root. initdb and postgres refuse to run as root
/// (PostgreSQL manual, "The PostgreSQL User Account"), so root hands them to an account without rights.
/// </summary>
public sealed record ServerAccount(string Name)
{
    private static readonly string[] s_preferred = ["postgres", "nobody"];

    /// <summary>
    /// Null when we are not root: then PostgreSQL runs as we do. A data folder that an ordinary account made stays with that account.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">We are root, and there is no account to hand PostgreSQL to.</exception>
    public static async Task<ServerAccount?> ChooseAsync(string dataFolder, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        if (Directory.Exists(dataFolder) && await OwnerAsync(dataFolder, ct) is not "root" and var owner)
        {
            return new ServerAccount(owner);
        }

        foreach (var name in s_preferred)
        {
            if ((await ChildProcess.RunAsync("id", ["-u", name], null, ct)).Succeeded)
            {
                return new ServerAccount(name);
            }
        }

        throw new EmbeddedPostgresException(
            "PostgreSQL refuses to run as root, and this machine has neither a 'postgres' nor a 'nobody' account to run it as. "
            + "Start GraphBlog as an ordinary user, or set ConnectionStrings__GraphBlog to a server of yours.");
    }

    /// <summary>True when the account may pass through every folder on the way to this one, and into it.</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken ct)
        => (await ChildProcess.RunAsync("/bin/sh", ["-c", "[ -x \"$1\" ]", "sh", folder], this, ct)).Succeeded;

    /// <summary>Lets the account pass through a folder, without letting it list the folder or anyone else in.</summary>
    public async Task AdmitAsync(string folder, CancellationToken ct)
    {
        var group = await ChildProcess.RunAsync("id", ["-gn", Name], null, ct);
        await ChildProcess.RunAsync("chgrp", [group.Output, folder], null, ct);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute);
        }
    }

    /// <summary>Gives files or folders to the account, not what is in them.</summary>
    public async Task GiveAsync(IEnumerable<string> paths, CancellationToken ct)
    {
        var result = await ChildProcess.RunAsync("chown", ["-h", Name, .. paths], null, ct);
        if (!result.Succeeded)
        {
            throw new EmbeddedPostgresException(
                $"PostgreSQL has to run as '{Name}' because we are root, but its folder cannot be given to that account: {result.Output}\n"
                + "Start GraphBlog as an ordinary user, or set ConnectionStrings__GraphBlog to a server of yours.");
        }
    }

    private static async Task<string> OwnerAsync(string folder, CancellationToken ct)
    {
        string[] format = OperatingSystem.IsMacOS() ? ["-f", "%Su"] : ["-c", "%U"];
        return (await ChildProcess.RunAsync("stat", [.. format, folder], null, ct)).Output;
    }
}
