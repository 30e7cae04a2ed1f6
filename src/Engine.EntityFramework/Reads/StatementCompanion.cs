using System.Data.Common;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Statements;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>A statement that is sent along with another.</summary>
/// <param name="statement">Its SQL.</param>
/// <param name="values">The values of its parameters.</param>
/// <param name="takeAsync">Reads its rows, for when its turn comes. False when they are not as expected, and must be read in another way.</param>
public sealed class StatementCompanion(
    Statement statement, object[] values, Func<DbDataReader, CancellationToken, Task<bool>> takeAsync) : Companion
{
    /// <summary>Its SQL.</summary>
    public Statement Statement => statement;

    /// <summary>The values of its parameters.</summary>
    public object[] Values => values;

    /// <summary>Reads its rows.</summary>
    public Task<bool> TakeAsync(DbDataReader reader, CancellationToken ct) => takeAsync(reader, ct);

    /// <summary>One that answers a single number.</summary>
    public static StatementCompanion Number(Statement statement, object[] values, Action<int> take)
        => new(statement, values, async (reader, ct) =>
    {
        var isThere = await reader.ReadAsync(ct);
        if (isThere)
        {
            take(reader.GetInt32(0));
        }

        return isThere;
    });
}
