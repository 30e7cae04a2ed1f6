using GraphBlog.Persistence;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Records;

/// <summary>What is done to a record.</summary>
internal enum StepKind
{
    /// <summary>Fields are changed.</summary>
    Change,

    /// <summary>It is moved to the trash.</summary>
    Trash,

    /// <summary>It comes back from there.</summary>
    Restore,
}

/// <summary>One of several things that are done at once, each to another record of a kind.</summary>
/// <param name="Index">Which of them.</param>
/// <param name="At">The record, and the version that the client has read.</param>
/// <param name="Kind">What is done to it.</param>
/// <param name="Changes">Makes the fields that are to change; anew each time it is tried, since merging alters them.</param>
/// <param name="IsMerged">Whether the change is merged with what happened since.</param>
internal sealed record RecordStep<T>(int Index, IVersionedInput At, StepKind Kind, Func<Patch<T>> Changes, bool IsMerged = false)
    where T : class, IRecord, new()
{
    /// <summary>Whether a row at that version is one for this.</summary>
    public bool Fits(int version, bool inTrash) => version == At.ExpectedVersion && inTrash == (Kind == StepKind.Restore);

    /// <summary>The record as it is to be, for an UPDATE; null when nothing is to be written.</summary>
    /// <param name="blog">Where to write.</param>
    /// <param name="version">The version that the record is at.</param>
    /// <param name="changes">The fields, merged if need be.</param>
    public EntityEntry<T>? Ready(BlogDbContext blog, int version, Patch<T> changes) => Kind switch
    {
        StepKind.Trash => blog.Trashing<T>(At),
        StepKind.Restore => blog.Restoring(At, changes),
        _ => changes.Values.Count > 0 ? blog.Changing(At.Id, version, changes) : null,
    };
}
