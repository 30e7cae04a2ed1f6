using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Comments;

[MutationType]
public static class CommentMutations
{
    /// <summary>Adds a comment of the viewer's to a live post. Needs the role AUTHOR.</summary>
    /// <returns>The new comment; null when it was not added.</returns>
    [Error<PostNotFoundException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<Comment?> AddCommentAsync(AddCommentInput input, BlogDbContext blog, QueryContext<Comment> query, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        CheckBody(input.Body);
        return blog.OnceAsync(
            input, () => AddAsync(input, blog, query, ct), effect => effect.TellAsync((id, version) => blog.CommentAtAsync(id, version, query, ct)), ct);
    }

    /// <summary>
    /// Changes the text of a comment, if nobody changed it since `expectedVersion`. Needs the role AUTHOR, and EDITOR for the comments
    /// of others.
    /// </summary>
    /// <returns>The comment as it is now; null when it was not changed.</returns>
    [Error<ConcurrencyException>, Error<CommentNotFoundException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<Comment?> UpdateCommentAsync(
        UpdateCommentInput input, BlogDbContext blog, QueryContext<Comment> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        CheckBody(input.Body);
        var changes = new Patch<Comment>().Set<string>(nameof(Comment.Body), input.Body);
        return blog.OnceAsync(
            input,
            () => Conflict.OrExplainAsync(
                () => blog.WriteAsync(
                    async () =>
                    {
                        var comment = blog.AttachComment(input.Id, input.ExpectedVersion);
                        changes.ApplyTo(comment);
                        return await blog.SaveAsync(comment, query, ct) ?? throw new CommentNotFoundException(input.Id);
                    },
                    ct),
                () => CommentConflict.ExplainAsync(blog, input.Id, input.ExpectedVersion, changes, conflict, ct)),
            effect => blog.CommentAtAsync(effect.RecordId ?? input.Id, effect.Version ?? input.ExpectedVersion, query, ct),
            ct);
    }

    /// <summary>Deletes a comment. Needs the role AUTHOR, and EDITOR for the comments of others.</summary>
    /// <returns>The id that was the comment's; null when it was not deleted.</returns>
    [UseMutationConvention(PayloadFieldName = "deletedCommentId")]
    [Error<ConcurrencyException>, Error<CommentNotFoundException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    [return: ID<Comment>]
    public static Task<long> DeleteCommentAsync(
        DeleteCommentInput input, BlogDbContext blog, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        return blog.OnceAsync(
            input,
            () => Conflict.OrExplainAsync(
                () => blog.WriteAsync(
                    async () =>
                    {
                        var deletedAt = blog.AttachComment(input.Id, input.ExpectedVersion).Property(comment => comment.DeletedAt);
                        (deletedAt.CurrentValue, deletedAt.IsModified) = (DateTimeOffset.UtcNow, true);
                        await blog.SaveChangesAsync(ct);
                        return input.Id;
                    },
                    ct),
                () => CommentConflict.ExplainAsync(blog, input.Id, input.ExpectedVersion, null, conflict, ct)),
            _ => Task.FromResult(input.Id),
            ct);
    }

    private static async Task<Comment> AddAsync(AddCommentInput input, BlogDbContext blog, QueryContext<Comment> query, CancellationToken ct)
    {
        var comment = new Comment { OrgId = blog.Tenant.OrgId, PostId = input.PostId, AuthorId = blog.Tenant.UserId, Body = input.Body };
        try
        {
            return await blog.WriteAsync(
                async () => await blog.SaveAsync(blog.Add(comment), query, ct) ?? throw new PostNotFoundException(input.PostId), ct);
        }
        catch (DbUpdateException e) when (SqlState.IsAgainstRowRule(e))
        {
            throw new PostNotFoundException(input.PostId);      // of this row's rules only the post's is not met for sure
        }
    }

    private static void CheckBody(string body) => new ValidationErrors().Text("body", body, text =>
        !VisibleText.Is(text) ? "The comment must not be empty."
        : ValidationErrors.Characters(text) > 10_000 ? $"The comment has {ValidationErrors.Characters(text)} characters; 10000 are allowed." : null).Enforce();
}
