using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Persistence.Users;
using GraphBlog.Shared;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>
/// Tokens whose signature was checked less than a minute ago. A client sends the same one with every request, and checking it costs
/// as much as parsing and serialising a small answer. A token's own expiry still counts; a key that was withdrawn counts a minute later.
/// </summary>
internal sealed class VerifiedTokens(TimeProvider clock)
{
    private const int Capacity = 10_000;
    private const int MaxLength = 4096;
    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(1);
    private readonly BoundedCache<string, (TokenClaims Claims, long Since)> _known = new(Capacity);

    /// <summary>What a header said when it was checked; null when it has to be checked (again).</summary>
    public TokenClaims? Find(string header) => _known.TryGet(header, out var known) && clock.GetElapsedTime(known.Since) < s_keep
        && !(known.Claims.CountsUntil <= clock.GetUtcNow()) ? known.Claims : null;

    /// <summary>Remembers a header that was checked.</summary>
    /// <param name="header">The whole Authorization header.</param>
    /// <param name="claims">What it says.</param>
    public void Remember(string header, TokenClaims claims)
    {
        if (header.Length <= MaxLength)
        {
            _known.Set(header, (claims, clock.GetTimestamp()));
        }
    }
}

/// <summary>What a verified token says.</summary>
/// <param name="Names">Whom it speaks of: who acts, or the person for whom somebody acts.</param>
/// <param name="Role">The least role it asks for; null for none.</param>
/// <param name="CountsUntil">When it expires, with what is allowed for clocks that differ; null for never.</param>
internal sealed record TokenClaims(TokenNames Names, Role? Role, DateTimeOffset? CountsUntil = null)
{
    /// <summary>Who acts for the person; null when they act themselves.</summary>
    public TokenNames? Actor { get; init; }

    /// <summary>What kind of actor it is.</summary>
    public ActorKind Kind { get; init; }

    /// <summary>False for drafts alone.</summary>
    public bool MayPublish { get; init; } = true;

    /// <summary>What the user may do by it: a token narrows a role, never widens it.</summary>
    public Role Narrow(Role most) => Role is { } limit && limit < most ? limit : most;
}
