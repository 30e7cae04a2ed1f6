using Npgsql;

namespace GraphBlog.Persistence.Upkeep;

/// <summary>What an upkeep would do now.</summary>
public static class UpkeepPlan
{
    /// <summary>A line for each organisation of which something is past its time. Asked as the owner; changes nothing.</summary>
    public static async Task<List<string>> ReadAsync(string owner, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        await connection.ScalarAsync("set role gb_owner", ct);
        await using var command = new NpgsqlCommand("select organisation, trash, entries, months, unarchived from app.upkeep_plan()", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(ct))
        {
            var (months, missing) = (reader.GetFieldValue<string[]>(3), reader.GetFieldValue<string[]>(4));
            lines.Add($"{reader.GetString(0)}: {reader.GetInt64(1)} records of the trash; {reader.GetInt64(2)} entries of the log"
                + (months.Length == 0 ? "" : $", of {string.Join(", ", months)}, not in an archive: {(missing.Length == 0 ? "none" : string.Join(", ", missing))}"));
        }

        return lines;
    }
}
