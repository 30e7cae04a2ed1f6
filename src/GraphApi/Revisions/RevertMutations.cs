using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A version of a post to bring back.</summary>
/// <param name="Id">The post.</param>
/// <param name="ExpectedVersion">The version you have read; any change since is a ConcurrencyError.</param>
/// <param name="ToVersion">The version whose content comes back.</param>
/// <param name="Fields">Which of title, slug, body, status, tags and metadata come back; all of them when left out.</param>
/// <param name="IdempotencyKey">Your own name for this change: sent again within 24 hours, it answers the first result and writes nothing.</param>
public sealed record RevertPostInput(
    [property: ID<Post>] long Id, int ExpectedVersion, int ToVersion, IReadOnlyList<string>? Fields, string? IdempotencyKey) : IIdempotentInput;

[MutationType]
public static class RevertMutations
{
    /// <summary>
    /// Writes a new version of a post equal to an old one; its audit entry says which. `publishedAt` never changes. Needs the role
    /// AUTHOR, and EDITOR for the posts of others.
    /// </summary>
    /// <returns>The post as it is now; null when it was not changed.</returns>
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<RevisionNotFoundException>, Error<SlugTakenException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<Post?> RevertPostAsync(
        RevertPostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        var fields = PostPatch.Fields(input.Fields);
        return blog.OnceAsync(
            input,
            () => RevertAsync(input, fields, blog, query, conflict, ct),
            effect => blog.PostAtAsync(effect.RecordId ?? input.Id, effect.Version ?? input.ExpectedVersion, query, ct),
            ct);
    }

    private static Task<Post> RevertAsync(
        RevertPostInput input, IReadOnlySet<string> fields, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict,
        CancellationToken ct)
    {
        Patch<Post>? changes = null;
        return blog.ChangePostAsync(
            input.Id, input.ExpectedVersion, () => changes, conflict,
            () => blog.WriteAsync(
                async () =>
                {
                    var was = await blog.Revisions(RecordHistory.Posts, [input.Id], [input.ToVersion]).SingleOrDefaultAsync(ct)
                        ?? throw await NotReachedAsync(input, blog, conflict, ct);
                    changes = PostPatch.Of(new PostRevision(was), fields);
                    var post = blog.AttachPost(input.Id, input.ExpectedVersion);
                    changes.ApplyTo(post);
                    return changes.Values.Count > 0 ? await blog.SaveAsync(post, query, ct) : await blog.UnchangedAsync(post, query, ct);
                },
                ct,
                revertsTo: input.ToVersion),
            ct);
    }

    /// <summary>A post that is gone or has moved on says so first; only then it is the version's fault.</summary>
    private static async Task<Exception> NotReachedAsync(
        RevertPostInput input, BlogDbContext blog, SelectionOf<ConcurrencyException> asked, CancellationToken ct)
        => await PostConflict.ExplainAsync(blog, input.Id, input.ExpectedVersion, null, asked, ct) is var reason
            && reason is ConcurrencyException { InTrash: false } conflict && conflict.CurrentVersion == input.ExpectedVersion
            ? new RevisionNotFoundException(input.ToVersion)
            : reason;
}
