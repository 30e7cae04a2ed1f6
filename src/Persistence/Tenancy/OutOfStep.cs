using Npgsql;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>A connection whose answers do not belong to its questions: what it says next might be for somebody else.</summary>
internal static class OutOfStep
{
    /// <summary>Has no connection of now be used again, and answers what to throw.</summary>
    public static InvalidOperationException GiveUp(NpgsqlDataSource database)
    {
        database.Clear();
        return new("The database's connection answered another question than this one; all connections are given up.");
    }
}
