using System.Globalization;
using Npgsql;

namespace GraphBlog.Persistence.Upkeep;

/// <summary>Who holds the log, so that no month of it can be dropped.</summary>
public static class LogReaders
{
    /// <summary>Their sessions, for whoever may end them. Asked as the owner.</summary>
    public static async Task<string> FindAsync(string owner, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync(ct);
        var readers = new List<string>();
        try
        {
            await ReadAsync(connection, readers, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return "a session that only a superuser may see (select * from audit.holders())";
        }

        return readers.Count == 0 ? "a session that has ended by now" : string.Join(", ", readers);
    }

    private static async Task ReadAsync(NpgsqlConnection connection, List<string> readers, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select session, db_user::text, application, since from audit.holders()", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var application = reader.IsDBNull(2) ? "" : $", {reader.GetString(2)}";
            var since = reader.IsDBNull(3) ? "" : string.Create(CultureInfo.InvariantCulture, $", since {reader.GetFieldValue<DateTimeOffset>(3):u}");
            readers.Add(
                $"session {reader.GetInt32(0)} ({(reader.IsDBNull(1) ? "a prepared transaction" : reader.GetString(1))}{application}{since})");
        }
    }
}
