using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Conflicts;

/// <summary>A record after a write did not find it at the version it expected; all of it from one snapshot.</summary>
/// <param name="Live">The record; null when it is in the trash, or there is none.</param>
/// <param name="Version">The version it is at, be it in the trash; null when there is none, or none that the viewer may see.</param>
/// <param name="UpdatedBy">Who changed it last.</param>
/// <param name="Since">What happened after the version that was expected, as far as the viewer may know; oldest first.</param>
internal sealed record Standing<T>(T? Live, int? Version, User? UpdatedBy, IReadOnlyList<AuditEntry> Since) where T : class, IRecord
{
    /// <summary>Reads all of it in one statement. The organisation is the row it hangs on.</summary>
    /// <param name="blog">Where to read.</param>
    /// <param name="records">The records, those in the trash among them.</param>
    /// <param name="recordType">What the log calls them.</param>
    /// <param name="id">Which one.</param>
    /// <param name="expectedVersion">The version that the write expected.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async Task<Standing<T>> ReadAsync(
        BlogDbContext blog, IQueryable<T> records, string recordType, long id, int expectedVersion, CancellationToken ct)
    {
        var found = await blog.Organisations.Select(_ => new
        {
            Record = records.FirstOrDefault(record => EF.Property<long>(record, "Id") == id),
            UpdatedBy = blog.Users.FirstOrDefault(user => records.Any(
                record => EF.Property<long>(record, "Id") == id && EF.Property<long?>(record, "UpdatedById") == user.Id)),
            Since = blog.AuditLog.Include(entry => entry.ChangedBy)
                .Where(entry => entry.RecordType == recordType && entry.RecordId == id && entry.Version > expectedVersion)
                .OrderBy(entry => entry.Version).ToList(),
        }).SingleAsync(ct);
        return new(found.Record is { DeletedAt: null } live ? live : null, found.Record?.Version, found.UpdatedBy, found.Since);
    }
}
