using System.Security.Cryptography;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Backup;
using GraphBlog.Persistence.Demo;
using GraphBlog.Persistence.Upkeep;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The database a command works on: the configured one, or the private one that it starts, brings up to date and stops.</summary>
internal sealed class BlogServerDatabase : IAsyncDisposable
{
    public const string Database = "graphblog";

    // Under this name until it is complete, so that a start that was interrupted leaves no half of a demo, nor of a backup.
    private const string Unfinished = $"{Database}_unfinished";
    private readonly EmbeddedServer? _private;

    private BlogServerDatabase(string serving, string? owner, EmbeddedServer? embedded)
        => (Serving, Owner, _private) = (serving, owner, embedded);

    /// <summary>The connection of the role that serves.</summary>
    public string Serving { get; }

    /// <summary>The connection of the owner; null when only serving is configured.</summary>
    public string? Owner { get; }

    /// <exception cref="SettingException">A setting is wrong or missing.</exception>
    /// <exception cref="EmbeddedPostgresException">The private database cannot be started.</exception>
    public static async Task<BlogServerDatabase> OpenAsync(BlogSettings settings, Action<string> progress, CancellationToken ct)
    {
        if (settings is { ConnectionString: null, OwnerConnectionString: not null })
        {
            throw new SettingException(
                $"Set {BlogSettings.Serving}; {BlogSettings.Owning} is for migrate, seed, maintain and doctor, and never serves.");
        }

        if (settings.ConnectionString is { } configured)
        {
            return new(configured, settings.OwnerConnectionString, null);
        }

        if (!settings.IsDevelopment && !settings.IsHomeChosen)
        {
            throw new SettingException(
                $"Set {BlogSettings.Serving} to your PostgreSQL (Host=...;Database=...;Username={BlogMigrations.AppRole};Password=...), "
                + "or GRAPHBLOG_HOME to a folder in which a private one may be kept.");
        }

        return await StartAsync(settings, progress, ct);
    }

    /// <summary>
    /// The same for work of the owner's, who may act as the serving role where that one's connection is not configured.
    /// </summary>
    /// <inheritdoc cref="OpenAsync" path="/exception"/>
    public static async Task<BlogServerDatabase> OpenAsOwnerAsync(BlogSettings settings, Action<string> progress, CancellationToken ct)
    {
        if (settings.ConnectionString is null && settings.OwnerConnectionString is null)
        {
            return await OpenAsync(settings, progress, ct);
        }

        var owner = settings.RequireOwner();
        return new(settings.ConnectionString ?? owner, owner, null);
    }

    /// <summary>Fills a new private database from a file; one that is there is left alone.</summary>
    /// <returns>The number of rows restored.</returns>
    /// <exception cref="BackupException">There is one already, or the file could not be restored wholly.</exception>
    /// <exception cref="EmbeddedPostgresException">The private database cannot be started.</exception>
    public static async Task<long> RestoreAsync(BlogSettings settings, string file, Action<string> progress, CancellationToken ct)
    {
        await using var embedded = await EmbeddedServer.StartAsync(new() { Home = settings.Home, Progress = progress }, ct);
        var server = embedded.OwnerConnectionString("postgres");
        if (await BlogMigrations.ExistsAsync(server, Database, ct))
        {
            throw new BackupException(
                $"The private database in {settings.Home} holds a blog already. Set GRAPHBLOG_HOME to a new folder, or move {settings.Home} away.");
        }

        await BlogMigrations.DropAsync(server, Unfinished, ct);
        var rows = await BlogBackup.RestoreAsync(embedded.OwnerConnectionString(Unfinished), NewPassword(), file, ct, progress);
        await BlogMigrations.RenameAsync(server, Unfinished, Database, ct);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        if (_private is not null)
        {
            await _private.DisposeAsync();
        }
    }

    private static async Task<BlogServerDatabase> StartAsync(BlogSettings settings, Action<string> progress, CancellationToken ct)
    {
        var embedded = await EmbeddedServer.StartAsync(new() { Home = settings.Home, Progress = progress }, ct);
        try
        {
            var password = NewPassword();
            if (!await BlogMigrations.ExistsAsync(embedded.OwnerConnectionString("postgres"), Database, ct))
            {
                await CreateAsync(embedded, password, settings.IsDevelopment, progress, ct);
            }

            var owner = embedded.OwnerConnectionString(Database);
            await BlogMigrations.MigrateAsync(owner, password, ct, tell: progress);
            await BlogRetention.SayAsync(owner, settings.AuditDays, orElse: null, ct);
            return new(embedded.ConnectionString(Database, BlogMigrations.AppRole, password), owner, embedded);
        }
        catch
        {
            await embedded.DisposeAsync();
            throw;
        }
    }

    private static async Task CreateAsync(EmbeddedServer embedded, string password, bool withDemo, Action<string> progress, CancellationToken ct)
    {
        var server = embedded.OwnerConnectionString("postgres");
        await BlogMigrations.DropAsync(server, Unfinished, ct);
        var owner = embedded.OwnerConnectionString(Unfinished);
        await BlogMigrations.MigrateAsync(owner, password, ct);
        if (withDemo)
        {
            progress("writing the demo organisations acme and globex ...");
            await DemoBlog.SeedAsync(owner, ct);
        }

        await BlogMigrations.RenameAsync(server, Unfinished, Database, ct);
    }

    // A new one with every start; nobody has to keep it.
    private static string NewPassword() => Convert.ToHexString(RandomNumberGenerator.GetBytes(24));
}
