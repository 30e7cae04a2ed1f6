using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;

namespace GraphBlog.GraphApi.ChangeFeed;

[QueryType]
public static class ChangeQueries
{
    /// <summary>
    /// The moment of this answer. Send it as `after` to `postChanged` to hear of everything that is not part of the answer: read what
    /// you need together with it, then follow.
    /// </summary>
    public static async Task<string> ChangeCursorAsync(BlogDbContext blog, TenantContext tenant, CancellationToken ct)
        => FeedCursor.At(await DatabaseSnapshot.NowAsync(blog, ct)).Cursor(tenant.OrgId);
}
