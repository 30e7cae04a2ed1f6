using System.Data.Common;

namespace GraphBlog.Statements;

/// <summary>What comes back for statements, one result for each.</summary>
/// <param name="rows">The rows of the first one; <see cref="DbDataReader.NextResultAsync()"/> leads to those of the next.</param>
/// <param name="connection">The connection, where it was opened for them alone; null where it stays open.</param>
public sealed class SentStatements(DbDataReader rows, DbConnection? connection) : IAsyncDisposable
{
    /// <summary>The rows.</summary>
    public DbDataReader Rows => rows;

    /// <summary>Reads to the end what was not read, and gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await rows.DisposeAsync();
        }
        finally
        {
            await (connection?.CloseAsync() ?? Task.CompletedTask);
        }
    }
}
