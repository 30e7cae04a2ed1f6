using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphBlog.Persistence.Organisations;

/// <summary>A tenant: a publisher with its own people and posts. Nothing is shared between two of them.</summary>
public sealed class Organisation : IRecord
{
    public long OrgId { get; set; }

    public long Id { get; set; }

    /// <summary>The name a token uses: lower-case, starts with a letter, unique on the server.</summary>
    public string Slug { get; set; } = null!;

    /// <summary>The name people read, 1 to 200 characters.</summary>
    public string Name { get; set; } = null!;

    /// <summary>For how many days what is deleted stays in the trash; null for as long as the server keeps it.</summary>
    public int? TrashDays { get; set; }

    /// <summary>For how many days the audit log is kept, at least 30; null for as long as the server keeps it.</summary>
    public int? AuditDays { get; set; }

    /// <summary>Grows by one with every change of the record.</summary>
    public int Version { get; set; }

    /// <summary>When the organisation was added.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }
}

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> organisation)
    {
        organisation.ToTable("organisations", "blog");
        organisation.HasKey(o => o.OrgId);
        organisation.Property(o => o.OrgId).ValueGeneratedNever();
    }
}
