using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence.Tenancy;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>The command `token`: prints a JWT, alone on standard output, so that $(...) takes it.</summary>
internal static class Token
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, TokenContent content, TimeSpan lifetime)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        var auth = SettingSections.Read<AuthSettings>(builder.Configuration);
        var key = auth.Authority is null ? SigningKey.Find(auth, settings).FirstOrDefault() : null;
        if (key is null)
        {
            throw new SettingException("Tokens come from Auth__Authority here; set Auth__SigningKey to sign our own.");
        }

        foreach (var user in new[] { content.User, content.Act }.OfType<string>())
        {
            await RefuseNobodyAsync(settings, content.Org, user);
        }

        Console.WriteLine(Authentication.Issue(builder.Configuration, key, content, lifetime));
        return 0;
    }

    /// <summary>Asks the database, where one can be asked: a private one that is not running is not started for it.</summary>
    private static async Task RefuseNobodyAsync(BlogSettings settings, string org, string user)
    {
        var database = settings.ConnectionString ?? settings.OwnerConnectionString
            ?? EmbeddedServer.RunningOwnerConnectionString(settings.Home, BlogServerDatabase.Database);
        if (database is null)
        {
            return;
        }

        await using var source = NpgsqlDataSource.Create(database);
        if (await new IdentityDirectory(source, TimeProvider.System).FindAsync(new(org, user), CancellationToken.None) is null)
        {
            throw new SettingException($"There is no user '{user}' in an organisation '{org}'.");
        }
    }
}
