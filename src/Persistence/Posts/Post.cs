using System.Text.Json;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphBlog.Persistence.Posts;

/// <summary>
/// An article of the organisation's blog: its working copy for those who may edit it, and for everybody else the version that is live.
/// </summary>
public sealed class Post : IRecord
{
    public long OrgId { get; set; }

    public long Id { get; set; }

    /// <summary>
    /// The post's address within the blog: lower-case ASCII words joined by hyphens, at most 120 characters, unique among the organisation's
    /// live posts.
    /// </summary>
    public string Slug { get; set; } = null!;

    /// <summary>The headline, 1 to 200 characters.</summary>
    public string Title { get; set; } = null!;

    /// <summary>The text as it was written, in Markdown; at most 1 MiB of UTF-8.</summary>
    public string Body { get; set; } = null!;

    /// <summary>Whether the post is a draft, published or archived.</summary>
    public PostStatus Status { get; set; }

    /// <summary>The tags, at most 20 of 1 to 50 characters, in the author's order.</summary>
    public string[] Tags { get; set; } = [];

    /// <summary>Grows by one with every change. Send it as `expectedVersion` when you change the post.</summary>
    public int Version { get; set; }

    public long AuthorId { get; set; }

    /// <summary>Whose post it is: who created it, until an administrator hands it over.</summary>
    public User Author { get; set; } = null!;

    /// <summary>When the post was created.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    public long CreatedById { get; set; }

    /// <summary>Who created the post.</summary>
    public User CreatedBy { get; set; } = null!;

    /// <summary>When the post last changed.</summary>
    public DateTimeOffset UpdatedAt { get; set; }

    public long UpdatedById { get; set; }

    /// <summary>Who changed the post last.</summary>
    public User UpdatedBy { get; set; } = null!;

    /// <summary>
    /// Further fields defined by your site: a JSON object, at most 64 KiB of JSON as PostgreSQL writes it. Empty when there are none.
    /// </summary>
    public JsonElement Metadata { get; set; } = Jsonb.Empty;

    /// <summary>
    /// When the post was first published, here or where it lived before; null until then. It stays when the post is archived or goes
    /// back to draft, and a draft that has it is published under it.
    /// </summary>
    public DateTimeOffset? PublishedAt { get; set; }

    /// <summary>
    /// The version that readers see; null when none is live. For those who may not edit the post it is what they read, so `version` too.
    /// </summary>
    public int? LiveVersion { get; set; }

    /// <summary>The version that readers will see from `publishAt` on, whatever is edited until then; null when none is scheduled.</summary>
    public int? ScheduledVersion { get; set; }

    /// <summary>When the scheduled version goes live; null when none is scheduled.</summary>
    public DateTimeOffset? PublishAt { get; set; }

    /// <summary>The version that last changed title, slug, body, tags or metadata.</summary>
    public int EditedVersion { get; set; }

    /// <summary>When the post was moved to the trash; always null in a post that was read.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    public long? DeletedById { get; set; }
}

/// <summary>The status of a post.</summary>
public enum PostStatus
{
    /// <summary>A draft: readers do not see it.</summary>
    Draft,

    /// <summary>Published: readers see the version that is live, which may be an earlier one.</summary>
    Published,

    /// <summary>Archived: kept, but readers no longer see it.</summary>
    Archived,
}

/// <summary>Reads come from a view of what the viewer may see, writes go to the table behind it (Sql/Code/0920_views_of_posts.sql).</summary>
internal sealed class PostMapping : IEntityTypeConfiguration<Post>
{
    public void Configure(EntityTypeBuilder<Post> post)
    {
        post.ToTable("posts_all", "blog");
        post.ToView("posts", "blog");
        post.HasAnnotation(RecordRows.AllRows, "blog.posts_any");
        post.IsStampedByDatabase();
        post.Property(p => p.Slug).IsReturnedByWrites();
        post.Property(p => p.Title).IsReturnedByWrites();
        post.Property(p => p.Body).IsReturnedByWrites();
        post.Property(p => p.Status).IsReturnedByWrites().HasConversion(Upper<PostStatus>.Case);
        post.Property(p => p.Tags).IsReturnedByWrites();
        post.Property(p => p.Metadata).IsReturnedByWrites();
        post.Property(p => p.PublishedAt).IsReturnedByWrites();
        post.Property(p => p.LiveVersion).IsReturnedByWrites();
        post.Property(p => p.ScheduledVersion).IsReturnedByWrites();
        post.Property(p => p.PublishAt).IsReturnedByWrites();
        post.Property(p => p.EditedVersion).IsWrittenByDatabase();
        post.Property(p => p.AuthorId).IsReturnedByWrites();
        post.Property(p => p.CreatedById).HasColumnName("created_by");
        post.Property(p => p.UpdatedById).HasColumnName("updated_by");
        post.Property(p => p.DeletedById).HasColumnName("deleted_by");
        post.HasOne(p => p.Author).WithMany().HasForeignKey(p => p.AuthorId).HasPrincipalKey(to => to.Id);
        post.HasOne(p => p.CreatedBy).WithMany().HasForeignKey(p => p.CreatedById).HasPrincipalKey(to => to.Id);
        post.HasOne(p => p.UpdatedBy).WithMany().HasForeignKey(p => p.UpdatedById).HasPrincipalKey(to => to.Id);
    }
}
