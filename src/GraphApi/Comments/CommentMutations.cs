using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Comments;

[MutationType]
public static class CommentMutations
{
    /// <summary>Adds a comment of the viewer's to a live post.</summary>
    /// <returns>The new comment; null when it was not added.</returns>
    [Requires(Role.Author)]
    [Error<PostNotFoundException>, Error<ValidationException>]
    public static async Task<Comment?> AddCommentAsync(AddCommentInput input, BlogDbContext blog, QueryContext<Comment> query, CancellationToken ct)
    {
        Body(input.Body).Enforce();
        var comment = new Comment { OrgId = blog.Tenant.OrgId, PostId = input.PostId, AuthorId = blog.Tenant.WriterId, Body = input.Body };
        return await blog.AddAsync(comment, query, ct) ?? throw new PostNotFoundException(input.PostId);
    }

    /// <summary>
    /// Changes the text of a comment, if nobody changed it since `expectedVersion`; with `onConflict: MERGE`, if nobody changed the same words.
    /// </summary>
    /// <returns>The comment as it is now; null when it was not changed.</returns>
    [Requires(Role.Author, And = "and EDITOR for the comments of others")]
    [Error<ConcurrencyException>, Error<CommentNotFoundException>, Error<ValidationException>]
    public static async Task<Comment?> UpdateCommentAsync(
        UpdateCommentInput input, BlogDbContext blog, QueryContext<Comment> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        Body(input.Body).Enforce();
        var changes = new Patch<Comment>().Set<string>(nameof(Comment.Body), input.Body);
        return await blog.ChangeAsync(input, changes, query, conflict, ct, input.OnConflict);
    }

    /// <summary>Deletes a comment; restoreComment brings it back for 30 days.</summary>
    /// <returns>The id that was the comment's; null when it was not deleted.</returns>
    [UseMutationConvention(PayloadFieldName = "deletedCommentId")]
    [Requires(Role.Author, And = "and EDITOR for the comments of others")]
    [Error<ConcurrencyException>, Error<CommentNotFoundException>]
    [return: ID<Comment>]
    public static Task<long> DeleteCommentAsync(
        DeleteCommentInput input, BlogDbContext blog, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => blog.TrashAsync<Comment>(input, conflict, ct);

    /// <summary>Brings a deleted comment back.</summary>
    /// <returns>The live comment; null when it was not restored.</returns>
    [Requires(Role.Author, And = "and EDITOR for the comments of others")]
    [Error<ConcurrencyException>, Error<CommentNotFoundException>]
    public static async Task<Comment?> RestoreCommentAsync(
        RestoreCommentInput input, BlogDbContext blog, QueryContext<Comment> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await blog.RestoreAsync(input, new Patch<Comment>(), query, conflict, ct);

    /// <summary>Writes a new version of a comment with the text of an old one; its audit entry says which.</summary>
    /// <returns>The comment as it is now; null when it was not changed.</returns>
    [Requires(Role.Author, And = "and EDITOR for the comments of others")]
    [Error<ConcurrencyException>, Error<CommentNotFoundException>, Error<RevisionNotFoundException>]
    public static async Task<Comment?> RevertCommentAsync(
        RevertCommentInput input, BlogDbContext blog, QueryContext<Comment> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await blog.RevertAsync(input, input.ToVersion, RecordTypes.Of<Comment>().ToRevert(null), query, conflict, ct);

    /// <summary>What is wrong with the text of a comment.</summary>
    internal static ValidationErrors Body(string body) => new ValidationErrors().Text("body", body, text =>
        !VisibleText.Is(text) ? "The comment must not be empty."
        : ValidationErrors.Characters(text) > 10_000 ? $"The comment has {ValidationErrors.Characters(text)} characters; 10000 are allowed." : null);
}
