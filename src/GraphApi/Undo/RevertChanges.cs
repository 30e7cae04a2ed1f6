using GraphBlog.Engine.Relay;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Undo;

/// <summary>Which changes to undo.</summary>
/// <param name="Where">The changes: those of a request by `requestId`, of a person by `changedBy`, of an hour by `changedAt`, of a record by
/// `recordId`. It must set a condition.</param>
/// <param name="AtMost">How many changes may be undone, 1 to 1,000; 100 when left out. If more match it is an error.</param>
/// <param name="DryRun">True answers what would be done, and writes nothing.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record RevertChangesInput(AuditEntryFilterInput Where, int? AtMost, bool? DryRun, string? IdempotencyKey) : IIdempotentInput;

/// <summary>What an undo did to a record: one new version, however many of its changes were undone.</summary>
/// <param name="RecordType">What kind of record it is, as in an audit entry.</param>
/// <param name="RecordId">The record.</param>
/// <param name="FromVersion">The version it was at.</param>
/// <param name="ToVersion">The version that the undo made.</param>
/// <param name="Merged">Whether others changed the record since, which was kept.</param>
/// <param name="Changes">What the undo changed, field by field.</param>
public sealed record RevertOutcome(
    string RecordType, GlobalId RecordId, int FromVersion, int ToVersion, bool Merged, IReadOnlyList<FieldChange> Changes)
{
    internal static RevertOutcome Of(AuditEntry entry, bool merged) => new(
        entry.RecordType, RecordTypes.Id(entry.RecordType, entry.RecordId), entry.Version - 1, entry.Version, merged, AuditFields.Changes(entry));
}

/// <param name="Outcomes">Every record that got a new version, or would get one; one on which nothing is left to undo gets none.</param>
/// <param name="RequestId">The id under which the log has the undo, by which it is undone itself; null when nothing was written.</param>
public sealed record RevertedChanges(IReadOnlyList<RevertOutcome> Outcomes, string? RequestId) : IRecordedChanges<RevertedChanges>
{
    static async Task<RevertedChanges?> IRecordedChanges<RevertedChanges>.ReplayAsync(
        BlogDbContext blog, object input, IQueryable<AuditEntry> made, CancellationToken ct)
        => await UndoLog.AgainAsync(blog, ((RevertChangesInput)input).Where, made, ct);
}
