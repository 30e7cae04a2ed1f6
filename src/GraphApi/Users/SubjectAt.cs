using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

/// <summary>Subjects as mutations answer them, at once and to a client that asks again.</summary>
internal static class SubjectAt
{
    /// <summary>What was written, with its person only when the client asks for them.</summary>
    public static async Task<UserSubject> AnswerAsync(this BlogDbContext blog, UserSubject subject, QueryContext<UserSubject> query, CancellationToken ct)
        => query.HasNavigations ? await blog.UserSubjects.Where(s => s.Id == subject.Id).Select(query.Selector).SingleAsync(ct) : subject;

    /// <summary>A subject at a version, whatever has changed since; null when the history no longer tells.</summary>
    public static async Task<UserSubject?> SubjectAtAsync(this BlogDbContext blog, long id, int version, QueryContext<UserSubject> query, CancellationToken ct)
        => await blog.UserSubjects.Where(subject => subject.Id == id && subject.Version == version).Select(query.Selector).FirstOrDefaultAsync(ct)
            ?? (await blog.Revisions(RecordHistory.UserSubjects, [id], [version]).FirstOrDefaultAsync(ct) is { } was ? await SubjectOfAsync(blog, was, ct) : null);

    private static async Task<UserSubject> SubjectOfAsync(BlogDbContext blog, Revision was, CancellationToken ct)
    {
        var row = was.Row<SubjectRow>();
        return new()
        {
            OrgId = row.OrgId,
            Id = row.Id,
            Version = was.Version,
            UserId = row.UserId,
            User = await blog.Users.SingleAsync(user => user.Id == row.UserId, ct),
            Issuer = row.Issuer,
            Subject = row.Subject,
            Linked = row.Linked,
            CreatedAt = row.CreatedAt,
        };
    }

    /// <summary>The columns of a subject, as the database writes a row in JSON.</summary>
    private sealed record SubjectRow(long OrgId, long Id, long UserId, string? Issuer, string Subject, bool Linked, DateTimeOffset CreatedAt);
}
