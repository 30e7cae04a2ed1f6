using System.Runtime.CompilerServices;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.GraphApi.Engine.Relay;
using GraphBlog.GraphApi.Engine.Types;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.GraphApi.Users;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Changes;

/// <summary>A change of a post that was committed.</summary>
/// <param name="Cursor">Send it as `after` to go on right behind this change.</param>
/// <param name="Action">What happened to the post.</param>
/// <param name="PostId">The post. It may be in the trash since, or gone.</param>
/// <param name="Version">The version that this change made.</param>
/// <param name="ChangedFields">The names of the fields that this change wrote; empty for a purge.</param>
public sealed record PostChange(string Cursor, AuditAction Action, [property: ID<Post>] long PostId, int Version, IReadOnlyList<string> ChangedFields)
{
    internal long? ChangedById { get; init; }
}

[SubscriptionType]
public static class ChangeSubscriptions
{
    /// <summary>
    /// Changes of the viewer's organisation, as they commit: of the posts that the viewer may read, or could until this change. With
    /// `after` it resumes behind an earlier event without a gap and without a repeat, as far back as the audit log reaches; a cursor
    /// from before the database was restored is refused with CURSOR_FROM_ANOTHER_EPOCH: read anew what you keep, then follow.
    /// </summary>
    /// <param name="id">Follow this post alone.</param>
    /// <param name="after">The cursor of the last change you have, or the `changeCursor` of what you have read.</param>
    /// <param name="changes">Where changes come from.</param>
    /// <param name="tenant">Who is asking.</param>
    /// <param name="ct">Ends it.</param>
    public static async IAsyncEnumerable<PostChange> PostChanged(
        [ID<Post>] long? id, string? after, ChangeHub changes, TenantContext tenant, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (change, position) in changes.FollowAsync(tenant.OrgId, after is null ? null : FeedPosition.Parse(after), ct))
        {
            if ((id is null || id == change.PostId) && IsFor(tenant, change))
            {
                yield return new(
                    position.Cursor, Enum.Parse<AuditAction>(change.Action, ignoreCase: true), change.PostId, change.Version,
                    [.. change.Columns.Where(RecordTypes.IsContent).Select(RecordTypes.Field)])
                {
                    ChangedById = change.ChangedById,
                };
            }
        }
    }

    // Readers hear of what was published to them, also when it is taken away.
    private static bool IsFor(TenantContext tenant, PostChangeRow change)
        => tenant.Role >= Role.Editor
            || change.AuthorId is { } author && tenant.MayWriteOf(author)
            || Is(change.Status) || Is(change.FormerStatus);

    private static bool Is(string? status) => status == "PUBLISHED";
}

[ObjectType<PostChange>]
public static class PostChangeFields
{
    /// <summary>Who made the change; null when it was made outside the API without a user.</summary>
    public static IDataLoaderResult<User?>? ChangedBy([Parent] PostChange change, UserByIdLoader users, QueryContext<User> query)
        => change.ChangedById is { } id ? users.LoadAsync(id, query) : null;

    /// <summary>The post as it is when the event is answered; null when the viewer cannot see it, or no longer.</summary>
    public static IDataLoaderResult<Post?> Post([Parent] PostChange change, PostByIdLoader posts, QueryContext<Post> query)
        => posts.LoadAsync(change.PostId, query);
}
