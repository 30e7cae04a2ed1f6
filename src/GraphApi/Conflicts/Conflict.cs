using System.Text.Json;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Errors;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Errors;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Conflicts;

/// <summary>Why a write found no row: the record is gone, somebody else's, in the trash, or somebody was faster.</summary>
internal static class Conflict
{
    /// <summary>Runs a change of a record, and says why when it finds no row.</summary>
    /// <param name="write">Changes it, in transactions of its own.</param>
    /// <param name="explain">Finds out why it could not.</param>
    public static async Task<T> OrExplainAsync<T>(Func<Task<T>> write, Func<Task<Exception>> explain)
    {
        try
        {
            return await write();
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || SqlState.IsInTrash(e))
        {
            throw await explain();
        }
    }

    /// <summary>
    /// Another organisation's record and one that never existed look alike here, since row-level security shows neither; so does
    /// what a role may not see.
    /// </summary>
    /// <param name="now">The record as it is now.</param>
    /// <param name="expectedVersion">The version that the client has read.</param>
    /// <param name="yours">What was tried; null when that is no longer of interest.</param>
    /// <param name="missing">What to say when there is no such record.</param>
    /// <param name="refusal">What to say when the viewer may see the live record but not write it; null when they may.</param>
    public static Exception Explain<T>(
        Standing<T> now, int expectedVersion, Patch<T>? yours, Exception missing, Exception? refusal) where T : class, IRecord => now switch
        {
            { Version: null } => missing,
            { Live: not null } when refusal is not null => refusal,
            { Live: { } live } => new ConcurrencyException(expectedVersion, live.Version, inTrash: false)
            {
                Current = live,
                ChangesSince = now.Since,
                Conflicts = yours is null ? [] : [.. Between(yours.Values, now.Folded), .. Unknown(yours.Values, live, now)],
            },
            { Version: { } version } when version == expectedVersion => missing,      // nobody was faster: it is just not where it was looked for
            { Version: { } version } => new ConcurrencyException(expectedVersion, version, inTrash: true) { ChangesSince = now.Since },
        };

    /// <summary>
    /// A live record at the very version that the write expected is no conflict: it is out of the write's reach, in the live list when
    /// the trash was meant, or hanging on a record in the trash.
    /// </summary>
    public static Exception OrMissing(this Exception reason, Exception missing)
        => reason is ConcurrencyException { InTrash: false } conflict && conflict.CurrentVersion == conflict.ExpectedVersion ? missing : reason;

    /// <summary>The fields that both sides changed since the base, to different values.</summary>
    private static IEnumerable<FieldConflict> Between(IReadOnlyDictionary<string, JsonElement> yours, IReadOnlyList<AuditEntry> folded)
        => from field in yours
           let last = folded.FirstOrDefault(entry => Touches(entry, field.Key))
           where last is not null
           let mine = RecordTypes.Stored(field.Key, field.Value)
           let before = RecordTypes.Stored(field.Key, last.OldData!.Value.GetProperty(field.Key))
           let theirs = RecordTypes.Stored(field.Key, last.NewData!.Value.GetProperty(field.Key))
           where !JsonElement.DeepEquals(before, theirs) && !JsonElement.DeepEquals(mine, theirs)
           select new FieldConflict(RecordTypes.Field(field.Key), before, theirs, mine, last.ChangedBy, last.ChangedAt);

    /// <summary>
    /// Where the log does not hold every version since, what happened to a field cannot be known. Then each that differs now is in
    /// conflict, without a base: to merge would be to guess.
    /// </summary>
    private static IEnumerable<FieldConflict> Unknown<T>(IReadOnlyDictionary<string, JsonElement> yours, T live, Standing<T> now) where T : class, IRecord
        => now.IsWhole ? [] :
            from field in yours
            where !now.Folded.Any(entry => Touches(entry, field.Key))
            let theirs = RecordTypes.Stored(field.Key, Patch<T>.Stored(live, field.Key))
            let mine = RecordTypes.Stored(field.Key, field.Value)
            where !JsonElement.DeepEquals(theirs, mine)
            select new FieldConflict(RecordTypes.Field(field.Key), null, theirs, mine, now.UpdatedBy, live.UpdatedAt);

    private static bool Touches(AuditEntry entry, string column) => entry.OldData?.TryGetProperty(column, out _) == true;
}
