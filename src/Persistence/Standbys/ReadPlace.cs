namespace GraphBlog.Persistence.Standbys;

/// <summary>Where a scope reads; it is said before anything of the scope reads.</summary>
public sealed class ReadPlace
{
    /// <summary>A standby; null for the primary.</summary>
    public Standby? Standby { get; set; }
}
