using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>The rows of a statement, to be read along with another.</summary>
/// <param name="statement">The statement, which must have a translation.</param>
/// <param name="values">The values of its parameters.</param>
public sealed class RowsAhead<TContext, T>(ReadStatement<TContext, T> statement, object[] values) : StatementAhead where TContext : DbContext
{
    /// <summary>The rows, once they are read.</summary>
    public IReadOnlyList<T> Rows { get; private set; } = [];

    public override Translation Translation => statement.Translation ?? throw new InvalidOperationException("EF alone can read these rows.");

    public override object[] Values => values;

    public override async Task<bool> TakeAsync(DbDataReader reader, CancellationToken ct)
    {
        if (await statement.TakeAsync(reader, ct) is not { } rows)
            return false;
        Rows = rows;
        return true;
    }
}

/// <summary>A number, to be read along with another read.</summary>
/// <param name="translation">Its statement, which answers one row of one integer.</param>
/// <param name="values">The values of its parameters.</param>
public sealed class NumberAhead(Translation translation, object[] values) : StatementAhead
{
    /// <summary>The number, once it is read.</summary>
    public int Number { get; private set; }

    public override Translation Translation => translation;

    public override object[] Values => values;

    public override async Task<bool> TakeAsync(DbDataReader reader, CancellationToken ct)
    {
        if (!await reader.ReadAsync(ct))
            return false;
        Number = reader.GetInt32(0);
        return true;
    }
}
