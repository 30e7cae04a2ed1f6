using Npgsql;

namespace GraphBlog.Persistence.Upkeep;

/// <summary>How far a database's upkeep is.</summary>
/// <param name="MonthsAhead">Months of the audit log after this one that have their partition.</param>
/// <param name="Age">How long ago all of it was last done.</param>
public sealed record UpkeepState(int MonthsAhead, TimeSpan Age)
{
    /// <summary>As the serving role can tell it.</summary>
    public static async Task<UpkeepState> FindAsync(NpgsqlDataSource serving, CancellationToken ct)
    {
        const string Ask = """
            select count(*) filter (where to_timestamp(substr(c.relname, 11), 'YYYYMM')::timestamp > date_trunc('month', now() at time zone 'UTC'))::integer,
                   app.upkeep_age()
              from pg_inherits i join pg_class c on c.oid = i.inhrelid
             where i.inhparent = 'audit.audit_log'::regclass and c.relname ~ '^audit_log_[0-9]{6}$'
            """;
        await using var command = serving.CreateCommand(Ask);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new(reader.GetInt32(0), TimeSpan.FromSeconds(reader.GetDouble(1)));
    }
}
