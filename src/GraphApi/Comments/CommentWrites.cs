using GraphBlog.Engine.Projections;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Comments;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Comments;

/// <summary>What the mutations of comments share. All of it runs inside <see cref="BlogDbContext.WriteAsync"/>.</summary>
internal static class CommentWrites
{
    /// <summary>A comment that is not read first: the UPDATE finds it by id and version, and RETURNING fills in the rest.</summary>
    public static EntityEntry<Comment> AttachComment(this BlogDbContext blog, long id, int expectedVersion)
        => blog.Attach(new Comment { OrgId = blog.Tenant.OrgId, Id = id, Version = expectedVersion });

    /// <summary>
    /// Writes the comment and answers it as it is now. Its people are read only when the client asks for them; null when its post went
    /// out of sight just before that, for the comment is ours but the post is not.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">There is no such comment at that version.</exception>
    public static async Task<Comment?> SaveAsync(this BlogDbContext blog, EntityEntry<Comment> comment, QueryContext<Comment> query, CancellationToken ct)
    {
        await blog.SaveChangesAsync(ct);
        return query.HasNavigations
            ? await blog.Comments.Where(c => c.Id == comment.Entity.Id).Select(query.Selector).SingleOrDefaultAsync(ct)
            : comment.Entity;
    }
}
