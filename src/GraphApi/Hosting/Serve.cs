using System.CommandLine;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using Microsoft.Extensions.Options;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `serve`: opens the database, answers requests until it is stopped, closes what it opened.</summary>
internal static class Serve
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, ParseResult parsed)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        var warming = Task.Run(BlogDatabase.WarmUp);
        string? serving = null;
        var building = Task.Run(() => BlogServer.Build(builder, settings, () => serving!));      // while PostgreSQL starts
        await using var database = await BlogServerDatabase.OpenAsync(settings, Console.WriteLine, CancellationToken.None);
        serving = database.Serving;
        await using var app = await building;
        await BlogServer.RefuseUnfitAsync(app, CancellationToken.None);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or FormatException or System.Net.Sockets.SocketException)
        {
            throw new SettingException($"{e.Message} Choose another address with --urls.");
        }
        catch (OptionsValidationException e)
        {
            throw new SettingException(e.Message);
        }

        await warming;
        SayReady(app);
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static void SayReady(WebApplication app)
    {
        var url = app.Urls.First();
        var viewer = app.Services.GetRequiredService<IOptions<DefaultViewer>>().Value;
        Console.WriteLine($"GraphBlog is ready: {url}/graphql");
        if (viewer is { Org: { } org, User: { } user })
        {
            Console.WriteLine($$"""
                  open      {{url}}/
                  explore   {{url}}/graphql/ui
                  you are   {{user}} of {{org}}, as long as a request carries no token (Development only)
                  try       curl {{url}}/graphql --json '{"query":"{ posts(first: 3) { nodes { title version author { displayName } } } }"}'
                  stop      Ctrl-C
                """);
        }
    }
}
