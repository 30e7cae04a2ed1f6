using Npgsql;

namespace GraphBlog.Persistence.Errors;

/// <summary>What PostgreSQL's error codes mean here (manual, appendix A "PostgreSQL Error Codes"; GB… are our own triggers').</summary>
public static class SqlState
{
    /// <summary>
    /// Another transaction was in the way, nothing was written, and to try again at once is likely to succeed. A lock that was not got in
    /// time is none of these: its owner has held it for seconds, and whoever tries again keeps a connection from everybody else.
    /// </summary>
    public static bool IsTransient(Exception e)
        => Of(e) is { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>
    /// A connection whose prepared statements are not those that Npgsql takes it to have, since one was cut off while it was prepared. Nothing was
    /// done, and it would be the same again.
    /// </summary>
    public static bool IsOfPreparing(string? sqlState)
        => sqlState is PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement;

    /// <summary>A unique index or an exclusion constraint refused the row; its name, else null.</summary>
    public static string? ViolatedConstraint(Exception e) =>
        Of(e) is { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ExclusionViolation } violation
            ? violation.ConstraintName : null;

    /// <summary>The record is in the trash, where it cannot be edited (GB004).</summary>
    public static bool IsInTrash(Exception e) => Of(e)?.SqlState == "GB004";

    /// <summary>A row-level security policy refused the new row. A missing privilege has the same code, but is found by another routine.</summary>
    public static bool IsAgainstRowRule(Exception e)
        => Of(e) is { SqlState: PostgresErrorCodes.InsufficientPrivilege, Routine: "ExecWithCheckOptions" };

    /// <summary>Nobody would be left to look after people (GB010).</summary>
    public static bool IsLastAdministrator(Exception e) => Of(e)?.SqlState == "GB010";

    /// <summary>The transaction is for drafts alone, and this would have changed what readers see (GB020).</summary>
    public static bool IsForDraftsAlone(Exception e) => Of(e)?.SqlState == "GB020";

    private static PostgresException? Of(Exception? e) => e as PostgresException ?? (e?.InnerException is { } inner ? Of(inner) : null);
}
