using GraphBlog.Persistence;
using GraphBlog.Persistence.Upkeep;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// The command `migrate`: brings a database to this version, and mends and seals it anew where it differs from its seal. The private one is
/// migrated, but not mended, whenever it starts.
/// </summary>
internal static class Migrate
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, bool beginsEpoch)
    {
        var settings = new BlogSettings(builder.Configuration, builder.Environment);
        await using var database = await BlogServerDatabase.OpenAsOwnerAsync(settings, Console.WriteLine, CancellationToken.None);
        var applied = await Owner.RunAsync(() => BlogMigrations.MigrateAsync(
            database.Owner!, PasswordOf(settings.ConnectionString), CancellationToken.None, beginsEpoch, mends: true, tell: Console.WriteLine));
        await Owner.RunAsync(async () =>
        {
            await BlogRetention.SayAsync(database.Owner!, settings.AuditDays, orElse: null, CancellationToken.None);
            return 0;
        });
        if (beginsEpoch)
        {
            Console.WriteLine("A new epoch has begun: cursors of before are refused, and retries answered as they were.");
        }

        Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied {string.Join(", ", applied)}.");
        return 0;
    }

    /// <summary>The serving role is given the password that the serving connection uses, so that the two settings are all there is to say.</summary>
    public static string? PasswordOf(string? serving)
        => serving is null ? null : new NpgsqlConnectionStringBuilder(serving) is
        {
            Username: BlogMigrations.AppRole,
            Password: { } password
        } ? password
            : throw new SettingException($"{BlogSettings.Serving} must have Username={BlogMigrations.AppRole} and a Password.");
}
