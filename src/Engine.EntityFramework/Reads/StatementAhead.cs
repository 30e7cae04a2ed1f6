using System.Data.Common;
using GraphBlog.Engine.DataLoaders;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>A statement that is asked for before its turn, to be sent along with another.</summary>
public abstract class StatementAhead : Companion
{
    /// <summary>Its SQL.</summary>
    public abstract Translation Translation { get; }

    /// <summary>The values of its parameters.</summary>
    public abstract object[] Values { get; }

    /// <summary>Reads its rows, for when its turn comes. False when they are not as expected, and it must be read in another way.</summary>
    public abstract Task<bool> TakeAsync(DbDataReader reader, CancellationToken ct);
}
