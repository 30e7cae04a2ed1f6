using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Users;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A person as they were at one of their versions.</summary>
public sealed class UserRevision(Revision revision) : RecordRevision<User>(revision)
{
    /// <summary>The name that people read, in this version.</summary>
    public string DisplayName => Record.DisplayName;

    /// <summary>What the person might do in this version.</summary>
    public Role Role => Record.Role;
}

[ObjectType<UserRevision>]
public static class UserRevisionFields
{
    /// <summary>Who made this version; null when it was made outside the API without a user.</summary>
    public static IDataLoaderResult<User?>? ChangedBy([Parent] UserRevision revision, UserByIdLoader users, QueryContext<User> query)
        => revision.ChangedById is { } id ? users.LoadAsync(id, query) : null;

    /// <summary>The audit entry that made this version.</summary>
    public static IDataLoaderResult<AuditEntry?> Entry([Parent] UserRevision revision, AuditEntryByIdLoader entries, QueryContext<AuditEntry> query)
        => entries.LoadAsync(AuditEntryKey.Of(revision.ChangedAt, revision.EntryId), query);
}
