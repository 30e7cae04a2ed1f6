using GraphBlog.GraphApi.Revisions;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

/// <summary>People as mutations answered them, for a client that asks again.</summary>
internal static class UserAt
{
    /// <summary>A person at a version, whatever has changed since; null when the history no longer tells.</summary>
    public static async Task<User?> UserAtAsync(this BlogDbContext blog, long id, int version, CancellationToken ct)
        => await blog.Revisions(RecordHistory.Users, [id], [version]).FirstOrDefaultAsync(ct) is { } was ? UserOf(was) : null;

    private static User UserOf(Revision was)
    {
        var row = was.Row<UserRow>();
        return new()
        {
            OrgId = row.OrgId,
            Id = row.Id,
            Version = was.Version,
            Handle = row.Handle,
            DisplayName = row.DisplayName,
            Role = row.Role,
            CreatedAt = row.CreatedAt,
        };
    }

    /// <summary>The columns of a person, as the database writes a row in JSON.</summary>
    private sealed record UserRow(long OrgId, long Id, string Handle, string DisplayName, Role Role, DateTimeOffset CreatedAt);
}
