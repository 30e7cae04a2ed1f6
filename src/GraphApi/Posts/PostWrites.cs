using System.Text;
using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Posts;

/// <summary>What the mutations of posts share. All of it runs inside <see cref="BlogDbContext.WriteAsync"/>.</summary>
internal static class PostWrites
{
    /// <summary>The index that keeps the slugs of live posts apart.</summary>
    public const string SlugIndex = "posts_slug_live";

    /// <summary>A post that is not read first: the UPDATE finds it by id and version, and RETURNING fills in the rest.</summary>
    public static EntityEntry<Post> AttachPost(this BlogDbContext blog, long id, int expectedVersion)
        => blog.Attach(new Post { OrgId = blog.Tenant.OrgId, Id = id, Version = expectedVersion });

    /// <summary>
    /// Writes the post, as the last statement of its transaction, and answers it as it is now. Its people are read only when the client
    /// asks for them, while the row is ours.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">There is no such post at that version.</exception>
    public static async Task<Post> SaveAsync(this BlogDbContext blog, EntityEntry<Post> post, QueryContext<Post> query, CancellationToken ct)
        => await blog.TrySaveAsync(post, query, ct) ?? throw new DbUpdateConcurrencyException();

    /// <summary>The same, but null when there is no such post at that version, unless something has to be rolled back.</summary>
    /// <exception cref="DbUpdateConcurrencyException">There is not, and something has to.</exception>
    public static async Task<Post?> TrySaveAsync(this BlogDbContext blog, EntityEntry<Post> post, QueryContext<Post> query, CancellationToken ct)
    {
        if (post.State == EntityState.Modified)
        {
            if (!await blog.UpdateAsync(post, query.HasNavigations ? [] : query.Properties, isLast: !query.HasNavigations, ct))
            {
                return null;
            }
        }
        else
        {
            await blog.SaveChangesAsync(ct);
            await blog.ReadTagsAsync(post.Entity, ct);
        }

        return query.HasNavigations
            ? await blog.Posts.Where(p => p.Id == post.Entity.Id).Select(query.Selector).SingleAsync(ct)
            : post.Entity;
    }

    /// <summary>Runs a change of a post, and says why when it finds no row or its slug is taken.</summary>
    /// <param name="blog">Where the post is.</param>
    /// <param name="id">The post.</param>
    /// <param name="expectedVersion">The version the client has read.</param>
    /// <param name="changes">What was tried; null when that is no longer of interest.</param>
    /// <param name="asked">What the client asks of a conflict.</param>
    /// <param name="write">Changes it, in transactions of its own; answers null when it finds no row.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task<T> ChangePostAsync<T>(
        this BlogDbContext blog, long id, int expectedVersion, Func<Patch<Post>?> changes, SelectionOf<ConcurrencyException> asked,
        Func<Task<T>> write, CancellationToken ct)
    {
        try
        {
            return await Conflict.OrExplainAsync(write, ExplainAsync) ?? throw await ExplainAsync();
        }
        catch (DbUpdateException e) when (SqlState.ViolatedUniqueIndex(e) == SlugIndex && changes()?.Values["slug"].GetString() is { } slug)
        {
            throw new SlugTakenException(slug, await Slug.FreeAsync(blog, slug, ct));
        }

        Task<Exception> ExplainAsync() => PostConflict.ExplainAsync(blog, id, expectedVersion, changes(), asked, ct);
    }

    /// <summary>The answer to a change of nothing: the post, if it is at that version and the viewer might have changed something.</summary>
    /// <exception cref="DbUpdateConcurrencyException">There is no such post for the viewer to change.</exception>
    public static async Task<Post> UnchangedAsync(this BlogDbContext blog, EntityEntry<Post> post, QueryContext<Post> query, CancellationToken ct)
        => await blog.Posts.Where(p => p.Id == post.Entity.Id && p.Version == post.Entity.Version)
            .Select(query.Include([nameof(Post.AuthorId)]).Selector).SingleOrDefaultAsync(ct) is { } found && blog.Tenant.MayWriteOf(found.AuthorId)
                ? found : throw new DbUpdateConcurrencyException();

    /// <summary>Of tags that are one word, composed in two ways, the database keeps one; of ASCII there are none such.</summary>
    private static async Task ReadTagsAsync(this BlogDbContext blog, Post post, CancellationToken ct)
    {
        if (post.Tags.Length > 1 && !post.Tags.All(tag => Ascii.IsValid(tag)))
        {
            post.Tags = await blog.Posts.Where(written => written.Id == post.Id).Select(written => written.Tags).SingleAsync(ct);
        }
    }
}
