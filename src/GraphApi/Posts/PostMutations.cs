using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

[MutationType]
public static class PostMutations
{
    private const int NumberedSlugs = 4;

    /// <summary>Writes a new post of the viewer's. Needs the role AUTHOR.</summary>
    /// <returns>The new post; null when it was not written.</returns>
    [Error<SlugTakenException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<Post?> CreatePostAsync(CreatePostInput input, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        var rules = new ValidationErrors().Title(input.Title).Body(input.Body).Tags(input.Tags ?? [])
            .Metadata(input.Metadata ?? Jsonb.Empty);
        _ = input.PublishedAt is { } publishedAt ? rules.PublishedAt(publishedAt) : rules;
        (input.Slug is null ? rules : rules.Slug(input.Slug)).Enforce();
        return blog.OnceAsync(
            input, () => CreateAsync(input, blog, query, ct), effect => effect.TellAsync((id, version) => blog.PostAtAsync(id, version, query, ct)), ct);
    }

    /// <summary>
    /// Changes the fields that are given, if nobody changed the post since `expectedVersion`; with `onConflict: MERGE`, if nobody changed
    /// the same fields. Needs the role AUTHOR, and EDITOR for the posts of others and for `publishedAt`.
    /// </summary>
    /// <returns>The post as it is now; null when it was not changed.</returns>
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<SlugTakenException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<Post?> UpdatePostAsync(
        UpdatePostInput input, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(input.PublishedAt.HasValue ? Role.Editor : Role.Author);
        var changes = PostPatch.Of(input);
        return blog.OnceAsync<UpdatePostInput, Post?>(
            input,
            () => blog.ChangePostAsync(
                input.Id, input.ExpectedVersion, () => changes, conflict, () => UpdateAsync(input, changes, blog, query, conflict, ct), ct),
            effect => blog.PostAtAsync(effect.RecordId ?? input.Id, effect.Version ?? input.ExpectedVersion, query, ct),
            ct);
    }

    private static async Task<Post> CreateAsync(CreatePostInput input, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            // A slug that nobody chose gives way: to the next number, and when others keep taking that, to one that nobody else can have
            // thought of. One that the client chose does not.
            var slug = input.Slug ?? (attempt < NumberedSlugs ? await Slug.FreeAsync(blog, Slug.Of(input.Title), ct) : Slug.Unforeseen(Slug.Of(input.Title)));
            var post = new Post
            {
                OrgId = blog.Tenant.OrgId,
                AuthorId = blog.Tenant.UserId,
                Title = input.Title,
                Slug = slug,
                Body = input.Body,
                Status = input.Status ?? PostStatus.Draft,
                Tags = PostRules.TagsOf(input.Tags ?? []),
                PublishedAt = input.PublishedAt?.ToUniversalTime(),
                Metadata = input.Metadata ?? Jsonb.Empty,
            };
            try
            {
                return await blog.WriteAsync(() => blog.SaveAsync(blog.Add(post), query, ct), ct);
            }
            catch (DbUpdateException e) when (SqlState.ViolatedUniqueIndex(e) == PostWrites.SlugIndex)
            {
                if (input.Slug is not null)
                {
                    throw new SlugTakenException(slug, await Slug.FreeAsync(blog, slug, ct));
                }
            }
        }
    }

    /// <summary>Null when there is no such post at that version.</summary>
    private static async Task<Post?> UpdateAsync(
        UpdatePostInput input, Patch<Post> changes, BlogDbContext blog, QueryContext<Post> query, SelectionOf<ConcurrencyException> conflict,
        CancellationToken ct)
    {
        try
        {
            var written = await blog.WriteAsync(
                async () =>
                {
                    var post = blog.AttachPost(input.Id, input.ExpectedVersion);
                    changes.ApplyTo(post);
                    return changes.Values.Count > 0 ? await blog.TrySaveAsync(post, query, ct) : await blog.UnchangedAsync(post, query, ct);
                },
                ct);
            if (written is not null || input.OnConflict != ConflictPolicy.Merge)
            {
                return written;
            }
        }
        catch (DbUpdateConcurrencyException) when (input.OnConflict == ConflictPolicy.Merge)
        {
            // merged below
        }

        return await blog.MergePostAsync(input.Id, input.ExpectedVersion, changes, query, conflict, ct);
    }
}
