using System.CommandLine;
using GraphBlog.Persistence;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `maintain`: what a daily job runs beside the server.</summary>
internal static class Maintain
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(WebApplicationBuilder builder, ParseResult parsed)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsOwnerAsync(settings, Console.WriteLine, CancellationToken.None);
        var done = await Owner.RunAsync(
            () => BlogMaintenance.CleanUpAsync(database.Owner!, settings.KeepAudit, s_patience, CancellationToken.None));
        Console.WriteLine(
            $"Purged {done.Purged} records of the trash; dropped {(done.Dropped.Count == 0 ? "no month" : string.Join(", ", done.Dropped))} of the audit log"
            + (done.Emptied > 0 ? $" and {done.Emptied} entries outside of its months." : "."));
        if (done.HeldBy is not { } holders)
        {
            return 0;
        }

        Console.Error.WriteLine(
            $"Not all was done: the audit log was in use for all of {s_patience.TotalSeconds:0} seconds, by {holders}. Run `maintain` again when that has ended.");
        return 1;
    }
}
