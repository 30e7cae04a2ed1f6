using Npgsql;

namespace GraphBlog.Persistence.Audit;

/// <summary>The one connection on which this server hears that something was committed. It learns the organisation's id and nothing else.</summary>
public static class ChangeListener
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromSeconds(30);

    /// <summary>Listens until it is cancelled or the connection is lost.</summary>
    /// <param name="database">Where.</param>
    /// <param name="listening">Called once the server listens: whatever is committed from here on will be heard.</param>
    /// <param name="announced">Called with each announcement: an organisation's id, or * when all should look.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task ListenAsync(NpgsqlDataSource database, Action listening, Action<string> announced, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        connection.Notification += (_, notification) => announced(notification.Payload);
        await RunAsync(connection, "listen graphblog", ct);
        listening();
        while (true)
        {
            if (!await connection.WaitAsync(s_quiet, ct))
            {
                await RunAsync(connection, "select 1", ct);      // a connection that died in silence is found out
            }
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
