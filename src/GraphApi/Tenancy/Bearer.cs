using GraphBlog.Persistence.Tenancy;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>Who comes with a token, as the database knows them now.</summary>
/// <param name="Acting">Who acts, with what they may do by this token: where it is for somebody else, no more than either of the two may.</param>
/// <param name="OnBehalfOf">The person for whom they act; null for themselves.</param>
internal sealed record Bearer(Identity Acting, long? OnBehalfOf)
{
    /// <summary>Null when the token names nobody that there is, or for somebody that there is not.</summary>
    public static async ValueTask<Bearer?> FindAsync(IdentityDirectory directory, TokenClaims claims, CancellationToken ct)
    {
        if (await directory.FindAsync(claims.Names, ct) is not { } person)
        {
            return null;
        }

        if (claims.Actor is null)
        {
            return new(person with { Role = claims.Narrow(person.Role) }, null);
        }

        // The same claim names the organisation of both, so they are of the same.
        return await directory.FindAsync(claims.Actor, ct) is { } actor
            ? new(
                actor with { Role = claims.Narrow(actor.Role < person.Role ? actor.Role : person.Role) },
                actor.UserId == person.UserId ? null : person.UserId)
            : null;
    }
}
