using GraphBlog.Persistence.Backup;
using GraphBlog.Persistence.Versions;
using Npgsql;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>Work done over the owner's connection; what goes wrong with the connection is said as a setting to mend.</summary>
internal static class Owner
{
    public static async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new SettingException(
                $"{BlogSettings.Owning} lacks a privilege: {e.MessageText}. It needs a superuser, or CREATEROLE and ownership of the database.");
        }
        catch (Exception e) when (e is BackupException or MigrationException)
        {
            throw new SettingException(e.Message);
        }
        catch (NpgsqlException e)
        {
            throw new SettingException($"The database does not answer as it should: {e.Message}. Check {BlogSettings.Owning}.");
        }
    }
}
