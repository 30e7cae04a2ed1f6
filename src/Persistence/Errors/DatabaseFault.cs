using System.Net.Sockets;
using Npgsql;

namespace GraphBlog.Persistence.Errors;

/// <summary>A way in which the database fails whoever asks: nobody's mistake, and most of it over in a while.</summary>
public enum DatabaseFault
{
    /// <summary>It cannot be reached, is starting or stopping, or the connection broke. Nothing was written.</summary>
    Unavailable,

    /// <summary>It, or our pool, has no connection or memory left. Nothing was written.</summary>
    Busy,

    /// <summary>It takes no writes at present: a standby, or one that was made read-only. Nothing was written.</summary>
    ReadOnly,

    /// <summary>A row or table stayed locked by somebody else for too long. Nothing was written.</summary>
    LockTimeout,

    /// <summary>The statement took too long, or an administrator cancelled it. Nothing was written.</summary>
    StatementTimeout,

    /// <summary>There is no room for what was to be written. Nothing was; reading goes on.</summary>
    DiskFull,

    /// <summary>Two transactions waited for each other, again and again. Nothing was written.</summary>
    Deadlock,

    /// <summary>Another transaction was in the way, again and again. Nothing was written.</summary>
    SerializationFailure,

    /// <summary>The connection broke while COMMIT was under way: it was written or not, and only reading tells.</summary>
    OutcomeUnknown,
}

/// <summary>The one mapping from what Npgsql and the system throw to a fault of the database.</summary>
public static class DatabaseFaults
{
    private const string CompletionUnknown = "40003", ResolutionUnknown = "08007";

    /// <summary>The fault an exception stands for, with what caused it, in one line for a log; null when it is none.</summary>
    public static (DatabaseFault Fault, string Reason)? Find(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case OperationCanceledException or HttpRequestException:
                    return null;
                case OutcomeUnknownException:
                    return (DatabaseFault.OutcomeUnknown, $"{e.Message} {e.InnerException?.GetBaseException().Message}");
                case PostgresException refused:
                    return Of(refused.SqlState) is { } fault ? (fault, $"{refused.SqlState}: {refused.MessageText}") : null;
                case NpgsqlException { InnerException: not PostgresException } broken:
                    return (Of(broken), OneLine(broken));
                case SocketException or TimeoutException:
                case var _ when IsBrokenWithin(e):
                    return (DatabaseFault.Unavailable, OneLine(e));
            }
        }

        return null;
    }

    /// <summary>What a log says of an exception: of a fault one line, of anything else its stack trace too.</summary>
    public static (Exception? Trace, string Reason) ForLog(Exception exception)
        => Find(exception) is { } known ? (null, known.Reason) : (exception, exception.Message);

    /// <summary>
    /// Whether an exception that ended COMMIT leaves open what came of it. An error that PostgreSQL told, living on, does not: then
    /// nothing was committed. A last word before a session is ended may come after the commit.
    /// </summary>
    internal static bool LeavesOutcomeUnknown(Exception exception)
    {
        var isConnection = false;
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is PostgresException refused)
            {
                return refused.InvariantSeverity != "ERROR" || refused.SqlState is CompletionUnknown or ResolutionUnknown;
            }

            isConnection |= e is NpgsqlException or OperationCanceledException or IOException or SocketException or TimeoutException
                || IsBrokenWithin(e);
        }

        return isConnection;
    }

    // PostgreSQL manual, appendix A "PostgreSQL Error Codes".
    private static DatabaseFault? Of(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.SerializationFailure => DatabaseFault.SerializationFailure,
        PostgresErrorCodes.DeadlockDetected => DatabaseFault.Deadlock,
        PostgresErrorCodes.LockNotAvailable => DatabaseFault.LockTimeout,
        PostgresErrorCodes.QueryCanceled => DatabaseFault.StatementTimeout,
        PostgresErrorCodes.DiskFull => DatabaseFault.DiskFull,
        PostgresErrorCodes.ReadOnlySqlTransaction => DatabaseFault.ReadOnly,
        CompletionUnknown or ResolutionUnknown => DatabaseFault.OutcomeUnknown,
        "25P03" or "25P04" => DatabaseFault.Unavailable,          // ended for its idleness, or its age
        _ when SqlState.IsOfPreparing(sqlState) => DatabaseFault.Unavailable,
        _ when sqlState.StartsWith("53", StringComparison.Ordinal) => DatabaseFault.Busy,          // insufficient resources
        _ when sqlState.StartsWith("57P", StringComparison.Ordinal)                                // stopping, starting, crashed, dropped
            || sqlState.StartsWith("08", StringComparison.Ordinal)                                 // the connection
            || sqlState.StartsWith("28", StringComparison.Ordinal)                                 // not let in
            || sqlState.StartsWith("58", StringComparison.Ordinal)                                 // the operating system
            || sqlState == PostgresErrorCodes.InvalidCatalogName => DatabaseFault.Unavailable,     // no such database
        _ => null,
    };

    private static DatabaseFault Of(NpgsqlException broken)
        => IsExhausted(broken) || broken.InnerException is AggregateException { InnerExceptions: var ofHosts } && ofHosts.Any(IsExhausted)
            ? DatabaseFault.Busy
            : broken.InnerException is TimeoutException && broken.Message.Contains("reading from stream", StringComparison.Ordinal)
                ? DatabaseFault.StatementTimeout : DatabaseFault.Unavailable;

    // It has no type of its own.
    private static bool IsExhausted(Exception e) => e.Message.StartsWith("The connection pool has been exhausted", StringComparison.Ordinal);

    // A connection that breaks while Npgsql reads from it has lost what Npgsql goes on to use; one that says what Npgsql does not wait for
    // ("Received unexpected backend message") it breaks itself, with an exception of no type of its own.
    private static bool IsBrokenWithin(Exception e)
        => e.Source == nameof(Npgsql) && (e is NullReferenceException or ObjectDisposedException || e.GetType() == typeof(Exception));

    private static string OneLine(Exception e) => (e.InnerException is { } inner ? $"{e.Message} ({inner.GetBaseException().Message})"
        : e.Message).ReplaceLineEndings(" ");
}

/// <summary>COMMIT was sent, and no answer came: what was written may be there or not.</summary>
/// <param name="cause">What broke.</param>
/// <param name="hasKey">Whether the change has an idempotency key, under which trying again is harmless.</param>
public sealed class OutcomeUnknownException(Exception cause, bool hasKey) : Exception("The connection broke while COMMIT was under way.", cause)
{
    public bool HasKey { get; } = hasKey;
}
