using System.Linq.Expressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
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
        IReadOnlyList<AuditEntry> changes = [], folded = [];
        int? count = null;
        var companions = new List<Companion>();
        if (asked.Changes is { } columns)
        {
            companions.Add(ConflictStatements.Changes(blog, type.Name, id, version, asked.MostChanges, columns, rows => changes = rows));
        }

        var mine = asked.HasConflicts && yours is { Values.Count: > 0 } ? yours : null;
        if (mine is not null)
        {
            var written = mine.Values.Keys.Select(field => field.Column);
            companions.Add(ConflictStatements.Folded(blog, type.Name, id, version, written, rows => folded = rows));
            companions.Add(ConflictStatements.Count(blog, type.Name, id, version, number => count = number));
        }

        var query = asked.Current<T>().Include([.. _needed, .. mine?.Properties ?? []]);
        var found = await _record.FindAsync(blog, id, companions.Count == 0 ? query : query.With(new(companions, CannotPart)), ct);
        if (found is not null)
        {
            blog.Saw<T>(id, found.Version);
        }

        var live = found is { DeletedAt: null } ? found : null;
        var isWhole = count is null || live is null || count >= live.Version - version;
        var report = new ConflictReport<T>(type, id, version)
        {
            Live = live,
            Version = found?.Version,
            Since = changes,
            Yours = mine,
            Folded = folded,
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
