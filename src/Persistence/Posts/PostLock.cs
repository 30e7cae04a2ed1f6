using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Posts;

/// <summary>Holding a post still.</summary>
public static class PostLock
{
    /// <summary>Locks the post's row, live or in the trash, until the transaction ends; waits for whoever has it.</summary>
    public static Task LockPostAsync(this BlogDbContext blog, long id, CancellationToken ct)
        => blog.Database.SqlQuery<int>($"""select version as "Value" from blog.posts_all where org_id = {blog.Tenant.OrgId} and id = {id} for update""").ToListAsync(ct);
}
