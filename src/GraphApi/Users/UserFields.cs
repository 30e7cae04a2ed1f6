using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
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
        .Where(post => post.AuthorId == id).OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id));

    protected override IQueryable<long> Parents(BlogDbContext db, long[] ids) => db.Rows(ids);
}
