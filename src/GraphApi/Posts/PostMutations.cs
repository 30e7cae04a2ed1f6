using GraphBlog.GraphApi.Engine.Mutations;
using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.GraphApi.Engine.Types;
using GraphBlog.GraphApi.Errors;
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
    private const int SlugAttempts = 5;

    /// <summary>Writes a new post of the viewer's. Needs the role AUTHOR.</summary>
    /// <returns>The new post; null when it was not written.</returns>
    [Error<SlugTakenException>, Error<ValidationException>]
    public static async Task<Post> CreatePostAsync(CreatePostInput input, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        var rules = new PostRules().Title(input.Title).Body(input.Body).Tags(input.Tags ?? []);
        (input.Slug is null ? rules : rules.Slug(input.Slug)).Enforce();

        for (var attempt = 1; ; attempt++)
        {
            // A slug that nobody chose may give way; one that the client chose may not.
            var slug = input.Slug ?? await Slug.FreeAsync(blog, Slug.Of(input.Title), ct);
            var post = new Post
            {
                OrgId = blog.Tenant.OrgId,
                AuthorId = blog.Tenant.UserId,
                Title = input.Title,
                Slug = slug,
                Body = input.Body,
                Status = input.Status ?? PostStatus.Draft,
                Tags = [.. input.Tags ?? []],
            };
            try
            {
                return await blog.WriteAsync(() => blog.SaveAsync(blog.Add(post), query, ct), ct);
            }
            catch (DbUpdateException e) when (SqlState.ViolatedUniqueIndex(e) == PostWrites.SlugIndex)
            {
                if (input.Slug is not null || attempt == SlugAttempts)
                {
                    throw new SlugTakenException(slug, await Slug.FreeAsync(blog, slug, ct));
                }
            }
        }
    }

    /// <summary>Changes the fields that are given, if nobody changed the post since `expectedVersion`. Needs the role AUTHOR.</summary>
    /// <returns>The post as it is now; null when it was not changed.</returns>
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<SlugTakenException>, Error<ValidationException>]
    public static async Task<Post> UpdatePostAsync(UpdatePostInput input, BlogDbContext blog, QueryContext<Post> query, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Author);
        var changes = PostChanges.Of(input);
        try
        {
            return await blog.WriteAsync(
                async () =>
                {
                    var post = blog.AttachPost(input.Id, input.ExpectedVersion);
                    changes.ApplyTo(post);
                    return changes.Values.Count > 0 ? await blog.SaveAsync(post, query, ct) : await blog.UnchangedAsync(post, query, ct);
                },
                ct);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || SqlState.IsInTrash(e))
        {
            throw await Conflict.ExplainAsync(blog, input.Id, input.ExpectedVersion, changes, ct);
        }
        catch (DbUpdateException e) when (SqlState.ViolatedUniqueIndex(e) == PostWrites.SlugIndex)
        {
            throw new SlugTakenException(input.Slug.Value!, await Slug.FreeAsync(blog, input.Slug.Value!, ct));
        }
    }
}
