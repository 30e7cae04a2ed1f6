using System.Text.Json;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphBlog.Persistence.Audit;

/// <summary>One change of one record: who made it, when, and what it changed. Written by the database in the transaction of the change.</summary>
public sealed class AuditEntry
{
    public long OrgId { get; set; }

    public long Id { get; set; }

    /// <summary>What kind of record changed: "posts", "comments", "users", "user_subjects" or "organisations".</summary>
    public string RecordType { get; set; } = null!;

    public long RecordId { get; set; }

    /// <summary>What happened to the record.</summary>
    public AuditAction Action { get; set; }

    /// <summary>The version that this change made.</summary>
    public int Version { get; set; }

    /// <summary>When the change was made.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public long? ChangedById { get; set; }

    /// <summary>Who made the change; null when it was made outside the API without a user.</summary>
    public User? ChangedBy { get; set; }

    /// <summary>What kind of actor made the change; null in entries from before that was written down.</summary>
    public ActorKind? Kind { get; set; }

    public long? OnBehalfOfId { get; set; }

    /// <summary>The person for whom the program in `changedBy` made the change; null when nobody acted for somebody else.</summary>
    public User? OnBehalfOf { get; set; }

    /// <summary>The `X-Request-Id` of the request that made the change.</summary>
    public string? RequestId { get; set; }

    /// <summary>The W3C trace id of the request that made the change, 32 hexadecimal digits; null when it had none.</summary>
    public string? TraceId { get; set; }

    /// <summary>The earlier version whose content this change restored; null when the change was not a revert.</summary>
    public int? RevertsTo { get; set; }

    /// <summary>The transaction that made the change; entries of one transaction share it.</summary>
    public ulong Tx { get; set; }

    /// <summary>The changed columns with their values before the change; null for a creation and for a purge.</summary>
    public JsonElement? OldData { get; set; }

    /// <summary>The changed columns with their values after the change; the whole row for a creation; null for a purge.</summary>
    public JsonElement? NewData { get; set; }
}

/// <summary>What happened to a record.</summary>
public enum AuditAction
{
    /// <summary>The record was created.</summary>
    Create,

    /// <summary>Some fields of the record changed.</summary>
    Update,

    /// <summary>The record was moved to the trash.</summary>
    Trash,

    /// <summary>The record was restored from the trash.</summary>
    Restore,

    /// <summary>The record was removed for good; its content is not kept.</summary>
    Purge,

    /// <summary>
    /// A version of the record was published, or scheduled to be: `newData` says which as live_version or scheduled_version. Other fields may
    /// have changed as well.
    /// </summary>
    Publish,

    /// <summary>What readers saw was taken away, or what they would have seen from a moment on.</summary>
    Unpublish,
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        // A view in EF's eyes: nothing here ever writes it.
        entry.ToView("audit_log", "audit");
        entry.HasKey(e => new { e.OrgId, e.ChangedAt, e.Id });
        entry.Property(e => e.RecordType).HasColumnName("table_name");
        entry.Property(e => e.Action).HasConversion(Upper<AuditAction>.Case);
        entry.Property(e => e.Tx).HasColumnType("xid8");
        entry.Property(e => e.ChangedById).HasColumnName("changed_by");
        entry.Property(e => e.Kind).HasColumnName("actor_kind").HasConversion(Upper<ActorKind>.Case);
        entry.Property(e => e.OnBehalfOfId).HasColumnName("on_behalf_of");
        entry.HasOne(e => e.ChangedBy).WithMany().HasForeignKey(e => e.ChangedById).HasPrincipalKey(to => to.Id).IsRequired(false);
        entry.HasOne(e => e.OnBehalfOf).WithMany().HasForeignKey(e => e.OnBehalfOfId).HasPrincipalKey(to => to.Id).IsRequired(false);
    }
}
