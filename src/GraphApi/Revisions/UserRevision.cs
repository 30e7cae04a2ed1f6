using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A person as they were at one of their versions.</summary>
public sealed class UserRevision(Revision revision) : RecordRevision<User>(revision)
{
    /// <summary>The name that people read, in this version.</summary>
    public string DisplayName => Record.DisplayName;

    /// <summary>What the person might do in this version.</summary>
    public Role Role => Record.Role;
}
