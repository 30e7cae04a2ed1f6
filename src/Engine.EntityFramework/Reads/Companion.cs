using System.Data.Common;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>A read that is asked for before its turn, so that it can travel with another in one round trip.</summary>
internal abstract class Companion
{
    /// <summary>Its SQL.</summary>
    public abstract Translation Translation { get; }

    /// <summary>The values of its parameters.</summary>
    public abstract object[] Values { get; }

    /// <summary>Reads its rows, for when its turn comes. False when they are not as expected, and it must be read in another way.</summary>
    public abstract Task<bool> TakeAsync(DbDataReader reader, CancellationToken ct);
}

/// <summary>What travels with a read.</summary>
/// <param name="All">At least one.</param>
/// <param name="PartAsync">To be called where the reads are made one after the other after all: opens the snapshot they need then.</param>
internal sealed record Companions(IReadOnlyList<Companion> All, Func<ValueTask> PartAsync)
{
    /// <summary>Whether a read has seen to them, so that they are of one snapshot with it.</summary>
    public bool AreSeenTo { get; set; }
}
