using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Whose posts to hand over, and to whom.</summary>
/// <param name="FromUserId">The person whose posts they are; also one who is deactivated.</param>
/// <param name="ToUserId">The person whose posts they will be.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing.</param>
public sealed record TransferPostsInput([property: ID<User>] long FromUserId, [property: ID<User>] long ToUserId, string? IdempotencyKey) : IIdempotentInput;

/// <param name="Count">How many posts were handed over, those in the trash too.</param>
/// <param name="RequestId">The id that the log has for the request, by which revertChanges takes it back; null when nothing was handed over.</param>
public sealed record PostTransfer(int Count, string? RequestId) : IRecordedChanges<PostTransfer>
{
    static async Task<PostTransfer?> IRecordedChanges<PostTransfer>.ReplayAsync(
        BlogDbContext blog, object input, IQueryable<AuditEntry> made, CancellationToken ct)
    {
        var requests = await made.Select(entry => entry.RequestId).ToListAsync(ct);
        return new(requests.Count, requests.FirstOrDefault());
    }
}

[MutationType]
public static class PostTransferMutations
{
    /// <summary>
    /// Hands all posts of a person over to another, also drafts and those in the trash, in one transaction: each gets a new version that
    /// differs in its author alone. What they wrote stays theirs in the log.
    /// </summary>
    /// <returns>What was handed over.</returns>
    [UseMutationConvention(IsPayload = true)]
    [Requires(Role.Admin)]
    [Error<UserNotFoundException>, Error<ValidationException>]
    public static async Task<PostTransfer?> TransferPostsAsync(TransferPostsInput input, BlogDbContext blog, CancellationToken ct)
        => input.FromUserId == input.ToUserId ? throw new ValidationException("toUserId", "The posts are that person's already.")
            : await blog.WriteAsync(
                async () =>
                {
                    long[] ids = [input.FromUserId, input.ToUserId];
                    var people = await blog.Users.Where(user => ids.Contains(user.Id)).Select(user => new { user.Id, user.DeletedAt }).ToListAsync(ct);
                    var missing = ids.Cast<long?>().FirstOrDefault(id => people.TrueForAll(person => person.Id != id));
                    return missing is { } unknown ? throw new UserNotFoundException(unknown)
                        : people.Exists(person => person.Id == input.ToUserId && person.DeletedAt is not null)
                            ? throw new ValidationException("toUserId", "That person is deactivated.")
                            : Transferred(await blog.TransferPostsAsync(input.FromUserId, input.ToUserId, ct), blog.Tenant.RequestId);
                },
                ct);

    private static PostTransfer Transferred(int count, string? requestId) => new(count, count > 0 ? requestId : null);
}
