using GraphBlog.Engine.EntityFramework.Sorting;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Posts;

/// <summary>
/// A key to order posts by. Several keys are several inputs, the most significant first; those in one input count in the order title, slug,
/// status, version, createdAt, updatedAt, publishedAt.
/// </summary>
public sealed class PostSortInput : SortInput<Post>
{
    /// <summary>The headline, as the database orders text.</summary>
    public Optional<SortEnumType?> Title { get; set; }

    /// <summary>The slug, as the database orders text.</summary>
    public Optional<SortEnumType?> Slug { get; set; }

    /// <summary>The status, ordered by its name: ARCHIVED, DRAFT, PUBLISHED.</summary>
    public Optional<SortEnumType?> Status { get; set; }

    /// <summary>The version.</summary>
    public Optional<SortEnumType?> Version { get; set; }

    /// <summary>When the post was created.</summary>
    public Optional<SortEnumType?> CreatedAt { get; set; }

    /// <summary>When the post last changed.</summary>
    public Optional<SortEnumType?> UpdatedAt { get; set; }

    /// <summary>When the post was first published; posts that were not yet count as later than all that were.</summary>
    public Optional<SortEnumType?> PublishedAt { get; set; }
}
