using System.Text.Json.Serialization;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Users;

/// <summary>A new person of the organisation.</summary>
/// <param name="Handle">The name a token and a URL use: a lower-case letter, then up to 62 of a to z, 0 to 9, `.`, `_` and `-`. It never
/// changes.</param>
/// <param name="DisplayName">The name people read, 1 to 200 characters.</param>
/// <param name="Role">What the person may do.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record CreateUserInput(string Handle, string DisplayName, Role Role, string? IdempotencyKey) : IIdempotentInput;

/// <summary>Changes of a person. A field that is left out stays as it is.</summary>
/// <param name="Id">The person.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="DisplayName">The name people read, 1 to 200 characters.</param>
/// <param name="Role">What the person may do; administrators only.</param>
/// <param name="OnConflict">REJECT when left out.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record UpdateUserInput(
    [property: ID<User>] long Id, int ExpectedVersion, Optional<string?> DisplayName, Optional<Role?> Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConflictPolicy? OnConflict, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>A person to deactivate.</summary>
/// <param name="Id">The person.</param>
/// <param name="ExpectedVersion">The version you have read.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record DeactivateUserInput([property: ID<User>] long Id, int ExpectedVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>A deactivated person to let in again.</summary>
/// <param name="Id">The person.</param>
/// <param name="ExpectedVersion">The version you have read.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record ReactivateUserInput([property: ID<User>] long Id, int ExpectedVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;

/// <summary>The version of a person to restore.</summary>
/// <param name="Id">The person.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="ToVersion">The version whose values to restore.</param>
/// <param name="Fields">Which of displayName and role to restore; both when left out.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record RevertUserInput(
    [property: ID<User>] long Id, int ExpectedVersion, int ToVersion, IReadOnlyList<string>? Fields, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;
