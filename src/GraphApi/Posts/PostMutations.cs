using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Posts;

[MutationType]
public static class PostMutations
{
    private const int NumberedSlugs = 8;

    /// <summary>Writes a new post of the viewer's.</summary>
    /// <returns>The new post; null when it was not written.</returns>
    [Requires(Role.Author)]
    [Error<SlugTakenException>, Error<ValidationException>]
    public static async Task<Post?> CreatePostAsync(CreatePostInput input, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
    {
        PostRules.Check(input);
        for (var attempt = 1; ; attempt++)
        {
            // A slug that nobody chose gives way: to the next number, and when others keep taking that, to one that nobody else can have
            // thought of. One that the client chose does not.
            var slug = input.Slug ?? (attempt < NumberedSlugs
                ? await Slug.FreeAsync(blog, Slug.Of(input.Title), ct) : Slug.Unforeseen(Slug.Of(input.Title)));
            try
            {
                return await blog.AddAsync(PostPatch.Of(input, slug, blog.Tenant), query, ct);
            }
            catch (SlugTakenException) when (input.Slug is null)
            {
                // somebody took it in this very moment
            }
        }
    }

    /// <summary>
    /// Changes the fields of the working copy that are given, if nobody changed the post since `expectedVersion`; with `onConflict: MERGE`, if nobody changed
    /// the same fields.
    /// </summary>
    /// <returns>The post as it is now; null when it was not changed.</returns>
    [Requires(Role.Author, And = "and EDITOR for the posts of others and for `publishedAt`")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<SlugTakenException>, Error<ValidationException>]
    public static async Task<Post?> UpdatePostAsync(
        UpdatePostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(input.PublishedAt.HasValue ? Role.Editor : Role.Author);
        return await blog.ChangeAsync(input, PostPatch.Of(input), query, conflict, ct, input.OnConflict);
    }

    /// <summary>Writes a new version of a post equal to an old one; its audit entry says which. `publishedAt` never changes.</summary>
    /// <returns>The post as it is now; null when it was not changed.</returns>
    [Requires(Role.Author, And = "and EDITOR for the posts of others")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<RevisionNotFoundException>, Error<SlugTakenException>]
    [Error<ValidationException>]
    public static async Task<Post?> RevertPostAsync(
        RevertPostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await blog.RevertAsync(input, input.ToVersion, RecordTypes.Of<Post>().ToRevert(input.Fields), query, conflict, ct);

    /// <summary>
    /// Makes exactly the version you have read what readers see, at once or from `publishAt` on; edits that follow do not change it. With a
    /// moment ahead readers go on seeing what they see until then.
    /// </summary>
    /// <returns>The post as it is now; null when it was not published.</returns>
    [Requires(Role.Author, And = "and EDITOR for the posts of others")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<SlugTakenException>, Error<ValidationException>]
    public static async Task<Post?> PublishPostAsync(
        PublishPostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await blog.ChangeAsync(input, PostPatch.Of(input), query, conflict, ct);

    /// <summary>Takes away what readers see of a post, and what they would see from a moment on. The working copy stays, as a draft.</summary>
    /// <returns>The post as it is now; null when it was not changed.</returns>
    [Requires(Role.Author, And = "and EDITOR for the posts of others")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>]
    public static async Task<Post?> UnpublishPostAsync(
        UnpublishPostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await blog.ChangeAsync(input, PostPatch.Live(null), query, conflict, ct);

    /// <summary>Moves a post to the trash, from where restorePost brings it back until its `purgeAt`.</summary>
    /// <returns>The post as the trash has it; null when it was not moved.</returns>
    [UseMutationConvention(PayloadFieldName = "trashedPost")]
    [Requires(Role.Author, And = "and EDITOR for the posts of others")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>]
    public static async Task<TrashedPost?> DeletePostAsync(
        DeletePostInput input, BlogDbContext blog, QueryContext<TrashedPost> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await blog.TrashAsync<Post, TrashedPost>(input, query, conflict, ct);

    /// <summary>Brings a post back from the trash, under another slug if one is given.</summary>
    /// <returns>The live post; null when it was not restored.</returns>
    [Requires(Role.Author, And = "and EDITOR for the posts of others")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<SlugTakenException>, Error<ValidationException>]
    public static async Task<Post?> RestorePostAsync(
        RestorePostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => await blog.RestoreAsync(input, PostPatch.Of(input), query, conflict, ct);

    /// <summary>Removes a post of the trash for good. The log keeps that it was there, not what it said in this entry.</summary>
    /// <returns>The id that was the post's; null when it was not removed.</returns>
    [UseMutationConvention(PayloadFieldName = "purgedPostId")]
    [Requires(Role.Admin)]
    [Error<ConcurrencyException>, Error<PostNotFoundException>]
    [return: ID<Post>]
    public static Task<long> PurgePostAsync(
        PurgePostInput input, BlogDbContext blog, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
        => blog.PurgeAsync<Post>(input, conflict, ct);
}
