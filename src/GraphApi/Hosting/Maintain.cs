using System.CommandLine;
using GraphBlog.Persistence;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `maintain`: what a daily job runs beside the server.</summary>
internal static class Maintain
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, ParseResult parsed)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsOwnerAsync(settings, Console.WriteLine, CancellationToken.None);
        var (purged, dropped) = await Owner.RunAsync(
            () => BlogMaintenance.CleanUpAsync(database.Owner!, settings.KeepAudit, CancellationToken.None));
        Console.WriteLine($"Purged {purged} records of the trash; dropped {(dropped.Count == 0 ? "no month" : string.Join(", ", dropped))} of the audit log.");
        return 0;
    }
}
