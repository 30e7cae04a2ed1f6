using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphBlog.Persistence.Users;

/// <summary>A person's identity at an identity provider: whoever presents a token of that issuer for that subject is this person.</summary>
public sealed class UserSubject : IRecord
{
    /// <summary>Which refuses a subject that is there already.</summary>
    public const string UniqueIndex = "user_subjects_subject";

    public long OrgId { get; set; }

    public long Id { get; set; }

    public long UserId { get; set; }

    /// <summary>The person.</summary>
    public User User { get; set; } = null!;

    /// <summary>The provider, as its tokens have it in `iss`; null when the subject is an e-mail address.</summary>
    public string? Issuer { get; set; }

    /// <summary>The provider's own name for the person, as its tokens have it in `sub`; without an issuer an e-mail address, in lower case.</summary>
    public string Subject { get; set; } = null!;

    /// <summary>Whether the subject is linked. Tokens of an unlinked subject are refused until it is linked again.</summary>
    public bool Linked { get; set; }

    /// <summary>Grows by one with every change. Send it as `expectedVersion` when you unlink it.</summary>
    public int Version { get; set; }

    /// <summary>When the subject was first linked.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public long? CreatedById { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public long? UpdatedById { get; set; }

    public DateTimeOffset? DeletedAt { get; set; }

    public long? DeletedById { get; set; }
}

internal sealed class UserSubjectMapping : IEntityTypeConfiguration<UserSubject>
{
    public void Configure(EntityTypeBuilder<UserSubject> subject)
    {
        subject.ToTable("user_subjects", "blog");
        subject.IsStampedByDatabase();
        subject.Property(s => s.UserId).IsReturnedByWrites();
        subject.Property(s => s.Issuer).IsReturnedByWrites();
        subject.Property(s => s.Subject).IsReturnedByWrites();
        subject.Property(s => s.Linked).IsReturnedByWrites();
        subject.Property(s => s.CreatedById).HasColumnName("created_by");
        subject.Property(s => s.UpdatedById).HasColumnName("updated_by");
        subject.Property(s => s.DeletedById).HasColumnName("deleted_by");
        subject.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId).HasPrincipalKey(to => to.Id);
    }
}
