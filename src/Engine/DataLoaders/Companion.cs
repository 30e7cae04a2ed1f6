namespace GraphBlog.Engine.DataLoaders;

/// <summary>
/// A read that travels with another in one round trip, because all it needs is known before its turn. What is sent is known to the store
/// alone that it is made for.
/// </summary>
public abstract class Companion;

/// <summary>The companions of one read.</summary>
/// <param name="all">At least one.</param>
/// <param name="partAsync">Opens the snapshot that all of them need where they do not travel together after all.</param>
public sealed class Companions(IReadOnlyList<Companion> all, Func<ValueTask> partAsync)
{
    /// <summary>Whether the read has taken them, or has said that it cannot, so that all are of one snapshot.</summary>
    internal bool AreTaken { get; private set; }

    /// <summary>Takes them along.</summary>
    public IReadOnlyList<Companion> Take()
    {
        AreTaken = true;
        return all;
    }

    /// <summary>To be called where the reads are made one after the other after all.</summary>
    public ValueTask PartAsync()
    {
        AreTaken = true;
        return partAsync();
    }
}

/// <summary>A value that a loader has been asked for.</summary>
internal abstract class PendingLoad
{
    /// <summary>The read that would load it; null where it cannot travel.</summary>
    public abstract Companion? Companion { get; }

    /// <summary>The read that would load it of each item of a page, asked for of an item that stands for all; null where it cannot travel.</summary>
    public abstract Companion? OfEachItem();
}
