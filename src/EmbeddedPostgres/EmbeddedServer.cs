using System.ComponentModel;
using Npgsql;

namespace GraphBlog.EmbeddedPostgres;

/// <summary>
/// A PostgreSQL server that belongs to this process: started on a data folder of its own, reachable from this machine only, with a
/// random password, and stopped when disposed.
/// </summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly ClusterFolder _folder;
    private readonly ClusterLock _lock;
    private readonly Postmaster _postmaster;
    private readonly OwnerWatch _watch;
    private readonly string _password;
    private bool _disposed;

    private EmbeddedServer(ClusterFolder folder, ClusterLock clusterLock, Postmaster postmaster, string password)
    {
        (_folder, _lock, _postmaster, _password) = (folder, clusterLock, postmaster, password);
        _watch = new OwnerWatch(postmaster.ProcessId, folder.Account);
    }

    /// <summary>Starts the server, making its data folder first when there is none, and returns when it takes connections.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be started; the message says why and what to do.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing is left running.</exception>
    public static async Task<EmbeddedServer> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        try
        {
            var folder = await ClusterFolder.PrepareAsync(options.Home, ct);
            var clusterLock = ClusterLock.Take(folder);
            try
            {
                return await StartAsync(folder, clusterLock, options, ct);
            }
            catch
            {
                clusterLock.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
        {
            throw new EmbeddedPostgresException(
                $"The database cannot be kept in {options.Home}: {e.Message} "
                + "Make room or give this account the right to write there, or set GRAPHBLOG_HOME to another folder.", e);
        }
    }

    /// <summary>The cluster's superuser, for migrations and for making databases. Serving must not use it.</summary>
    public string OwnerConnectionString(string database) => ConnectionString(database, DataFolder.Superuser, _password);

    /// <summary>A connection string for an account that exists, or will, in this server.</summary>
    public string ConnectionString(string database, string username, string password)
        => ConnectionString(_folder, _postmaster.Port, database, username, password);

    /// <summary>The superuser's connection to a server that another process keeps running in a home; null when none does.</summary>
    public static string? RunningOwnerConnectionString(string home, string database)
        => ClusterFolder.Find(home) is { } folder && PostmasterFile.Read(folder.Data) is { IdIsTaken: true } running && File.Exists(folder.Password)
            ? ConnectionString(folder, running.Port, database, DataFolder.Superuser, File.ReadAllText(folder.Password).Trim())
            : null;

    private static string ConnectionString(ClusterFolder folder, int port, string database, string username, string password)
        => new NpgsqlConnectionStringBuilder
        {
            Host = ServerSettings.UsesSocket(folder) ? folder.Sockets : "127.0.0.1",
            Port = port,
            Database = database,
            Username = username,
            Password = password,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
        }.ConnectionString;

    /// <summary>Ends all sessions, stops the server and gives the folder back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        try
        {
            await _postmaster.StopAsync(CancellationToken.None);
        }
        finally
        {
            _watch.Dispose();
            _lock.Dispose();
        }
    }

    private static async Task<EmbeddedServer> StartAsync(
        ClusterFolder folder, ClusterLock clusterLock, EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var binaries = await PostgresBinaries.FindAsync(folder, options, ct);
        var password = await DataFolder.EnsureAsync(folder, binaries, options, ct);
        var postmaster = new Postmaster(folder, binaries, Postmaster.FreePort);
        await postmaster.StopOrphanAsync(options.Progress, ct);
        try
        {
            await postmaster.StartAsync(options, ct);
            return new EmbeddedServer(folder, clusterLock, postmaster, password);
        }
        catch
        {
            await postmaster.StopAsync(CancellationToken.None);
            throw;
        }
    }
}
