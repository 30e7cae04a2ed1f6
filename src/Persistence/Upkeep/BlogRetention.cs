using Npgsql;

namespace GraphBlog.Persistence.Upkeep;

/// <summary>
/// How long the log of organisations is kept that say nothing themselves: in the database, since whoever serves must not decide it.
/// </summary>
public static class BlogRetention
{
    /// <summary>Writes it, as the owner. In a transaction of its own.</summary>
    /// <param name="owner">The owner's connection.</param>
    /// <param name="auditDays">Days; null for what the database has.</param>
    /// <param name="orElse">Days where nothing is said and the database has nothing; null for nothing.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task SayAsync(string owner, int? auditDays, int? orElse, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(owner);
        await connection.OpenAsync(ct);
        await connection.ScalarAsync("set role gb_owner", ct);
        var said = auditDays ?? (await connection.ScalarAsync("select audit_days from app.upkeep", ct) is null ? orElse : null);
        if (said is { } days)
        {
            await connection.ScalarAsync("select app.set_retention(null, null, $1)", ct, days);
        }
    }
}
