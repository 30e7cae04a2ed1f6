using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

[MutationType]
public static class SubjectMutations
{
    /// <summary>
    /// Lets a person in whom an identity provider calls by this name. One that was unlinked may be linked again, to whomever; to link one to
    /// the person it is linked to already changes nothing.
    /// </summary>
    /// <returns>The subject; null when it was not linked.</returns>
    [Requires(Role.Admin)]
    [Error<UserNotFoundException>, Error<SubjectTakenException>, Error<ValidationException>]
    public static async Task<UserSubject?> LinkSubjectAsync(
        LinkSubjectInput input, BlogDbContext blog, IdentityDirectory directory, QueryContext<UserSubject> query, CancellationToken ct)
    {
        UserRules.Subject(input.Issuer, input.Subject).Enforce();
        var name = SubjectRecord.NameOf(input);
        try
        {
            return await blog.WriteRecordAsync(() => LinkAsync(input, name, blog, query, ct), ct)
                ?? throw await SubjectRecord.TakenAsync(blog, input.Issuer, name, ct);      // somebody linked it in this very moment
        }
        finally
        {
            directory.Forget(blog.Tenant.OrgId, null);      // somebody else's name until now, perhaps
        }
    }

    /// <summary>
    /// Makes a subject count no longer, if nobody changed it since `expectedVersion`. Its tokens are refused until it is linked again, by this
    /// server at once, by other servers of the same database within a minute.
    /// </summary>
    /// <returns>The subject as it is now; null when it was not unlinked.</returns>
    [Requires(Role.Admin)]
    [Error<ConcurrencyException>, Error<SubjectNotFoundException>]
    public static async Task<UserSubject?> UnlinkSubjectAsync(
        UnlinkSubjectInput input, BlogDbContext blog, IdentityDirectory directory, QueryContext<UserSubject> query,
        SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        try
        {
            return await blog.ChangeAsync(input, new Patch<UserSubject>().Set<bool>(nameof(UserSubject.Linked), false), query, conflict, ct);
        }
        finally
        {
            directory.Forget(blog.Tenant.OrgId, null);      // whatever has come of it: a commit may succeed whose answer is lost
        }
    }

    private static async Task<UserSubject?> LinkAsync(
        LinkSubjectInput input, string name, BlogDbContext blog, QueryContext<UserSubject> query, CancellationToken ct)
    {
        if (!await blog.Users.AnyAsync(user => user.Id == input.UserId, ct))
        {
            throw new UserNotFoundException(input.UserId);
        }

        var subject = await SubjectRecord.Named(blog, input.Issuer, name).SingleOrDefaultAsync(ct);
        if (subject is null)
        {
            var added = new UserSubject { OrgId = blog.Tenant.OrgId, UserId = input.UserId, Issuer = input.Issuer, Subject = name, Linked = true };
            return await blog.SaveAsync(blog.Add(added), query, ct);
        }

        var changes = new Patch<UserSubject>();
        if (!subject.Linked)
        {
            changes.Set<long>(nameof(UserSubject.UserId), input.UserId).Set<bool>(nameof(UserSubject.Linked), true);
        }
        else if (subject.UserId != input.UserId)
        {
            throw new SubjectTakenException(subject.UserId);
        }

        return await blog.ApplyAsync(subject.Id, subject.Version, changes, query, ct);
    }
}
