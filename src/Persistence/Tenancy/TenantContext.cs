using GraphBlog.Persistence.Users;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>For whom statements run: the database shows and takes rows of this organisation only, and writes this user into the audit log.</summary>
/// <param name="OrgId">The organisation.</param>
/// <param name="UserId">The user of that organisation.</param>
/// <param name="Role">What the user may do; row rules go by it.</param>
/// <param name="RequestId">The request's id, at most 64 characters; it is kept in the audit log.</param>
public sealed record TenantContext(long OrgId, long UserId, Role Role, string? RequestId)
{
    /// <summary>The W3C trace id of the request, 32 hexadecimal digits; it is kept in the audit log.</summary>
    public string? TraceId { get; init; }

    /// <summary>How many statements were sent in this context, BEGIN and COMMIT not counted.</summary>
    public int Statements => _statements;

    private int _statements;

    internal void CountStatement() => Interlocked.Increment(ref _statements);
}
