using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.GraphApi.Audit;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Undo;

/// <summary>What an undo asks the log: a statement for each question, however many records it is about.</summary>
internal static class UndoLog
{
    /// <summary>The changes to undo, the newest first.</summary>
    /// <exception cref="TooManyChangesException">They are more.</exception>
    public static async Task<List<AuditEntry>> MatchedAsync(IQueryable<AuditEntry> changes, int atMost, CancellationToken ct)
    {
        var found = await changes.OrderByDescending(entry => entry.ChangedAt).ThenByDescending(entry => entry.Id).Take(atMost + 1)
            .Select(entry => new AuditEntry
            {
                RecordType = entry.RecordType,
                RecordId = entry.RecordId,
                Version = entry.Version,
                Action = entry.Action,
                ChangedAt = entry.ChangedAt,
                ChangedById = entry.ChangedById,
                OldData = entry.OldData,
                NewData = entry.NewData,
            }).ToListAsync(ct);
        return found.Count > atMost ? throw new TooManyChangesException(await changes.CountAsync(ct), atMost) : found;
    }

    /// <summary>By record what happened since the first of its changes to undo that is not one of them. Asked once the rows are locked.</summary>
    /// <param name="blog">Where to read.</param>
    /// <param name="matched">The changes to undo.</param>
    /// <param name="own">What the undo has written already.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task<ILookup<(string, long), LaterChange>> SinceAsync(
        BlogDbContext blog, IReadOnlyCollection<(string Type, long Id, int Version)> matched,
            IReadOnlyCollection<(string Type, long Id, int Version)> own,
        CancellationToken ct)
    {
        var first = matched.GroupBy(change => (change.Type, change.Id))
            .Select(all => (all.Key.Type, all.Key.Id, Version: all.Min(change => change.Version))).ToList();
        var undone = matched.Concat(own).ToHashSet();
        var later = await blog.ChangesAfter(
            [.. first.Select(change => change.Type)], [.. first.Select(change => change.Id)],
            [.. first.Select(change => change.Version)]).ToListAsync(ct);
        return later.Where(change => !undone.Contains((change.RecordType, change.RecordId, change.Version)))
            .OrderBy(change => change.Version).ToLookup(change => (change.RecordType, change.RecordId));
    }

    /// <summary>What the versions that an undo made say of it, in the order in which they were made.</summary>
    public static async Task<IReadOnlyList<RevertOutcome>> OutcomesAsync(
        BlogDbContext blog, IReadOnlyCollection<(string Type, long Id, int Version)> written, Func<(string, long), bool> merged, CancellationToken ct)
    {
        var entries = await blog.EntriesOf(
            [.. written.Select(made => made.Type)], [.. written.Select(made => made.Id)], [.. written.Select(made => made.Version)])
            .OrderBy(entry => entry.Id).ToListAsync(ct);
        return [.. entries.Select(entry => RevertOutcome.Of(entry, merged((entry.RecordType, entry.RecordId))))];
    }

    /// <summary>The answer of an undo that was done before, made of the entries that it wrote.</summary>
    public static async Task<RevertedChanges> AgainAsync(BlogDbContext blog, AuditEntryFilterInput where, IQueryable<AuditEntry> written,
        CancellationToken ct)
    {
        var entries = await written.ToListAsync(ct);
        if (entries.Count == 0)
        {
            return new([], null);
        }

        var (first, ids) = (entries[0].Id, entries.Select(entry => entry.RecordId).Distinct().ToArray());
        var matched = await blog.AuditLog.Filter(where).Where(entry => entry.Id < first && ids.Contains(entry.RecordId))
            .Select(entry => new { entry.RecordType, entry.RecordId, entry.Version }).ToListAsync(ct);
        var made = entries.ToDictionary(entry => (entry.RecordType, entry.RecordId), entry => entry.Version);
        var since = await SinceAsync(blog, [.. matched.Select(entry => (entry.RecordType, entry.RecordId, entry.Version))], [], ct);
        return new(
            [.. entries.Select(entry => RevertOutcome.Of(
                entry, since[(entry.RecordType, entry.RecordId)].Any(later => later.Version < made[(entry.RecordType, entry.RecordId)])))],
            entries[0].RequestId);
    }
}
