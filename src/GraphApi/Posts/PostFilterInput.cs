using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Posts;

/// <summary>A filter of posts; all its conditions must hold. At most 100 conditions, 1000 values in lists and 10 levels.</summary>
public sealed class PostFilterInput : FilterInput<Post, PostFilterInput>
{
    /// <summary>The slug.</summary>
    public Optional<StringOperationFilterInput?> Slug { get; set; }

    /// <summary>The headline.</summary>
    public Optional<StringOperationFilterInput?> Title { get; set; }

    /// <summary>The status.</summary>
    public Optional<EnumOperationFilterInput<PostStatus>?> Status { get; set; }

    /// <summary>The tags.</summary>
    public Optional<StringListFilterInput?> Tags { get; set; }

    /// <summary>The author, by the user's ID.</summary>
    [ID<User>]
    public Optional<IdOperationFilterInput?> AuthorId { get; set; }

    /// <summary>The version.</summary>
    public Optional<IntOperationFilterInput?> Version { get; set; }

    /// <summary>When the post was created.</summary>
    public Optional<DateTimeOperationFilterInput?> CreatedAt { get; set; }

    /// <summary>When the post last changed.</summary>
    public Optional<DateTimeOperationFilterInput?> UpdatedAt { get; set; }

    /// <summary>When the post was first published; missing until then.</summary>
    public Optional<DateTimeOperationFilterInput?> PublishedAt { get; set; }
}
