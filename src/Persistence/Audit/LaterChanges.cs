using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Audit;

/// <summary>A change of a record after one of its versions: who made it, and of which columns, but not what they were.</summary>
public sealed class LaterChange
{
    [Column("record_type")]
    public string RecordType { get; set; } = null!;

    [Column("record_id")]
    public long RecordId { get; set; }

    [Column("version")]
    public int Version { get; set; }

    [Column("changed_at")]
    public DateTimeOffset ChangedAt { get; set; }

    [Column("changed_by")]
    public long? ChangedById { get; set; }

    [Column("columns")]
    public string[] Columns { get; set; } = [];
}

/// <summary>Asks the log about many records of many kinds at once.</summary>
public static class ChangesOfMany
{
    /// <summary>What happened to records after these versions; the three lists go together.</summary>
    public static IQueryable<LaterChange> ChangesAfter(this BlogDbContext blog, string[] recordTypes, long[] ids, int[] versions)
        => blog.Database.SqlQuery<LaterChange>(
            $"""
            select e.table_name as record_type, e.record_id, e.version, e.changed_at, e.changed_by,
                   array(select jsonb_object_keys(e.new_data)) as columns
              from unnest({recordTypes}, {ids}, {versions}) k (record_type, id, version)
              join audit.audit_log e on e.org_id = app.org() and e.table_name = k.record_type and e.record_id = k.id and e.version > k.version
            """);

    /// <summary>The entries that made these versions. Composable.</summary>
    public static IQueryable<AuditEntry> EntriesOf(this BlogDbContext blog, string[] recordTypes, long[] ids, int[] versions)
        => blog.AuditLog.FromSql(
            $"""
            select e.* from unnest({recordTypes}, {ids}, {versions}) k (record_type, id, version)
              join audit.audit_log e on e.org_id = app.org() and e.table_name = k.record_type and e.record_id = k.id and e.version = k.version
            """);
}
