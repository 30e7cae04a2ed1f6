using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Trash;

[ObjectType<TrashedPost>(IgnoreProperties = [nameof(TrashedPost.OrgId), nameof(TrashedPost.AuthorId), nameof(TrashedPost.DeletedById)])]
public static class TrashFields
{
    [NodeResolver]
    public static IDataLoaderResult<TrashedPost?> GetTrashedPostById([ID<TrashedPost>] long id, TrashedPostByIdLoader posts,
        QueryContext<TrashedPost> query)
        => posts.LoadAsync(id, query);

    /// <summary>
    /// The id of the live post that this was, and will be when it is restored. The trashed post has an id of its own, so that a normalised
    /// cache does not take one for the other.
    /// </summary>
    [return: ID<Post>]
    public static long PostId([Parent(nameof(TrashedPost.Id))] TrashedPost post) => post.Id;

    /// <summary>Whether restorePost would succeed without further input.</summary>
    public static IDataLoaderResult<bool> Restorable([Parent(nameof(TrashedPost.Slug))] TrashedPost post, RestoreConflictLoader conflicts)
        => conflicts.LoadAsync(post.Slug).Then(conflict => conflict is null);

    /// <summary>What prevents the post from being restored, and how to get past it; empty when nothing does.</summary>
    public static IDataLoaderResult<IReadOnlyList<RestoreConflict>> RestoreConflicts(
        [Parent(nameof(TrashedPost.Slug))] TrashedPost post, RestoreConflictLoader conflicts)
        => conflicts.LoadAsync(post.Slug).Then<RestoreConflict?, IReadOnlyList<RestoreConflict>>(conflict => conflict is null ? [] : [conflict]);

    /// <summary>
    /// Every change of the post that retention still keeps, newest first. Needs the role AUTHOR, and EDITOR for the posts of others, whose
    /// changes are not shown.
    /// </summary>
    /// <param name="where">Only changes that match this filter; all changes when left out.</param>
    public static IDataLoaderResult<Connection<AuditEntry>?> AuditHistory(
        [Parent(nameof(TrashedPost.Id))] TrashedPost post, PagingArguments page, AuditEntryFilterInput? where,
        HistoryLoader<Post> history, QueryContext<AuditEntry> query)
        => history.LoadAsync(post.Id, page, where, query);
}

/// <summary>Posts of the trash by id.</summary>
public sealed class TrashedPostByIdLoader(BlogDbContext blog) : QueryLoader<long, TrashedPost>
{
    protected override async Task<IReadOnlyDictionary<long, TrashedPost>> LoadBatchAsync(
        IReadOnlyList<long> keys, QueryContext<TrashedPost> query, CancellationToken ct)
        => await blog.Trash.Where(post => keys.Contains(post.Id)).Select(query.Selector).ToDictionaryAsync(post => post.Id, ct);
}

/// <summary>Something that prevents a record from being restored.</summary>
/// <param name="Field">The field of the record that is in conflict.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Suggestion">A value that restorePost would take instead; null when there is none.</param>
public sealed record RestoreConflict(string Field, string Message, string? Suggestion);
