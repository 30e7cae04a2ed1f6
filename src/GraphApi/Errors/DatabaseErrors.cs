using GraphBlog.Engine;
using GraphBlog.Engine.Http;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence.Errors;

namespace GraphBlog.GraphApi.Errors;

/// <summary>
/// What a client is told of a fault of the database (docs/operations.md lists it; decision 21 says why), and of the one refusal that any
/// statement may meet with.
/// </summary>
internal static class DatabaseErrors
{
    /// <summary>The error that an exception stands for; null when it is no fault of the database.</summary>
    public static GraphQLRequestException? Map(Exception exception)
    {
        if (SqlState.IsForDraftsAlone(exception))
        {
            return Authorization.Refused("This token is for drafts alone (its scope is write:drafts): it changes nothing that readers see.");
        }

        if (DatabaseFaults.Find(exception) is not var (fault, reason))
        {
            return null;
        }

        return fault switch
        {
            DatabaseFault.Unavailable => Passing(ErrorCodes.DatabaseUnavailable, "The database cannot be reached. Nothing was written.", 2),
            DatabaseFault.Busy => Passing(ErrorCodes.DatabaseBusy, "The database has no connection to spare. Nothing was written.", 1),
            DatabaseFault.ReadOnly => Passing(ErrorCodes.DatabaseReadOnly, "The database takes no writes at present. Nothing was written.", 5),
            DatabaseFault.LockTimeout => Passing(ErrorCodes.LockTimeout, "The record is locked by another change. Nothing was written.", 2),
            DatabaseFault.StatementTimeout => Passing(ErrorCodes.StatementTimeout, "The database took too long. Nothing was written.", 5),
            DatabaseFault.DiskFull => Passing(ErrorCodes.DiskFull, "The database has no room left. Nothing was written; reading goes on.", 60),
            DatabaseFault.Deadlock => Passing(ErrorCodes.Deadlock, "Other changes were in the way, again and again. Nothing was written.", 1),
            DatabaseFault.SerializationFailure =>
                Passing(ErrorCodes.SerializationFailure, "Other changes were in the way, again and again. Nothing was written.", 1),
            DatabaseFault.OutcomeUnknown => new GraphQLRequestException(
                "The connection to the database broke while the change was being committed. It was made or not: read, or send it again with the same idempotencyKey.",
                ErrorCodes.OutcomeUnknown,
                StatusCodes.Status500InternalServerError)
            {
                Fault = reason,
                IsRetryable = exception is OutcomeUnknownException { HasKey: true },
            },
            _ => null,
        };

        GraphQLRequestException Passing(string code, string message, int seconds) => new(message, code, StatusCodes.Status503ServiceUnavailable)
        {
            Fault = reason,
            IsRetryable = true,
            RetryAfter = seconds,
        };
    }
}
