using GraphBlog.GraphApi.Import;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Hosting;

/// <param name="Source">Which of several blogs the files are of.</param>
/// <param name="WithoutFrontMatter">Whether Markdown files without front matter are posts too.</param>
/// <param name="IsVerbose">Whether every file is named.</param>
internal sealed record ImportOptions(string Source, bool WithoutFrontMatter, bool IsVerbose);

/// <summary>The command `import`: makes posts of a folder of Markdown files. Exit code 1 when a file was refused.</summary>
internal static class Import
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, string org, string user, string folder, ImportOptions options)
    {
        var summary = await FolderAsync(builder, org, user, folder, options);
        summary.Lines(options.IsVerbose).ToList().ForEach(Console.WriteLine);
        return summary.HasRefused ? 1 : 0;
    }

    /// <summary>The import of a folder, which prints nothing.</summary>
    public static async Task<ImportSummary> FolderAsync(WebApplicationBuilder builder, string org, string user, string folder, ImportOptions options)
    {
        if (!Directory.Exists(folder))
        {
            throw new SettingException($"There is no folder {folder}.");
        }

        return await AsUserAsync(
            builder, org, user, blog => FilesAsync(blog, new PostFolder(folder), options, CancellationToken.None));
    }

    /// <summary>Runs something as one import by a user, all of whose changes have one request id.</summary>
    internal static async Task<T> AsUserAsync<T>(WebApplicationBuilder builder, string org, string user, Func<BlogDbContext, Task<T>> run)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsync(settings, Console.Error.WriteLine, CancellationToken.None);
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IdentityDirectory>();
        BlogServer.AddSchema(services, () => database.Serving, settings.Pooler);
        await using var provider = services.BuildServiceProvider();
        var identity = await provider.GetRequiredService<IdentityDirectory>().FindAsync(new(org, user), CancellationToken.None)
            ?? throw new SettingException($"There is no user {user} in an organisation {org}.");
        if (identity.Role < Role.Author)
        {
            throw new SettingException($"{user} has the role {identity.Role.ToString().ToUpperInvariant()}; writing posts needs AUTHOR.");
        }

        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantHolder>().Tenant = TenantContext.ForImport(identity.OrgId, identity.UserId, identity.Role);
        return await run(scope.ServiceProvider.GetRequiredService<BlogDbContext>());
    }

    private static async Task<ImportSummary> FilesAsync(BlogDbContext blog, PostFolder folder, ImportOptions options, CancellationToken ct)
    {
        var (files, summary) = (folder.Files(), new ImportSummary(blog.Tenant.RequestId));
        var marks = await ImportMarks.ReadAsync(blog, options.Source, files.Select(file => file.Name), ct);
        var import = new PostImport(blog, options.Source, marks);
        for (var i = 0; i < files.Count; i++)
        {
            summary.Add(files[i].Name, files[i].Skipped is { } reason ? new(ImportOutcome.Skipped, reason)
                : await ImportAsync(import, folder, files[i].Name, options, ct));
            ShowProgress(i + 1, files.Count);
        }

        return summary;
    }

    /// <summary>One file that cannot be read or stored is refused, and the next one has its turn.</summary>
    private static async Task<Imported> ImportAsync(PostImport import, PostFolder folder, string name, ImportOptions options, CancellationToken ct)
    {
        try
        {
            return await import.WriteAsync(await PostFile.ReadAsync(folder, name, options.WithoutFrontMatter, ct), ct);
        }
        catch (SkippedFileException reason)
        {
            return new(ImportOutcome.Skipped, reason.Message);
        }
        catch (Exception e) when (e is UnreadableFileException or IOException or UnauthorizedAccessException)
        {
            return new(ImportOutcome.Refused, e.Message);
        }
        catch (DbUpdateException e) when (e.InnerException is Npgsql.PostgresException refusal)
        {
            return new(ImportOutcome.Refused, $"the database does not take it: {refusal.MessageText}");
        }
    }

    // For a person who watches; a log file has no use for it.
    private static void ShowProgress(int done, int all)
    {
        const int Width = 40;
        if (!Console.IsErrorRedirected)
        {
            var filled = done * Width / all;
            Console.Error.Write($"\r[{new string('#', filled)}{new string(' ', Width - filled)}] {done}/{all}{(done == all ? "\n" : "")}");
        }
    }
}
