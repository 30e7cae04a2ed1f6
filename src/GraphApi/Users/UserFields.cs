using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Users;

[ObjectType<User>(IgnoreProperties =
[
    nameof(User.OrgId), nameof(User.CreatedById), nameof(User.UpdatedAt), nameof(User.UpdatedById), nameof(User.DeletedAt), nameof(User.DeletedById),
])]
public static class UserFields
{
    [NodeResolver]
    public static IDataLoaderResult<User?> GetUserById([ID<User>] long id, UserByIdLoader users, QueryContext<User> query)
        => users.LoadAsync(id, query);

    /// <summary>
    /// When the person was deactivated; null for one who may come in. Tokens of somebody who is deactivated are refused; their name stays on
    /// what they wrote.
    /// </summary>
    public static DateTimeOffset? DeactivatedAt([Parent(nameof(User.DeletedAt))] User user) => user.DeletedAt;

    /// <summary>
    /// Every change of the person that retention still keeps, newest first. Needs the role AUTHOR, and EDITOR for others, whose changes are
    /// not shown.
    /// </summary>
    /// <param name="where">Only changes that match this filter; all changes when left out.</param>
    public static IDataLoaderResult<Connection<AuditEntry>?> AuditHistory(
        [Parent(nameof(User.Id))] User user, PagingArguments page, AuditEntryFilterInput? where,
        HistoryLoader<User> history, QueryContext<AuditEntry> query)
        => history.LoadAsync(user.Id, page, where, query);

    /// <summary>
    /// What changed between two versions of this person, field by field and sorted by field; backwards when `from` is the later one. A
    /// version that the person never had, or that the history no longer reaches, is the error REVISION_NOT_FOUND.
    /// </summary>
    /// <param name="user">The person.</param>
    /// <param name="from">The version whose values are `before`.</param>
    /// <param name="to">The version whose values are `after`; the current one when left out.</param>
    /// <param name="diffs">Where differences come from.</param>
    public static IDataLoaderResult<IReadOnlyList<FieldChange>> Diff(
        [Parent($"{nameof(User.Id)} {nameof(User.Version)}")] User user, int from, int? to, DiffLoader<User> diffs)
        => diffs.LoadAsync(user, from, to);

    /// <summary>
    /// The person as they were at a version or at a point in time; give exactly one of the two. Null when there was no such person then or
    /// the history no longer reaches back that far. Needs the role AUTHOR, and EDITOR for others.
    /// </summary>
    /// <param name="user">The person.</param>
    /// <param name="version">A version of the person.</param>
    /// <param name="asOf">A point in time; the version that was current then is answered.</param>
    /// <param name="revisions">Where revisions come from.</param>
    public static IDataLoaderResult<UserRevision?> Revision(
        [Parent(nameof(User.Id))] User user, int? version, DateTimeOffset? asOf, RevisionLoader<User> revisions)
        => revisions.LoadAsync(user.Id, version, asOf).Then(was => was is null ? null : new UserRevision(was));

    /// <summary>The person's live posts, newest first.</summary>
    public static IDataLoaderResult<Connection<Post>> Posts(
        [Parent(nameof(User.Id))] User user, PagingArguments page, PostsOfUserLoader posts, QueryContext<Post> query)
        => posts.LoadAsync(user.Id, page, query);
}

/// <summary>People by id.</summary>
public sealed class UserByIdLoader(BlogDbContext blog) : QueryLoader<long, User>
{
    protected override async Task<IReadOnlyDictionary<long, User>> LoadBatchAsync(IReadOnlyList<long> keys, QueryContext<User> query, CancellationToken ct)
        => await blog.Users.Where(user => keys.Contains(user.Id)).Select(query.Selector).ToDictionaryAsync(user => user.Id, ct);
}

/// <summary>The live posts of people, newest first.</summary>
public sealed class PostsOfUserLoader(BlogDbContext blog) : ConnectionLoader<BlogDbContext, Post>(blog, s_posts)
{
    private static readonly PagedQuery<BlogDbContext, Post> s_posts = new((blog, id) => blog.Posts
        .Where(post => post.AuthorId == id).OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id), IdRows.Of);
}
