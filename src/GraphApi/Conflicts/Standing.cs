using System.Linq.Expressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Conflicts;

/// <summary>
/// A record after a write did not find it at the version it expected: all of it from one snapshot, and no more of it than the client asks
/// for.
/// </summary>
/// <param name="Live">The record; null when it is in the trash, or there is none.</param>
/// <param name="Version">The version it is at, be it in the trash; null when there is none, or none that the viewer may see.</param>
/// <param name="Since">The first of what happened after the version that was expected, as far as the viewer may know; oldest first.</param>
/// <param name="Folded">Of each field that was to be changed, and others changed since: the last entry that did, with the first old and the last new value.</param>
/// <param name="UpdatedBy">Who changed it last; read only where the log does not hold every version since.</param>
/// <param name="IsWhole">Whether the log holds every version since.</param>
internal sealed record Standing<T>(
    T? Live, int? Version, IReadOnlyList<AuditEntry> Since, IReadOnlyList<AuditEntry> Folded, User? UpdatedBy, bool IsWhole) where T : class, IRecord;

/// <summary>Reads how records of a kind stand, in one round trip: a statement for the record, and one for each thing more that is asked.</summary>
/// <param name="recordType">What the log calls them.</param>
/// <param name="records">The record with an id, be it in the trash.</param>
/// <param name="needed">The properties that its explanation needs, whatever is asked.</param>
internal sealed class StandingReader<T>(
    string recordType, Expression<Func<BlogDbContext, long, IQueryable<T>>> records, params string[] needed) where T : class, IRecord
{
    private readonly ProjectedQuery<BlogDbContext, long, T> _record = new(records);
    private readonly Func<BlogDbContext, long, IQueryable<T>> _records = records.Compile();
    private readonly string[] _needed = [nameof(IRecord.Version), nameof(IRecord.DeletedAt), nameof(IRecord.UpdatedAt), .. needed];

    /// <param name="blog">Where to read.</param>
    /// <param name="id">The record.</param>
    /// <param name="expectedVersion">The version that the write expected.</param>
    /// <param name="yours">What was tried; null for nothing, of which no field is in conflict.</param>
    /// <param name="asked">What is asked of the conflict.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async Task<Standing<T>> ReadAsync(
        BlogDbContext blog, long id, int expectedVersion, Patch<T>? yours, ConflictSelection asked, CancellationToken ct)
    {
        var changes = asked.Changes is { } columns
            ? ConflictStatements.Changes(blog, recordType, id, expectedVersion, asked.MostChanges, columns) : null;
        var mine = asked.HasConflicts && yours is { Values.Count: > 0 } ? yours : null;
        var folded = mine is null ? null : ConflictStatements.Folded(blog, recordType, id, expectedVersion, mine.Values.Keys);
        var count = mine is null ? null : ConflictStatements.Count(blog, recordType, id, expectedVersion);
        Companion[] along = [.. new Companion?[] { changes, folded, count }.OfType<Companion>()];

        var query = asked.Current<T>().Include([.. _needed, .. mine?.Properties ?? []]);
        var found = await _record.FindAsync(blog, id, along.Length == 0 ? query : query.With(new(along, CannotPart)), ct);
        var live = found is { DeletedAt: null } ? found : null;
        var isWhole = count is null || live is null || count.Number >= live.Version - expectedVersion;
        return new(live, found?.Version, changes?.Rows ?? [], folded?.Rows ?? [], isWhole ? null : await UpdatedByAsync(blog, id, ct), isWhole);
    }

    private Task<User?> UpdatedByAsync(BlogDbContext blog, long id, CancellationToken ct)
    {
        var record = _records(blog, id);
        return blog.Users.FirstOrDefaultAsync(user => record.Any(one => EF.Property<long?>(one, "UpdatedById") == user.Id), ct);
    }

    private static ValueTask CannotPart() => throw new InvalidOperationException("A conflict is explained from one snapshot.");
}
