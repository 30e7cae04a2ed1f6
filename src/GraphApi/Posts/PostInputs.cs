using System.Text.Json;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Posts;

/// <summary>A new post.</summary>
/// <param name="Title">The headline, 1 to 200 characters.</param>
/// <param name="Slug">The slug; made from the title when left out.</param>
/// <param name="Body">The text in Markdown, at most 1 MiB of UTF-8.</param>
/// <param name="Status">DRAFT when left out.</param>
/// <param name="Tags">At most 20 tags of 1 to 50 characters, each on one line. Surrounding white space is removed, and duplicates are
/// dropped.</param>
/// <param name="PublishedAt">When it was first published elsewhere, not in the future; a draft keeps it until it is published here.</param>
/// <param name="Metadata">Further fields defined by your site: a JSON object of at most 64 KiB. Empty when left out.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record CreatePostInput(
    string Title,
    string? Slug,
    string Body,
    PostStatus? Status,
    IReadOnlyList<string>? Tags,
    DateTimeOffset? PublishedAt,
    JsonElement? Metadata,
    string? IdempotencyKey) : IIdempotentInput;

/// <summary>Changes of a post. A field that is left out stays as it is.</summary>
/// <param name="Id">The post.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="Title">The headline, 1 to 200 characters.</param>
/// <param name="Slug">The slug.</param>
/// <param name="Body">The text in Markdown, at most 1 MiB of UTF-8.</param>
/// <param name="Status">The status. PUBLISHED publishes the version that this change makes, and any other takes the live version away; left out,
/// readers go on seeing what they see.</param>
/// <param name="Tags">At most 20 tags of 1 to 50 characters, each on one line. Surrounding white space is removed, and duplicates are
/// dropped.</param>
/// <param name="PublishedAt">When it was first published, not in the future; needs the role EDITOR.</param>
/// <param name="Metadata">Further fields defined by your site, replacing all present ones: a JSON object of at most 64 KiB.</param>
/// <param name="OnConflict">REJECT when left out.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record UpdatePostInput(
    [property: ID<Post>] long Id,
    int ExpectedVersion,
    Optional<string?> Title,
    Optional<string?> Slug,
    Optional<string?> Body,
    Optional<PostStatus?> Status,
    Optional<IReadOnlyList<string>?> Tags,
    Optional<DateTimeOffset?> PublishedAt,
    Optional<JsonElement?> Metadata,
    ConflictPolicy? OnConflict,
    string? IdempotencyKey) : IVersionedInput, IIdempotentInput;

/// <summary>The version of a post to restore.</summary>
/// <param name="Id">The post.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="ToVersion">The version whose content to restore.</param>
/// <param name="Fields">Which of title, slug, body, status, tags and metadata to restore; all of them when left out.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record RevertPostInput(
    [property: ID<Post>] long Id, int ExpectedVersion, int ToVersion, IReadOnlyList<string>? Fields, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>The version of a post that readers are to see.</summary>
/// <param name="Id">The post.</param>
/// <param name="ExpectedVersion">The version you have read, which is the one that goes live; any change since is a ConcurrencyError.</param>
/// <param name="PublishAt">From when on readers see it; at once when left out or past. At most ten years ahead.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record PublishPostInput([property: ID<Post>] long Id, int ExpectedVersion, DateTimeOffset? PublishAt, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>A post that readers are not to see any more.</summary>
/// <param name="Id">The post.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record UnpublishPostInput([property: ID<Post>] long Id, int ExpectedVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>A post to move to the trash.</summary>
/// <param name="Id">The post.</param>
/// <param name="ExpectedVersion">The version you have read.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record DeletePostInput([property: ID<Post>] long Id, int ExpectedVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>A post to bring back from the trash.</summary>
/// <param name="Id">The post: its own id, or the one it has in the trash.</param>
/// <param name="ExpectedVersion">The version you have read.</param>
/// <param name="Slug">Another slug, for when a live post has taken the old one.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record RestorePostInput([property: ID<Post, TrashedPost>] long Id, int ExpectedVersion, string? Slug, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>A post in the trash to remove for good.</summary>
/// <param name="Id">The post: its own id, or the one it has in the trash.</param>
/// <param name="ExpectedVersion">The version you have read.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record PurgePostInput([property: ID<Post, TrashedPost>] long Id, int ExpectedVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;
