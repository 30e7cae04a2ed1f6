using System.Data;
using System.Data.Common;
using GraphBlog.Persistence.Errors;
using Npgsql;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>A connection whose answers do not belong to its questions: what it says next might be for somebody else.</summary>
internal static class OutOfStep
{
    /// <summary>Has no connection of now be used again, and answers what to throw.</summary>
    public static InvalidOperationException GiveUp(NpgsqlConnection connection)
    {
        NpgsqlConnection.ClearPool(connection);
        return Exception();
    }

    /// <summary>Has no connection of now be used again, and answers what to throw.</summary>
    public static InvalidOperationException GiveUp(NpgsqlDataSource database)
    {
        database.Clear();
        return Exception();
    }

    /// <summary>A connection that lost what was prepared on it is not used again, nor are those that may have had the same end.</summary>
    public static void GiveUpAfter(Exception failure, NpgsqlConnection connection)
    {
        if (failure is PostgresException { SqlState: var state } && SqlState.IsOfPreparing(state))
        {
            NpgsqlConnection.ClearPool(connection);
        }
    }

    /// <summary>
    /// Has everything be prepared anew on a connection that is given back after one of its statements was cut off. Cut off while it was planned, in
    /// Bind, it is one that Npgsql takes for prepared, and for one without columns: where it has no rows, those of the statement behind it would
    /// be taken for its own from then on.
    /// </summary>
    public static void PrepareAnewAfterCut(BlogDbContext db, NpgsqlConnection connection)
    {
        if (!db.IsCut)
        {
            return;
        }

        db.IsCut = false;
        try
        {
            if (connection.FullState == ConnectionState.Open)
            {
                connection.UnprepareAll();
            }
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            NpgsqlConnection.ClearPool(connection);
        }
    }

    private static InvalidOperationException Exception()
        => new("The database's connection answered another question than this one; all connections are given up.");
}
