using GraphBlog.GraphApi.Import;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `import`: makes posts of a folder of Markdown files. Exit code 1 when a file was refused.</summary>
internal static class Import
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, string org, string user, string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new SettingException($"There is no folder {folder}.");
        }

        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsync(settings, Console.Error.WriteLine, CancellationToken.None);
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddSingleton<IdentityDirectory>();
        BlogServer.AddSchema(services, () => database.Serving, settings.Pooler);
        await using var provider = services.BuildServiceProvider();
        var identity = await provider.GetRequiredService<IdentityDirectory>().FindAsync(org, user, CancellationToken.None)
            ?? throw new SettingException($"There is no user {user} in an organisation {org}.");
        if (identity.Role < Role.Author)
        {
            throw new SettingException($"{user} has the role {identity.Role.ToString().ToUpperInvariant()}; writing posts needs AUTHOR.");
        }

        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<TenantHolder>().Tenant =
            new(identity.OrgId, identity.UserId, identity.Role, $"{PostImport.RequestPrefix}{Guid.NewGuid():N}");
        return await RunAsync(new PostImport(scope.ServiceProvider.GetRequiredService<BlogDbContext>()), folder);
    }

    private static async Task<int> RunAsync(PostImport import, string folder)
    {
        var names = PostFile.In(folder);
        var outcomes = new List<ImportOutcome>();
        var refused = new List<string>();
        var slugs = new Dictionary<string, string>();
        for (var i = 0; i < names.Count; i++)
        {
            try
            {
                var file = await PostFile.ReadAsync(folder, names[i], CancellationToken.None);
                outcomes.Add(slugs.TryAdd(file.Slug, file.Name) ? await import.WriteAsync(file, CancellationToken.None)
                    : throw new UnreadableFileException($"its slug '{file.Slug}' is that of {slugs[file.Slug]} too."));
            }
            catch (UnreadableFileException reason)
            {
                refused.Add($"{names[i]}: {reason.Message}");
            }

            ShowProgress(i + 1, names.Count);
        }

        Console.WriteLine($"{names.Count} files: {Count(ImportOutcome.Created)} created, {Count(ImportOutcome.Updated)} updated, "
            + $"{Count(ImportOutcome.Unchanged)} unchanged, {refused.Count} refused");
        refused.ForEach(line => Console.WriteLine($"  refused  {line}"));
        return refused.Count == 0 ? 0 : 1;

        int Count(ImportOutcome outcome) => outcomes.Count(one => one == outcome);
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
