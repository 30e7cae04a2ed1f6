using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Users;

/// <summary>Why a write found no person.</summary>
internal static class UserConflict
{
    private static readonly StandingReader<User> s_users = new(RecordTypes.Users, (blog, id) => blog.Users.Where(user => user.Id == id));

    /// <summary>See <see cref="Conflict.Explain"/>.</summary>
    public static async Task<Exception> ExplainAsync(
        BlogDbContext blog, long id, int expectedVersion, Patch<User> yours, ConflictSelection asked, CancellationToken ct)
    {
        var now = await s_users.ReadAsync(blog, id, expectedVersion, yours, asked, ct);
        var refusal = blog.Tenant.MayWriteUser(id) ? null : Authorization.Refused("Changing somebody else needs the role ADMIN.");
        var missing = new UserNotFoundException(id);
        return Conflict.Explain(now, expectedVersion, yours, missing, refusal).OrMissing(missing);
    }
}
