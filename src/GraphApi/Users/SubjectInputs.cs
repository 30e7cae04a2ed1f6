using GraphBlog.Engine.Relay;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Users;

/// <summary>What an identity provider calls a person.</summary>
/// <param name="UserId">The person.</param>
/// <param name="Issuer">The provider, as its tokens have it in `iss`. Left out: the subject is an e-mail address, by which the server links what a provider calls its verified owner, where its setting Auth__LinkBy is VerifiedEmail.</param>
/// <param name="Subject">The provider's own name for the person, as its tokens have it in `sub`, or an e-mail address; 1 to 255 characters.</param>
/// <param name="IdempotencyKey">Your own name for this change: sent again within 24 hours, it answers the first result and writes nothing.</param>
public sealed record LinkSubjectInput([property: ID<User>] long UserId, string? Issuer, string Subject, string? IdempotencyKey) : IIdempotentInput;

/// <summary>A subject that is to count no longer.</summary>
/// <param name="Id">The subject.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="IdempotencyKey">Your own name for this change: sent again within 24 hours, it answers the first result and writes nothing.</param>
public sealed record UnlinkSubjectInput([property: ID<UserSubject>] long Id, int ExpectedVersion, string? IdempotencyKey) : IVersionedInput, IIdempotentInput;
