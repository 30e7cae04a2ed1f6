using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Statements;

/// <summary>A context to which statements can be given that are ready, and that has a say in what travels with them.</summary>
/// <param name="options">EF's options.</param>
public abstract class StatementContext(DbContextOptions options) : DbContext(options)
{
    /// <summary>
    /// Sends statements in one round trip, in their order. Outside of a transaction all of them see one snapshot.
    /// </summary>
    /// <param name="calls">The statements and their values.</param>
    /// <param name="ct">Cancels the sending, and what the database makes of it.</param>
    public abstract Task<SentStatements> SendAsync(IReadOnlyList<(Statement Statement, object?[] Values)> calls, CancellationToken ct);
}
