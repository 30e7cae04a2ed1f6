using Microsoft.IdentityModel.Tokens;

namespace GraphBlog.GraphApi.Tenancy;

/// <summary>Which tokens count, and which of their claims say what.</summary>
/// <param name="Check">What a token is checked against; issuer and keys are added where a provider publishes them.</param>
/// <param name="Organisation">The claim with the organisation's slug or id: its name, or a path to it such as <c>realm_access.roles</c>.</param>
/// <param name="User">The claim with the user's handle or id.</param>
/// <param name="Role">The claim with the role, or a list of roles, of which the least counts.</param>
internal sealed record TokenSettings(TokenValidationParameters Check, string Organisation, string User, string Role);
