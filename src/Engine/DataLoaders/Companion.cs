namespace GraphBlog.Engine.DataLoaders;

/// <summary>
/// A read that is asked for before its turn, so that it can travel with another in one round trip. How it is read is known to the store
/// alone that it is made for.
/// </summary>
public abstract class Companion;

/// <summary>What travels with a read.</summary>
/// <param name="All">At least one.</param>
/// <param name="PartAsync">To be called where the reads are made one after the other after all: opens the snapshot they need then.</param>
public sealed record Companions(IReadOnlyList<Companion> All, Func<ValueTask> PartAsync)
{
    /// <summary>Whether a read has seen to them, so that they are of one snapshot with it.</summary>
    public bool AreSeenTo { get; set; }
}
