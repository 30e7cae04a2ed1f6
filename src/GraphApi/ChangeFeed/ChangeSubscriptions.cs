using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.GraphApi.Users;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.ChangeFeed;

/// <summary>A committed change of a post.</summary>
/// <param name="Cursor">Send this as `after` to resume directly after this change.</param>
/// <param name="Action">What happened to the post.</param>
/// <param name="PostId">The post that changed. It may have been moved to the trash or purged since.</param>
/// <param name="Version">The version that this change made, and for who reads live versions alone the one that it made live.</param>
/// <param name="ChangedFields">
/// The names of the fields that this change wrote; all of them when it brought the post into the viewer's sight, and none when it took
/// the post out of it.
/// </param>
/// <param name="Gone">
/// Whether this change took the post out of the viewer's sight: it was moved to the trash, is no longer published, or was purged. Remove the
/// post from your cache; a later change may bring it back.
/// </param>
public sealed record PostChange(
    string Cursor, AuditAction Action, [property: ID<Post>] long PostId, int Version, IReadOnlyList<string> ChangedFields, bool Gone)
{
    internal long? ChangedById { get; init; }
}

[SubscriptionType]
public static class ChangeSubscriptions
{
    // That a post is not in the trash is told once.
    private static readonly string[] s_allFields = [.. RecordTypes.Of<Post>().Fields.Select(field => field.Name).Except(["deletedBy"])];

    /// <summary>
    /// Changes of the viewer's organisation, as they commit: of the posts that the viewer could read before the change or can read
    /// since, as they stood then. Who reads live versions alone hears of what makes another version live; of a scheduled one they hear with the
    /// next change of the post, so whoever waits for it reads the post again at its `publishAt`. With `after` it resumes behind an earlier
    /// event without a gap and without a repeat. A cursor that was
    /// not given to the viewer's organisation is refused with CURSOR_NOT_AUTHENTIC; one from before what the audit log still holds with
    /// CURSOR_TOO_OLD, and one from before the database was restored, or of a former version, with CURSOR_FROM_ANOTHER_EPOCH: read anew
    /// what you keep, then follow.
    /// Without `after` it tells nothing that was committed before it was sent, and all that is committed after it has begun: in an event
    /// stream that is when the first line comes.
    /// </summary>
    /// <param name="id">Follow this post alone.</param>
    /// <param name="after">The cursor of the last change you have, or the `changeCursor` of what you have read.</param>
    /// <param name="changes">Where changes come from.</param>
    /// <param name="tenant">Who is asking.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<IAsyncEnumerable<PostChange>> PostChangedAsync(
        [ID<Post>] long? id, string? after, ChangeHub changes, TenantContext tenant, CancellationToken ct)
    {
        var followed = await changes.FollowAsync(tenant.OrgId, after is null ? null : FeedCursor.Parse(after), ct);
        return followed.Where(told => id is null || id == told.Change.PostId).Select(told => For(tenant, told.Change, told.Position))
            .OfType<PostChange>();
    }

    /// <summary>
    /// What a viewer may hear of a change that was read for an editor; null for nothing. As audit.post_changes() tells it to who may
    /// hear less (Sql/Code/1110_change_feed.sql).
    /// </summary>
    private static PostChange? For(TenantContext tenant, PostChangeRow change, FeedCursor position)
    {
        var action = Enum.Parse<AuditAction>(change.Action, ignoreCase: true);
        var works = tenant.Role >= Role.Editor || Writes(change.FormerAuthorId) || Writes(change.AuthorId);
        var saw = action != AuditAction.Create && (change.WasPublic || tenant.Role >= Role.Editor || Writes(change.FormerAuthorId));
        var sees = change.IsPublic || tenant.Role >= Role.Editor || Writes(change.AuthorId);
        var columns = !sees ? [] : action == AuditAction.Create || saw && (works || change.IsNextLive) ? change.Columns : null;
        return works || change.MadeLive ? saw || sees ? Told() : null : saw != sees ? Told() : null;

        bool Writes(long? author) => author is { } writer && tenant.MayWriteOf(writer);

        PostChange Told() => new(
            position.Cursor(tenant.OrgId), action, change.PostId, works ? change.Version : change.LiveVersion ?? change.Version,
            columns is null ? s_allFields : [.. columns.Where(RecordTypes.IsContent).Select(RecordTypes.Field)],
            Gone: !sees || action is AuditAction.Trash or AuditAction.Purge)
        {
            ChangedById = sees ? change.ChangedById : null,
        };
    }
}

[ObjectType<PostChange>]
public static class PostChangeFields
{
    /// <summary>Who made the change; null when it was made outside the API without a user, or took the post out of the viewer's sight.</summary>
    public static IDataLoaderResult<User?>? ChangedBy([Parent] PostChange change, UserByIdLoader users, QueryContext<User> query)
        => change.ChangedById is { } id ? users.LoadAsync(id, query) : null;

    /// <summary>The post as it is when the event is answered; null when it is gone, or the viewer cannot see it any more.</summary>
    public static IDataLoaderResult<Post?>? Post([Parent] PostChange change, PostByIdLoader posts, QueryContext<Post> query)
        => change.Gone ? null : posts.LoadAsync(change.PostId, query);
}
