using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Posts;

/// <summary>
/// The one write that is no UPDATE: the serving role may not delete, so it asks a function that may, for an administrator, and only from the
/// trash.
/// </summary>
public static class PostPurge
{
    /// <summary>Removes a post of the trash for good; false when there is none at that version.</summary>
    public static Task<bool> PurgePostAsync(this BlogDbContext blog, long id, int version, CancellationToken ct)
        => blog.Database.SqlQuery<bool>($"""select app.purge('blog.posts_all', {id}, {version}) as "Value" """).SingleAsync(ct);
}
