using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Users;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Users;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A comment as it was at one of its versions.</summary>
public sealed class CommentRevision(Revision revision) : RecordRevision<Comment>(revision)
{
    /// <summary>The text of this version.</summary>
    public string Body => Record.Body;
}

[ObjectType<CommentRevision>]
public static class CommentRevisionFields
{
    /// <summary>Who made this version; null when it was made outside the API without a user.</summary>
    public static IDataLoaderResult<User?>? ChangedBy([Parent] CommentRevision revision, UserByIdLoader users, QueryContext<User> query)
        => revision.ChangedById is { } id ? users.LoadAsync(id, query) : null;

    /// <summary>The audit entry that made this version.</summary>
    public static IDataLoaderResult<AuditEntry?> Entry([Parent] CommentRevision revision, AuditEntryByIdLoader entries, QueryContext<AuditEntry> query)
        => entries.LoadAsync(AuditEntryKey.Of(revision.ChangedAt, revision.EntryId), query);
}
