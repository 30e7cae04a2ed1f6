using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

/// <summary>What is said once of subjects. Administrators alone change them.</summary>
internal sealed class SubjectRecord() : RecordType<UserSubject>("user_subjects")
{
    public override IReadOnlyList<string> Reverted => [nameof(UserSubject.UserId), nameof(UserSubject.Linked)];

    // A subject is unlinked, and its row stays.
    public override bool HasTrash => false;

    public override Role HistoryRole => Role.Admin;

    public override string Refusal => "Changing a subject needs the role ADMIN.";

    public override bool MayWrite(TenantContext tenant, UserSubject record) => tenant.Role == Role.Admin;

    public override Exception NotFound(long id) => new SubjectNotFoundException(id);

    public override IQueryable<UserSubject>? FoundFor(BlogDbContext blog, object input)
        => input is LinkSubjectInput link ? Named(blog, link.Issuer, NameOf(link)) : null;

    // Somebody linked it in this very moment.
    protected override async Task<Exception?> RefusedAsync(BlogDbContext blog, DbUpdateException refusal, UserSubject tried, CancellationToken ct)
        => SqlState.ViolatedConstraint(refusal) == UserSubject.UniqueIndex ? await TakenAsync(blog, tried.Issuer, tried.Subject, ct) : null;

    /// <summary>What those are told who want to link a name that somebody has.</summary>
    public static async Task<SubjectTakenException> TakenAsync(BlogDbContext blog, string? issuer, string name, CancellationToken ct)
        => new((await Named(blog, issuer, name).SingleAsync(ct)).UserId);

    /// <summary>The subject of a name.</summary>
    public static IQueryable<UserSubject> Named(BlogDbContext blog, string? issuer, string name)
        => blog.UserSubjects.Where(subject => subject.Issuer == issuer && subject.Subject == name);

    /// <summary>The name under which a subject is kept: an address is compared without its case.</summary>
    public static string NameOf(LinkSubjectInput input) => input.Issuer is null ? input.Subject.ToLowerInvariant() : input.Subject;
}
