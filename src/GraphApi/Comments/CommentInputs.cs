using System.Text.Json.Serialization;
using GraphBlog.Engine.Relay;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Comments;

/// <summary>A new comment.</summary>
/// <param name="PostId">The live post to comment on.</param>
/// <param name="Body">The text, 1 to 10,000 characters.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record AddCommentInput([property: ID<Post>] long PostId, string Body, string? IdempotencyKey) : IIdempotentInput;

/// <summary>The new text of a comment.</summary>
/// <param name="Id">The comment.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="Body">The text, 1 to 10,000 characters.</param>
/// <param name="OnConflict">REJECT when left out.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record UpdateCommentInput(
    [property: ID<Comment>] long Id, int ExpectedVersion, string Body,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConflictPolicy? OnConflict, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>A comment to delete.</summary>
/// <param name="Id">The comment.</param>
/// <param name="ExpectedVersion">The version you have read.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record DeleteCommentInput([property: ID<Comment>] long Id, int ExpectedVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>A deleted comment to bring back.</summary>
/// <param name="Id">The comment.</param>
/// <param name="ExpectedVersion">The version you have read.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record RestoreCommentInput([property: ID<Comment>] long Id, int ExpectedVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>The version of a comment to restore.</summary>
/// <param name="Id">The comment.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="ToVersion">The version whose text to restore.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record RevertCommentInput([property: ID<Comment>] long Id, int ExpectedVersion, int ToVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;
