using System.Text.Json;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A post as it was at one of its versions.</summary>
public sealed class PostRevision(Revision revision)
{
    /// <summary>The version.</summary>
    public int Version { get; } = revision.Version;

    /// <summary>The slug of this version.</summary>
    public string Slug => Row.Slug;

    /// <summary>The title of this version.</summary>
    public string Title => Row.Title;

    /// <summary>The text of this version, in Markdown.</summary>
    public string Body => Row.Body;

    /// <summary>The status of this version.</summary>
    public PostStatus Status => Row.Status;

    /// <summary>The tags of this version.</summary>
    public IReadOnlyList<string> Tags => Row.Tags;

    /// <summary>The further fields of this version.</summary>
    public JsonElement Metadata => Row.Metadata;

    /// <summary>When this version was made.</summary>
    public DateTimeOffset ChangedAt { get; } = revision.ChangedAt;

    /// <summary>When it was moved to the trash; null when this version was a live one.</summary>
    public DateTimeOffset? DeletedAt => Row.DeletedAt;

    internal long? ChangedById { get; } = revision.ChangedById;

    internal long EntryId { get; } = revision.EntryId;

    internal PostRow Row { get; } = revision.Row<PostRow>();
}

/// <summary>The columns of a post, as the database writes a row in JSON.</summary>
internal sealed record PostRow(
    long OrgId, long Id, long AuthorId, string Slug, string Title, string Body, PostStatus Status, string[] Tags, JsonElement Metadata,
    DateTimeOffset? PublishedAt, DateTimeOffset CreatedAt, long CreatedBy, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, long? DeletedBy);
