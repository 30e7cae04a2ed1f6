using GraphBlog.Persistence.Backup;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The commands `backup` and `restore`: everything in one file, and back (docs/backup.md).</summary>
internal static class Backup
{
    public static async Task<int> WriteAsync(WebApplicationBuilder builder, string file)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsOwnerAsync(settings, Console.WriteLine, CancellationToken.None);
        var rows = await Owner.RunAsync(() => BlogBackup.WriteAsync(database.Owner!, Path.GetFullPath(file), CancellationToken.None));
        Console.WriteLine($"Wrote {rows} rows to {file}.");
        return 0;
    }

    public static async Task<int> RestoreAsync(WebApplicationBuilder builder, string file)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        var rows = settings is { ConnectionString: null, OwnerConnectionString: null }
            ? await Owner.RunAsync(() => BlogServerDatabase.RestoreAsync(settings, Path.GetFullPath(file), Console.WriteLine, CancellationToken.None))
            : await Owner.RunAsync(() => BlogBackup.RestoreAsync(
                settings.RequireOwner(), Migrate.PasswordOf(settings.ConnectionString), Path.GetFullPath(file), CancellationToken.None,
                Console.WriteLine));
        Console.WriteLine($"Restored {rows} rows. Retries of before are answered as they were; subscribers are told to read anew.");
        return 0;
    }
}
