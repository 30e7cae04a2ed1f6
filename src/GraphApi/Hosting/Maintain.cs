using GraphBlog.Persistence.Upkeep;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `maintain`: now what a server does once a day by itself, or with `--dry-run` what that would be.</summary>
internal static class Maintain
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(WebApplicationBuilder builder, bool isDry)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsOwnerAsync(settings, Console.WriteLine, CancellationToken.None);
        return await Owner.RunAsync(() => isDry ? PlanAsync(database.Owner!) : DoAsync(database.Owner!, settings));
    }

    private static async Task<int> PlanAsync(string owner)
    {
        var plan = await UpkeepPlan.ReadAsync(owner, CancellationToken.None);
        plan.ForEach(Console.WriteLine);
        Console.WriteLine(plan.Count == 0 ? "Nothing is past its time." : "Nothing was changed.");
        return 0;
    }

    private static async Task<int> DoAsync(string owner, BlogSettings settings)
    {
        await BlogRetention.SayAsync(owner, settings.AuditDays, orElse: 365, CancellationToken.None);
        await using var connections = NpgsqlDataSource.Create(owner);
        var archive = settings.Maintenance.Archive is { Length: > 0 } folder ? new LogArchive(folder) : null;
        if (await new BlogUpkeep(connections, archive, s_patience).RunAsync(TimeSpan.Zero, CancellationToken.None) is not { } done)
        {
            Console.WriteLine("A server is at it just now, and its log will say what it did.");
            return 0;
        }

        done.Lines().ToList().ForEach(Console.WriteLine);
        if (!done.IsHeldUp)
        {
            return 0;
        }

        Console.Error.WriteLine(
            $"Not all was done: the audit log was in use for all of {s_patience.TotalSeconds:0} seconds, by {await LogReaders.FindAsync(owner, CancellationToken.None)}. Run `maintain` again when that has ended.");
        return 1;
    }
}
