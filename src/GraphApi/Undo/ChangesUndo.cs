using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Errors;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Undo;

/// <summary>What an undo came to.</summary>
/// <param name="Outcomes">Every record that got a new version.</param>
/// <param name="Conflicts">Every record on which the changes could not be undone; none where one of them refuses all.</param>
internal sealed record UndoResult(IReadOnlyList<RevertOutcome> Outcomes, IReadOnlyList<RevertConflictException> Conflicts);

/// <summary>Undoes changes of any number of records of any kind, in one transaction, as new versions.</summary>
internal static class ChangesUndo
{
    /// <summary>Rows that exchange names with each other are refused together, and may pass one by one.</summary>
    private const int Attempts = 3;

    /// <param name="blog">For whom, and where.</param>
    /// <param name="changes">The changes.</param>
    /// <param name="atMost">How many they may be.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="dryRun">Whether all of it is done and taken back.</param>
    /// <param name="leaveConflicts">Whether records in conflict are left as they are; else one of them refuses all.</param>
    /// <param name="also">What else is written in the transaction.</param>
    /// <exception cref="AggregateException">Records are in conflict; each is told.</exception>
    /// <exception cref="TooManyChangesException">More changes match.</exception>
    public static async Task<UndoResult> UndoAsync(
        this BlogDbContext blog, IQueryable<AuditEntry> changes, int atMost, CancellationToken ct,
        bool dryRun = false, bool leaveConflicts = false, Func<UndoResult, Task>? also = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            UndoRun? run = null;
            try
            {
                UndoResult? result = null;
                await blog.WriteAsync(
                    async () =>
                    {
                        run = new(blog, await UndoLog.MatchedAsync(changes, atMost, ct), singly: attempt > 1);
                        await run.RunAsync(ct);
                        var conflicts = await run.ConflictsAsync(ct);
                        if (conflicts.Count > 0 && !leaveConflicts)
                        {
                            throw new AggregateException(conflicts);
                        }

                        result = new(await UndoLog.OutcomesAsync(blog, run.Written, run.IsMerged, ct), conflicts);
                        await (also?.Invoke(result) ?? Task.CompletedTask);
                        return dryRun ? null : result;
                    },
                    ct);
                return result!;
            }
            catch (DbUpdateException e) when (SqlState.ViolatedConstraint(e) is not null && attempt < Attempts)
            {
                // somebody took a name in this very moment, or they take names from each other
            }
            catch (DbUpdateException e) when (run?.Writing is { } type)
            {
                throw await RefusalAsync(blog, type, e, ct) ?? e;
            }
        }
    }

    private static async Task<Exception?> RefusalAsync(BlogDbContext blog, RecordType type, DbUpdateException refusal, CancellationToken ct)
        => SqlState.ViolatedConstraint(refusal) is not null
            ? new ValidationException("where", $"Some {type.Name} would have names that others have by now.")
            : await type.RefusedAsync(blog, refusal, Activator.CreateInstance(type.Entity)!, ct);
}
