using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Posts;

/// <summary>Whose posts are whose, for those who may change that (Sql/Code/0800_row_rules.sql holds it).</summary>
public static class PostOwners
{
    /// <summary>Hands all posts of somebody over to somebody else, those in the trash too: one statement, one new version each.</summary>
    /// <returns>How many they were.</returns>
    public static Task<int> TransferPostsAsync(this BlogDbContext blog, long fromUser, long toUser, CancellationToken ct)
        => blog.Database.SqlQuery<int>(
            $"""
            with handed as (
              update blog.posts_all set author_id = {toUser} where org_id = {blog.Tenant.OrgId} and author_id = {fromUser} returning id)
            select count(*)::integer as "Value" from handed
            """).SingleRowAsync(ct);

    // Not SingleAsync, for which EF would put the statement into a sub-query, where nothing may be written.
    private static async Task<int> SingleRowAsync(this IQueryable<int> rows, CancellationToken ct) => (await rows.ToListAsync(ct)).Single();
}
