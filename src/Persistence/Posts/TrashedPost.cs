using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphBlog.Persistence.Posts;

/// <summary>A deleted post. It is a type of its own, so that it cannot be mistaken for a live one nor reached from any other field.</summary>
public sealed class TrashedPost
{
    public long OrgId { get; set; }

    public long Id { get; set; }

    /// <summary>The slug that the post had; a live post may have taken it since.</summary>
    public string Slug { get; set; } = null!;

    /// <summary>The headline, 1 to 200 characters.</summary>
    public string Title { get; set; } = null!;

    /// <summary>Send it as `expectedVersion` when you restore or purge the post.</summary>
    public int Version { get; set; }

    public long AuthorId { get; set; }

    /// <summary>The author of the post.</summary>
    public User Author { get; set; } = null!;

    /// <summary>When the post was moved to the trash.</summary>
    public DateTimeOffset DeletedAt { get; set; }

    public long DeletedById { get; set; }

    /// <summary>Who moved the post to the trash.</summary>
    public User DeletedBy { get; set; } = null!;

    /// <summary>When retention may remove the post for good.</summary>
    public DateTimeOffset PurgeAt { get; set; }
}

internal sealed class TrashedPostMapping : IEntityTypeConfiguration<TrashedPost>
{
    public void Configure(EntityTypeBuilder<TrashedPost> post)
    {
        post.ToView("posts_trash", "blog");
        post.HasKey(p => new { p.OrgId, p.Id });
        post.Property(p => p.DeletedById).HasColumnName("deleted_by");
        post.HasOne(p => p.Author).WithMany().HasForeignKey(p => p.AuthorId).HasPrincipalKey(to => to.Id);
        post.HasOne(p => p.DeletedBy).WithMany().HasForeignKey(p => p.DeletedById).HasPrincipalKey(to => to.Id);
    }
}
