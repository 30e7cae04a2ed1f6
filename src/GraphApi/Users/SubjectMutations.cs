using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

[MutationType]
public static class SubjectMutations
{
    private static readonly StandingReader<UserSubject> s_subjects = new(
        RecordTypes.UserSubjects, (blog, id) => blog.UserSubjects.Where(subject => subject.Id == id));

    /// <summary>
    /// Lets a person in whom an identity provider calls by this name; administrators only. One that was unlinked may be linked again, to
    /// whomever; to link one to the person it is linked to already changes nothing.
    /// </summary>
    /// <returns>The subject; null when it was not linked.</returns>
    [Error<UserNotFoundException>, Error<SubjectTakenException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<UserSubject?> LinkSubjectAsync(
        LinkSubjectInput input, BlogDbContext blog, IdentityDirectory directory, QueryContext<UserSubject> query, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Admin);
        UserRules.Subject(input.Issuer, input.Subject).Enforce();
        var name = input.Issuer is null ? input.Subject.ToLowerInvariant() : input.Subject;      // an address is compared without its case
        return blog.OnceAsync(
            input,
            () => LinkAsync(input, name, blog, directory, query, ct),
            async effect => await effect.TellAsync((id, version) => blog.SubjectAtAsync(id, version, query, ct))
                ?? await blog.UserSubjects.Where(s => s.Issuer == input.Issuer && s.Subject == name).Select(query.Selector).FirstOrDefaultAsync(ct),
            ct);
    }

    /// <summary>
    /// Makes a subject count no longer, if nobody changed it since `expectedVersion`; administrators only. Its tokens are refused until it is
    /// linked again, by this server at once, by other servers of the same database within a minute.
    /// </summary>
    /// <returns>The subject as it is now; null when it was not unlinked.</returns>
    [Error<ConcurrencyException>, Error<SubjectNotFoundException>, Error<ValidationException>, Error<IdempotencyMismatchException>]
    public static Task<UserSubject?> UnlinkSubjectAsync(
        UnlinkSubjectInput input, BlogDbContext blog, IdentityDirectory directory, QueryContext<UserSubject> query,
        SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        blog.Tenant.Require(Role.Admin);
        var changes = new Patch<UserSubject>().Set<bool>(nameof(UserSubject.Linked), false);
        return blog.OnceAsync(
            input,
            () => Conflict.OrExplainAsync(() => UnlinkAsync(input, changes, blog, directory, query, ct), () => ExplainAsync(input, changes, blog, conflict, ct)),
            effect => blog.SubjectAtAsync(effect.RecordId ?? input.Id, effect.Version ?? input.ExpectedVersion, query, ct),
            ct);
    }

    private static async Task<UserSubject> LinkAsync(
        LinkSubjectInput input, string name, BlogDbContext blog, IdentityDirectory directory, QueryContext<UserSubject> query, CancellationToken ct)
    {
        try
        {
            return await blog.WriteAsync(
                async () =>
                {
                    if (!await blog.Users.AnyAsync(user => user.Id == input.UserId, ct))
                    {
                        throw new UserNotFoundException(input.UserId);
                    }

                    var subject = await blog.UserSubjects.AsTracking().SingleOrDefaultAsync(s => s.Issuer == input.Issuer && s.Subject == name, ct);
                    if (subject is { Linked: true } && subject.UserId != input.UserId)
                    {
                        throw new SubjectTakenException(subject.UserId);
                    }

                    subject ??= blog.Add(new UserSubject { OrgId = blog.Tenant.OrgId, Issuer = input.Issuer, Subject = name }).Entity;
                    (subject.UserId, subject.Linked) = (input.UserId, true);
                    await blog.SaveChangesAsync(ct);
                    return await blog.AnswerAsync(subject, query, ct);
                },
                ct);
        }
        catch (DbUpdateException e) when (SqlState.ViolatedUniqueIndex(e) == UserSubject.UniqueIndex || e is DbUpdateConcurrencyException)
        {
            // somebody linked it in this very moment
            var taken = await blog.UserSubjects.SingleAsync(s => s.Issuer == input.Issuer && s.Subject == name, ct);
            throw new SubjectTakenException(taken.UserId);
        }
        finally
        {
            directory.Forget(blog.Tenant.OrgId, null);      // somebody else's name until now, perhaps
        }
    }

    private static async Task<UserSubject> UnlinkAsync(
        UnlinkSubjectInput input, Patch<UserSubject> changes, BlogDbContext blog, IdentityDirectory directory, QueryContext<UserSubject> query, CancellationToken ct)
    {
        try
        {
            return await blog.WriteAsync(
                async () =>
                {
                    var subject = blog.Attach(new UserSubject { OrgId = blog.Tenant.OrgId, Id = input.Id, Version = input.ExpectedVersion });
                    changes.ApplyTo(subject);
                    await blog.SaveChangesAsync(ct);
                    return await blog.AnswerAsync(subject.Entity, query, ct);
                },
                ct);
        }
        finally
        {
            directory.Forget(blog.Tenant.OrgId, null);      // whatever has come of it: a commit may succeed whose answer is lost
        }
    }

    private static async Task<Exception> ExplainAsync(
        UnlinkSubjectInput input, Patch<UserSubject> changes, BlogDbContext blog, ConflictSelection asked, CancellationToken ct)
    {
        var now = await s_subjects.ReadAsync(blog, input.Id, input.ExpectedVersion, changes, asked, ct);
        var missing = new SubjectNotFoundException(input.Id);
        return Conflict.Explain(now, input.ExpectedVersion, changes, missing, refusal: null).OrMissing(missing);
    }
}
