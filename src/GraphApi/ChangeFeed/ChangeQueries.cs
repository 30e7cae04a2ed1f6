using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;

namespace GraphBlog.GraphApi.ChangeFeed;

[QueryType]
public static class ChangeQueries
{
    /// <summary>
    /// The position of this answer in the change feed. Request it together with what you read, then send it as `after` to `postChanged`, which
    /// delivers every change that is not part of this answer.
    /// </summary>
    public static async Task<string> ChangeCursorAsync(BlogDbContext blog, TenantContext tenant, CancellationToken ct)
        => FeedCursor.At(await DatabaseSnapshot.NowAsync(blog, ct)).Cursor(tenant.OrgId);
}
