using GraphBlog.Engine.Relay;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Users;

/// <summary>The identity of a person at an identity provider.</summary>
/// <param name="UserId">The person.</param>
/// <param name="Issuer">The provider, as its tokens name it in `iss`. When it is left out, `subject` is an e-mail address, and a token with
/// that verified address is linked when it first arrives, where the setting Auth__LinkBy is VerifiedEmail.</param>
/// <param name="Subject">The provider's own name for the person, as its tokens have it in `sub`, or an e-mail address; 1 to 255 characters.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record LinkSubjectInput([property: ID<User>] long UserId, string? Issuer, string Subject, string? IdempotencyKey) : IIdempotentInput;

/// <summary>A subject to unlink.</summary>
/// <param name="Id">The subject.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record UnlinkSubjectInput([property: ID<UserSubject>] long Id, int ExpectedVersion, string? IdempotencyKey)
    : IVersionedInput, IIdempotentInput;
