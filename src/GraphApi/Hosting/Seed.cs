using System.CommandLine;
using GraphBlog.Persistence.Demo;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `seed`: writes the demo organisations, unless they are there.</summary>
internal static class Seed
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, ParseResult parsed)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsOwnerAsync(settings, Console.WriteLine, CancellationToken.None);
        var written = await Owner.RunAsync(() => DemoBlog.SeedAsync(database.Owner!, CancellationToken.None));
        Console.WriteLine(written ? "Wrote the demo: organisations acme and globex." : "The demo is there already.");
        return 0;
    }
}
