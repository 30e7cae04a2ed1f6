using System.Data.Common;

namespace GraphBlog.Statements;

/// <summary>What comes back for statements, one result for each.</summary>
/// <param name="rows">The rows of the first one.</param>
/// <param name="end">Gives the connection back; is told whether one of the statements was cut off.</param>
/// <param name="ct">What cancels them.</param>
public sealed class SentStatements(DbDataReader rows, Func<bool, Task> end, CancellationToken ct) : IAsyncDisposable
{
    private bool _isCut;

    /// <summary>The rows.</summary>
    public DbDataReader Rows => rows;

    /// <summary>Has <see cref="Rows"/> be those of the next statement; false when there is none.</summary>
    public async Task<bool> NextAsync()
    {
        try
        {
            return await rows.NextResultAsync(ct);
        }
        catch
        {
            _isCut = true;
            throw;
        }
    }

    /// <summary>Reads to the end what was not read, and gives the connection back.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await rows.DisposeAsync();
        }
        catch
        {
            _isCut = true;
            throw;
        }
        finally
        {
            await end(_isCut || ct.IsCancellationRequested);
        }
    }
}
