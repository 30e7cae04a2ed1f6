namespace GraphBlog.Engine.DataLoaders;

/// <summary>A value that a loader has been asked for.</summary>
internal abstract class PendingLoad
{
    /// <summary>The statement that would load it, to be sent along with another; null where that cannot be.</summary>
    public abstract Companion? Ahead();
}
