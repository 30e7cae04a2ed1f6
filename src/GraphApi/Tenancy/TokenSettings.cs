using Microsoft.IdentityModel.Tokens;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>Which tokens count, and which of their claims say what.</summary>
/// <param name="Check">What a token is checked against; issuer and keys are added where a provider publishes them.</param>
/// <param name="Organisation">The claim with the organisation's slug or id: its name, or a path to it such as <c>realm_access.roles</c>.</param>
/// <param name="User">The claim with the user's handle or id.</param>
/// <param name="Role">The claim with the role, or a list of roles, of which the least counts.</param>
/// <param name="ActorKind">The claim that says of a token that no person asked for it.</param>
/// <param name="ServiceKind">What that claim says then.</param>
/// <param name="Scope">The claim with the scopes.</param>
/// <param name="LinkBy">By what a provider's name is linked when it is first seen.</param>
internal sealed record TokenSettings(
    TokenValidationParameters Check, string Organisation, string User, string Role, string ActorKind, string ServiceKind, string Scope,
    LinkBy LinkBy = LinkBy.None);

/// <summary>By what somebody is recognised whom no administrator has linked to what the provider calls them.</summary>
internal enum LinkBy
{
    /// <summary>By the claim with the handle or id, for this request; nothing is linked.</summary>
    None,

    /// <summary>By an e-mail address that the provider has verified and an administrator has entered; linked at first sight.</summary>
    VerifiedEmail,

    /// <summary>By the claim with the handle; linked at first sight.</summary>
    Handle,
}
