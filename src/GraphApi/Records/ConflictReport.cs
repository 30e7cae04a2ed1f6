using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Records;

/// <summary>
/// A record after a write did not find it at the version it expected: it is gone, somebody else's, in the trash, or somebody was faster.
/// All of it is from one snapshot, and no more of it is read than the client asks for.
/// </summary>
/// <param name="Type">What kind of record it is.</param>
/// <param name="Id">The record.</param>
/// <param name="ExpectedVersion">The version that the client has read.</param>
internal sealed record ConflictReport<T>(RecordType<T> Type, long Id, int ExpectedVersion) where T : class, IRecord, new()
{
    /// <summary>The record; null when it is in the trash, or there is none.</summary>
    public T? Live { get; init; }

    /// <summary>The version it is at, be it in the trash; null when there is none, or none that the viewer may see.</summary>
    public int? Version { get; init; }

    /// <summary>The first of what happened after the version that was expected, as far as the viewer may know; oldest first.</summary>
    public IReadOnlyList<AuditEntry> Since { get; init; } = [];

    /// <summary>What was tried; null when that is not of interest.</summary>
    public Patch<T>? Yours { get; init; }

    /// <summary>
    /// Of each field that was to be changed, and others changed since: the last entry that did, with the first old and the last new value.
    /// </summary>
    public IReadOnlyList<AuditEntry> Folded { get; init; } = [];

    /// <summary>Whether the log holds every version since. Where it does not, what happened to a field cannot be known.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Who changed it last; read only where the log is not whole.</summary>
    public User? UpdatedBy { get; init; }

    /// <summary>The fields that were to be changed and that others changed since, with what both changes come to.</summary>
    public IReadOnlyList<ContestedField> Contested { get; init; } = [];

    /// <summary>Whether the live record is at the very version that was expected: nobody was faster.</summary>
    public bool IsCurrent => Live is not null && Version == ExpectedVersion;

    /// <summary>
    /// Another organisation's record and one that never existed look alike here, since row-level security shows neither; so does what a
    /// role may not see. A record at the very version that was expected is out of the write's reach: in the live list when the trash was
    /// meant or the other way round, or hanging on a record that is in the trash.
    /// </summary>
    public Exception Reason(TenantContext viewer) => this switch
    {
        { Live: { } live } when !Type.MayWrite(viewer, live) => Authorization.Refused(Type.Refusal),
        { Version: { } version } when version != ExpectedVersion => new ConcurrencyException(ExpectedVersion, version, inTrash: Live is null)
        {
            Current = Live,
            ChangesSince = Since,
            Conflicts = Live is null ? [] : [.. Contested.Where(both => both.Merged.IsConflict).Select(both => both.AsConflict())],
        },
        _ => Type.NotFound(Id),
    };

    /// <summary>Makes what was tried an addition to what happened since. Only where no field is in conflict.</summary>
    public void Merge()
    {
        MergeMetrics.Merged(IsCurrent ? 0 : 1, typeof(T));
        foreach (var both in Contested)
        {
            Yours!.Replace(both.Field, both.Merged.Value!.Value);
        }
    }
}
