using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Trash;

[MutationType]
public static class TrashMutations
{
    /// <summary>
    /// Moves a post to the trash, from where restorePost brings it back until its `purgeAt`. Needs the role AUTHOR, and EDITOR for the
    /// posts of others.
    /// </summary>
    /// <returns>The post as the trash has it; null when it was not moved.</returns>
    [UseMutationConvention(PayloadFieldName = "trashedPost")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<TrashedPost?> DeletePostAsync(
        DeletePostInput input, BlogDbContext blog, QueryContext<TrashedPost> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        return blog.OnceAsync(
            input,
            () => blog.ChangePostAsync(input.Id, input.ExpectedVersion, () => null, conflict, () => DeleteAsync(input, blog, query, ct), ct),
            effect => effect.TellAsync((id, version) => blog.TrashedPostAtAsync(id, version, query, ct)),
            ct);
    }

    /// <summary>
    /// Brings a post back from the trash, under another slug if one is given. Needs the role AUTHOR, and EDITOR for the posts of others.
    /// </summary>
    /// <returns>The live post; null when it was not restored.</returns>
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<SlugTakenException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<Post?> RestorePostAsync(
        RestorePostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        if (input.Slug is not null)
        {
            new ValidationErrors().Slug(input.Slug).Enforce();
        }

        return blog.OnceAsync(
            input,
            () => RestoreAsync(input, blog, query, conflict, ct),
            effect => effect.TellAsync((id, version) => blog.PostAtAsync(id, version, query, ct)),
            ct);
    }

    /// <summary>Removes a post of the trash for good; administrators only. The log keeps that it was there, not what it said in this entry.</summary>
    /// <returns>The id that was the post's; null when it was not removed.</returns>
    [UseMutationConvention(PayloadFieldName = "purgedPostId")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    [return: ID<Post>]
    public static Task<long> PurgePostAsync(
        PurgePostInput input, BlogDbContext blog, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Admin);
        return blog.OnceAsync(input, () => PurgeAsync(input, blog, conflict, ct), _ => Task.FromResult(input.Id), ct);
    }

    private static Task<TrashedPost> DeleteAsync(DeletePostInput input, BlogDbContext blog, QueryContext<TrashedPost> query, CancellationToken ct)
        => blog.WriteAsync(
            async () =>
            {
                var deletedAt = blog.AttachPost(input.Id, input.ExpectedVersion).Property(post => post.DeletedAt);
                (deletedAt.CurrentValue, deletedAt.IsModified) = (DateTimeOffset.UtcNow, true);
                await blog.SaveChangesAsync(ct);
                return await blog.Trash.Where(post => post.Id == input.Id).Select(query.Selector).SingleAsync(ct);
            },
            ct);

    private static async Task<Post> RestoreAsync(
        RestorePostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        var slug = input.Slug;
        try
        {
            return await blog.WriteAsync(
                async () =>
                {
                    var former = await SlugInTrashAsync(blog, input.Id, input.ExpectedVersion, ct);
                    slug = input.Slug ?? former;
                    var post = blog.AttachPost(input.Id, input.ExpectedVersion);
                    post.Property(p => p.DeletedAt).IsModified = true;
                    (post.Property(p => p.Slug).CurrentValue, post.Property(p => p.Slug).IsModified) = (slug, true);
                    return await blog.SaveAsync(post, query, ct);
                },
                ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw (await PostConflict.ExplainAsync(blog, input.Id, input.ExpectedVersion, null, conflict, ct)).OrMissing(new PostNotFoundException(input.Id));
        }
        catch (DbUpdateException e) when (SqlState.ViolatedUniqueIndex(e) == PostWrites.SlugIndex)
        {
            throw new SlugTakenException(slug!, await Slug.FreeAsync(blog, slug!, ct));
        }
    }

    private static async Task<long> PurgeAsync(
        PurgePostInput input, BlogDbContext blog, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        try
        {
            // thrown inside the transaction, so that a key which did nothing is not kept
            return await blog.WriteAsync(
                async () => await blog.PurgePostAsync(input.Id, input.ExpectedVersion, ct) ? input.Id : throw new DbUpdateConcurrencyException(), ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            throw (await PostConflict.ExplainAsync(blog, input.Id, input.ExpectedVersion, null, conflict, ct)).OrMissing(new PostNotFoundException(input.Id));
        }
    }

    /// <summary>The slug the post had, which also makes sure that it is in the trash at that version.</summary>
    /// <exception cref="DbUpdateConcurrencyException">It is not.</exception>
    private static async Task<string> SlugInTrashAsync(BlogDbContext blog, long id, int version, CancellationToken ct)
        => await blog.Trash.Where(post => post.Id == id && post.Version == version).Select(post => post.Slug).FirstOrDefaultAsync(ct)
            ?? throw new DbUpdateConcurrencyException();
}
