using System.Linq.Expressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Records;

/// <summary>Reads how records of a kind stand, in one round trip: a statement for the record, and one for each thing more that is asked.</summary>
/// <param name="type">What kind of records they are.</param>
/// <param name="records">The record with an id, be it in the trash.</param>
internal sealed class ConflictReader<T>(RecordType<T> type, Expression<Func<BlogDbContext, long, IQueryable<T>>> records)
    where T : class, IRecord, new()
{
    private readonly ProjectedQuery<BlogDbContext, long, T> _record = new(records);
    private readonly string[] _needed = [nameof(IRecord.Version), nameof(IRecord.DeletedAt), nameof(IRecord.UpdatedAt), .. type.Owner];

    /// <param name="blog">Where to read.</param>
    /// <param name="at">The record, and the version that the write expected.</param>
    /// <param name="yours">What was tried; null for nothing, of which no field is in conflict.</param>
    /// <param name="asked">What is asked of the conflict.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async Task<ConflictReport<T>> ReadAsync(
        BlogDbContext blog, IVersionedInput at, Patch<T>? yours, ConflictSelection asked, CancellationToken ct)
    {
        var (id, version) = (at.Id, at.ExpectedVersion);
        var changes = asked.Changes is { } columns ? ConflictStatements.Changes(blog, type.Name, id, version, asked.MostChanges, columns) : null;
        var mine = asked.HasConflicts && yours is { Values.Count: > 0 } ? yours : null;
        var folded = mine is null ? null : ConflictStatements.Folded(blog, type.Name, id, version, mine.Values.Keys.Select(field => field.Column));
        var count = mine is null ? null : ConflictStatements.Count(blog, type.Name, id, version);
        Companion[] along = [.. new Companion?[] { changes, folded, count }.OfType<Companion>()];

        var query = asked.Current<T>().Include([.. _needed, .. mine?.Properties ?? []]);
        var found = await _record.FindAsync(blog, id, along.Length == 0 ? query : query.With(new(along, CannotPart)), ct);
        var live = found is { DeletedAt: null } ? found : null;
        var isWhole = count is null || live is null || count.Number >= live.Version - version;
        var report = new ConflictReport<T>(type, id, version)
        {
            Live = live,
            Version = found?.Version,
            Since = changes?.Rows ?? [],
            Yours = mine,
            Folded = folded?.Rows ?? [],
            IsWhole = isWhole,
            UpdatedBy = isWhole ? null : await UpdatedByAsync(blog, id, ct),
        };
        return report with { Contested = ContestedField.Of(report, ct) };
    }

    private static Task<User?> UpdatedByAsync(BlogDbContext blog, long id, CancellationToken ct)
    {
        var record = blog.LiveAndTrash<T>().Where(one => EF.Property<long>(one, nameof(IRecord.Id)) == id);
        return blog.Users.FirstOrDefaultAsync(user => record.Any(one => EF.Property<long?>(one, "UpdatedById") == user.Id), ct);
    }

    private static ValueTask CannotPart() => throw new InvalidOperationException("A conflict is explained from one snapshot.");
}
