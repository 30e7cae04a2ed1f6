using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Audit;

/// <summary>What happened to a record after one of its versions (see Sql/Code/0550_conflicts.sql). All but the number is composable.</summary>
public static class ChangesSince
{
    /// <summary>The entries, in the order of versions.</summary>
    public static IQueryable<AuditEntry> EntriesSince(this BlogDbContext blog, string recordType, long id, int version)
        => blog.AuditLog.Where(entry => entry.RecordType == recordType && entry.RecordId == id && entry.Version > version).OrderBy(entry => entry.Version);

    /// <summary>
    /// The first of the entries, in the order of versions: as many as their data does not make more than <paramref name="bytes"/>, but one at
    /// least.
    /// </summary>
    public static IQueryable<AuditEntry> EntriesWithin(this BlogDbContext blog, string recordType, long id, int version, int most, long bytes)
        => blog.AuditLog.FromSql($"select * from audit.changes_within({recordType}, {id}, {version}, {most}, {bytes})").OrderBy(entry => entry.Version);

    /// <summary>
    /// Of each column that changed the last entry that changed it, with the column's value at the version for its old data and the last
    /// one for its new data.
    /// </summary>
    /// <param name="blog">Where to read.</param>
    /// <param name="recordType">What the log calls such records.</param>
    /// <param name="id">Which one.</param>
    /// <param name="version">The version.</param>
    /// <param name="columns">Which columns, with commas between them.</param>
    public static IQueryable<AuditEntry> FoldedSince(this BlogDbContext blog, string recordType, long id, int version, string columns)
        => blog.AuditLog.FromSql($"select * from audit.folded_changes({recordType}, {id}, {version}, string_to_array({columns}, ','))");

    /// <summary>The number of entries, as the only row.</summary>
    public static IQueryable<int> CountSince(this BlogDbContext blog, string recordType, long id, int version) => blog.Database.SqlQuery<int>(
        $"select count(*)::integer from audit.audit_log e where e.org_id = app.org() and e.table_name = {recordType} and e.record_id = {id} and e.version > {version}");
}
