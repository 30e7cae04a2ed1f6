using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphBlog.Persistence.Comments;

/// <summary>A comment on a post. It is hidden while its post is hidden or in the trash, and is removed for good together with its post.</summary>
public sealed class Comment : IRecord
{
    public long OrgId { get; set; }

    public long Id { get; set; }

    public long PostId { get; set; }

    /// <summary>The post it is about; never changes.</summary>
    public Post Post { get; set; } = null!;

    /// <summary>The text as it was written, 1 to 10,000 characters.</summary>
    public string Body { get; set; } = null!;

    /// <summary>Grows by one with every change. Send it as `expectedVersion` when you change the comment.</summary>
    public int Version { get; set; }

    public long AuthorId { get; set; }

    /// <summary>Who wrote the comment; never changes.</summary>
    public User Author { get; set; } = null!;

    /// <summary>When the comment was written.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public long CreatedById { get; set; }

    /// <summary>When the comment last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    public long UpdatedById { get; set; }

    /// <summary>When the comment was deleted; null in a live one. A deleted comment is found by its id alone, by those who may restore it.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public long? DeletedById { get; set; }
}

/// <summary>Reads come from the live view, writes go to the table behind it.</summary>
internal sealed class CommentMapping : IEntityTypeConfiguration<Comment>
{
    public void Configure(EntityTypeBuilder<Comment> comment)
    {
        comment.ToTable("comments_all", "blog");
        comment.ToView("comments", "blog");
        comment.IsStampedByDatabase();
        comment.Property(c => c.Body).IsReturnedByWrites();
        comment.Property(c => c.PostId).IsReturnedByWrites();
        comment.Property(c => c.AuthorId).IsReturnedByWrites();
        comment.Property(c => c.CreatedById).HasColumnName("created_by");
        comment.Property(c => c.UpdatedById).HasColumnName("updated_by");
        comment.Property(c => c.DeletedById).HasColumnName("deleted_by");
        comment.HasOne(c => c.Post).WithMany().HasForeignKey(c => c.PostId).HasPrincipalKey(to => to.Id);
        comment.HasOne(c => c.Author).WithMany().HasForeignKey(c => c.AuthorId).HasPrincipalKey(to => to.Id);
    }
}
