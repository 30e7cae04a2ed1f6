using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.Persistence;
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

    /// <summary>Writes the post and answers it as it is now. Its people are read only when the client asks for them, while the row is ours.</summary>
    /// <exception cref="DbUpdateConcurrencyException">There is no such post at that version.</exception>
    public static async Task<Post> SaveAsync(this BlogDbContext blog, EntityEntry<Post> post, QueryContext<Post> query, CancellationToken ct)
    {
        await blog.SaveChangesAsync(ct);
        return query.HasNavigations
            ? await blog.Posts.Where(p => p.Id == post.Entity.Id).Select(query.Selector).SingleAsync(ct)
            : post.Entity;
    }

    /// <summary>The answer to a change of nothing: the post, if it is at that version.</summary>
    /// <exception cref="DbUpdateConcurrencyException">There is no such post at that version.</exception>
    public static async Task<Post> UnchangedAsync(this BlogDbContext blog, EntityEntry<Post> post, QueryContext<Post> query, CancellationToken ct)
        => await blog.Posts.Where(p => p.Id == post.Entity.Id && p.Version == post.Entity.Version).Select(query.Selector).SingleOrDefaultAsync(ct)
            ?? throw new DbUpdateConcurrencyException();
}
