using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Limits;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

[ObjectType<Post>(IgnoreProperties =
[
    nameof(Post.OrgId), nameof(Post.AuthorId), nameof(Post.CreatedById), nameof(Post.UpdatedById), nameof(Post.DeletedAt), nameof(Post.DeletedById),
    nameof(Post.EditedVersion),
])]
public static class PostFields
{
    [NodeResolver]
    public static IDataLoaderResult<Post?> GetPostById([ID<Post>] long id, PostByIdLoader posts, QueryContext<Post> query)
        => posts.LoadAsync(id, query);

    /// <summary>The text as HTML, safe to put into any page: rendered from the Markdown and sanitised.</summary>
    [Computed]
    public static async Task<string> BodyHtml(
        [Parent(nameof(Post.Body))] Post post, TenantContext tenant, RateLimits limits, CancellationToken ct)
        => await PostHtml.OfAsync(post.Body, tenant.OrgId, ct, cost => limits.Spend(RequestInterceptor.PayerOf(tenant), cost));

    /// <summary>Whether title, slug, body, tags or metadata were edited since the version that is live; false when none is, and for readers.</summary>
    public static bool HasUnpublishedChanges([Parent($"{nameof(Post.LiveVersion)} {nameof(Post.EditedVersion)}")] Post post)
        => post.EditedVersion > post.LiveVersion;

    /// <summary>
    /// Every change of the post that retention still keeps, newest first. Needs the role AUTHOR, and EDITOR for the posts of others, whose
    /// changes are not shown.
    /// </summary>
    /// <param name="where">Only changes that match this filter; all changes when left out.</param>
    public static IDataLoaderResult<Connection<AuditEntry>?> AuditHistory(
        [Parent(nameof(Post.Id))] Post post, PagingArguments page, AuditEntryFilterInput? where,
        HistoryLoader<Post> history, QueryContext<AuditEntry> query)
        => history.LoadAsync(post.Id, page, where, query);
}

/// <summary>Live posts by id.</summary>
public sealed class PostByIdLoader(BlogDbContext blog) : QueryLoader<long, Post>
{
    protected override async Task<IReadOnlyDictionary<long, Post>> LoadBatchAsync(IReadOnlyList<long> keys, QueryContext<Post> query, CancellationToken ct)
        => await blog.PostsAs(null).Where(post => keys.Contains(post.Id)).Select(query.Selector).ToDictionaryAsync(post => post.Id, ct);
}
