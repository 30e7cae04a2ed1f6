using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphBlog.Persistence.Users;

/// <summary>A person who works on the organisation's blog.</summary>
public sealed class User : IRecord
{
    public long OrgId { get; set; }

    public long Id { get; set; }

    /// <summary>The name a token and a URL use: lower-case, starts with a letter, unique in the organisation, never changes.</summary>
    public string Handle { get; set; } = null!;

    /// <summary>The name people read, 1 to 200 characters.</summary>
    public string DisplayName { get; set; } = null!;

    /// <summary>What the person may do.</summary>
    public Role Role { get; set; }

    /// <summary>Grows by one with every change. Send it as `expectedVersion` when you change the person.</summary>
    public int Version { get; set; }

    /// <summary>When the person was added.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public long? CreatedById { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public long? UpdatedById { get; set; }

    /// <summary>When the person was deactivated; null for one who may come in.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public long? DeletedById { get; set; }
}

/// <summary>What a person may do. Each role includes the ones below it: READER, AUTHOR, EDITOR, ADMIN.</summary>
public enum Role
{
    /// <summary>Reads what is published.</summary>
    Reader,

    /// <summary>Writes posts and comments.</summary>
    Author,

    /// <summary>Edits everybody's posts and comments.</summary>
    Editor,

    /// <summary>Manages people, and removes records for good.</summary>
    Admin,
}

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users", "blog");
        user.IsStampedByDatabase();
        user.Property(u => u.Handle).IsReturnedByWrites();
        user.Property(u => u.DisplayName).IsReturnedByWrites();
        // EF leaves a value out that it takes for none, and the database's default is another role
        user.Property(u => u.Role).IsReturnedByWrites().HasConversion(Upper<Role>.Case).HasSentinel((Role)(-1));
        user.Property(u => u.CreatedById).HasColumnName("created_by");
        user.Property(u => u.UpdatedById).HasColumnName("updated_by");
        user.Property(u => u.DeletedById).HasColumnName("deleted_by");
    }
}
