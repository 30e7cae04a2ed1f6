using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Records;

/// <summary>A record as it was at one of its versions, as the schema has it.</summary>
public abstract class RecordRevision(Revision revision)
{
    /// <summary>The version.</summary>
    public int Version { get; } = revision.Version;

    /// <summary>When this version was made.</summary>
    public DateTimeOffset ChangedAt { get; } = revision.ChangedAt;

    internal long? ChangedById { get; } = revision.ChangedById;

    internal long EntryId { get; } = revision.EntryId;
}

/// <summary>The revision of a kind of record, which adds its fields.</summary>
public abstract class RecordRevision<T>(Revision revision) : RecordRevision(revision) where T : class, IRecord, new()
{
    /// <summary>When it was moved to the trash; null when this version was a live one.</summary>
    public DateTimeOffset? DeletedAt => Record.DeletedAt;

    internal T Record { get; } = revision.Row<T>();
}
