using Npgsql;

namespace GraphBlog.Persistence.Errors;

/// <summary>Whether the database is away, or just comes up, so that the same statement may succeed soon.</summary>
public static class Outage
{
    /// <summary>
    /// The connection was refused, cut or timed out, or PostgreSQL shuts down, starts, or has no connection left (manual, appendix A:
    /// class 08, 57P01 to 57P05, 53300). A conflict between transactions is none.
    /// </summary>
    public static bool Is(Exception? e) => e switch
    {
        null => false,
        PostgresException refusal => refusal.SqlState.StartsWith("08", StringComparison.Ordinal)
            || refusal.SqlState.StartsWith("57P0", StringComparison.Ordinal)
            || refusal.SqlState == PostgresErrorCodes.TooManyConnections,
        NpgsqlException { IsTransient: true } => true,
        _ => Is(e.InnerException),
    };
}
