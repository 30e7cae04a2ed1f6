using GraphBlog.Engine.Relay;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Errors;

/// <summary>
/// There is no such post where you looked: it never existed, was purged, or is in the trash (or, for restorePost and purgePost, is not).
/// </summary>
public sealed class PostNotFoundException(long id) : Exception("There is no such post.")
{
    /// <summary>The id that was asked for.</summary>
    [ID<Post>]
    public long PostId { get; } = id;
}

/// <summary>There is no such comment for you: it never existed, is gone for good, or belongs to a post or to the trash that you do not see.</summary>
public sealed class CommentNotFoundException(long id) : Exception("There is no such comment.")
{
    /// <summary>The id that was asked for.</summary>
    [ID<Comment>]
    public long CommentId { get; } = id;
}

/// <summary>There is no such person in the organisation, or they are deactivated (or, for reactivateUser, are not).</summary>
public sealed class UserNotFoundException(long id) : Exception("There is no such user.")
{
    /// <summary>The id that was asked for.</summary>
    [ID<User>]
    public long UserId { get; } = id;
}

/// <summary>Another person of the organisation has this handle.</summary>
public sealed class HandleTakenException(string handle) : Exception($"The handle '{handle}' belongs to somebody else.")
{
    /// <summary>The handle that was asked for.</summary>
    public string Handle { get; } = handle;
}

/// <summary>There is no such subject in the organisation.</summary>
public sealed class SubjectNotFoundException(long id) : Exception("There is no such subject.")
{
    /// <summary>The id that was asked for.</summary>
    [ID<UserSubject>]
    public long SubjectId { get; } = id;
}

/// <summary>The subject is linked to another person of the organisation; unlink it there first.</summary>
public sealed class SubjectTakenException(long userId) : Exception("The subject is linked to somebody else.")
{
    /// <summary>The person to whom it is linked.</summary>
    [ID<User>]
    public long UserId { get; } = userId;
}

/// <summary>Another live post has this slug.</summary>
public sealed class SlugTakenException(string slug, string suggestion) : Exception($"The slug '{slug}' belongs to another post.")
{
    /// <summary>The slug that was asked for.</summary>
    public string Slug { get; } = slug;

    /// <summary>A similar slug that was free a moment ago.</summary>
    public string Suggestion { get; } = suggestion;
}

/// <summary>A value cannot be accepted. Nothing was written.</summary>
public sealed class ValidationException(string field, string message) : Exception(message)
{
    /// <summary>The input field that has to change.</summary>
    public string Field { get; } = field;
}

/// <summary>The record never had this version, or its history no longer reaches back that far.</summary>
public sealed class RevisionNotFoundException(int version) : Exception($"There is no version {version} to go back to.")
{
    /// <summary>The version that was asked for.</summary>
    public int Version { get; } = version;
}

/// <summary>The key was used for something else within the last 24 hours. Nothing was written.</summary>
public sealed class IdempotencyMismatchException(string idempotencyKey) : Exception("The idempotency key was used with another input.")
{
    /// <summary>The key.</summary>
    public string IdempotencyKey { get; } = idempotencyKey;
}
