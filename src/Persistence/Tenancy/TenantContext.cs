using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>
/// For whom statements run: the database shows and takes rows of this organisation only, and writes this user into the audit log. Made by
/// the functions here alone, each of which one place calls.
/// </summary>
public sealed record TenantContext
{
    private int _statements;

    private TenantContext(long orgId, long userId, Role role, string? requestId)
        => (OrgId, UserId, Role, RequestId) = (orgId, userId, role, requestId);

    /// <summary>The organisation.</summary>
    public long OrgId { get; }

    /// <summary>The user of that organisation; where a program acts for a person, the program's.</summary>
    public long UserId { get; }

    /// <summary>The person for whom a program acts; null when nobody acts for somebody else.</summary>
    public long? OnBehalfOf { get; private init; }

    /// <summary>Whose records count as one's own, and whose those become that are written.</summary>
    public long WriterId => OnBehalfOf ?? UserId;

    /// <summary>What kind of actor it is.</summary>
    public ActorKind Kind { get; private init; }

    /// <summary>False for drafts alone: then nothing is changed that readers see, whatever the role.</summary>
    public bool MayPublish { get; private init; } = true;

    /// <summary>What the user may do; row rules go by it.</summary>
    public Role Role { get; private init; }

    /// <summary>The request's id, at most 64 characters; it is kept in the audit log.</summary>
    public string? RequestId { get; }

    /// <summary>The W3C trace id of the request, 32 hexadecimal digits; it is kept in the audit log.</summary>
    public string? TraceId { get; private init; }

    /// <summary>How many statements were sent in this context, BEGIN and COMMIT not counted.</summary>
    public int Statements => _statements;

    /// <summary>Of a request whose token was verified.</summary>
    public static TenantContext ForRequest(
        long org, long user, Role role, string? requestId, string? traceId = null, long? onBehalfOf = null, ActorKind kind = ActorKind.User,
            bool mayPublish = true)
        => new(org, user, role, requestId) { TraceId = traceId, OnBehalfOf = onBehalfOf, Kind = kind, MayPublish = mayPublish };

    /// <summary>Of one run of an import, all of whose changes have one request id.</summary>
    public static TenantContext ForImport(long org, long user, Role role)
        => new(org, user, role, $"import:{Guid.NewGuid():N}") { Kind = ActorKind.Import };

    /// <summary>Of the feed of an organisation, read once for all who follow it: as an editor, since each is told what they may hear.</summary>
    public static TenantContext ForFeed(long org) => new(org, 0, Role.Editor, null);

    /// <summary>Of the question which organisations have changed, which reads nobody's rows.</summary>
    public static TenantContext ForFeeds() => new(0, 0, Role.Reader, null);

    /// <summary>Of whoever writes an organisation's months into files before they go: reads all of its log.</summary>
    public static TenantContext ForArchive(long org) => new(org, 0, Role.Admin, null);

    /// <summary>Of a person of the demo, who writes its history.</summary>
    public static TenantContext ForSeed(long org, long user, Role role, string requestId) => new(org, user, role, requestId);

    /// <summary>The same user with what everybody may, whatever the role, and whatever the token is for.</summary>
    public TenantContext AsReader() => this with { Role = Role.Reader, MayPublish = true };

    /// <summary>Whether something was committed in this context, or may have been.</summary>
    public bool HasWritten { get; private set; }

    internal void MayHaveWritten() => HasWritten = true;

    internal void CountStatement() => Interlocked.Increment(ref _statements);
}
