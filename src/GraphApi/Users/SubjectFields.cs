using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

[ObjectType<UserSubject>(IgnoreProperties =
[
    nameof(UserSubject.OrgId), nameof(UserSubject.UserId), nameof(UserSubject.CreatedById), nameof(UserSubject.UpdatedAt), nameof(UserSubject.UpdatedById),
    nameof(UserSubject.DeletedAt), nameof(UserSubject.DeletedById),
])]
public static class SubjectFields
{
    [NodeResolver]
    public static IDataLoaderResult<UserSubject?> GetSubjectById([ID<UserSubject>] long id, SubjectByIdLoader subjects, QueryContext<UserSubject> query)
        => subjects.LoadAsync(id, query);
}

[ObjectType<User>]
public static class UserSubjectFields
{
    /// <summary>
    /// The person's linked identities at identity providers, in the order in which they were linked. Needs the role ADMIN, but for oneself.
    /// </summary>
    public static IDataLoaderResult<Connection<UserSubject>?> Subjects(
        [Parent(nameof(User.Id))] User user, PagingArguments page, TenantContext tenant, SubjectsOfUserLoader subjects, QueryContext<UserSubject> query)
    {
        if (!tenant.MayWriteUser(user.Id))
        {
            tenant.Require(Role.Admin);
        }

        return subjects.LoadAsync(user.Id, page, query)!;
    }
}

/// <summary>Subjects by id, unlinked ones too.</summary>
public sealed class SubjectByIdLoader(BlogDbContext blog) : QueryLoader<long, UserSubject>
{
    protected override async Task<IReadOnlyDictionary<long, UserSubject>> LoadBatchAsync(
        IReadOnlyList<long> keys, QueryContext<UserSubject> query, CancellationToken ct)
        => await blog.UserSubjects.Where(subject => keys.Contains(subject.Id)).Select(query.Selector).ToDictionaryAsync(subject => subject.Id, ct);
}

/// <summary>The linked subjects of people, the oldest first.</summary>
public sealed class SubjectsOfUserLoader(BlogDbContext blog) : ConnectionLoader<BlogDbContext, UserSubject>(blog, s_subjects)
{
    private static readonly PagedQuery<BlogDbContext, UserSubject> s_subjects = new((blog, id) => blog.UserSubjects
        .Where(subject => subject.UserId == id && subject.Linked).OrderBy(subject => subject.Id), IdRows.Of);
}
