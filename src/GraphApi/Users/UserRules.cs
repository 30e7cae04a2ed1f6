using System.Text.RegularExpressions;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Users;

/// <summary>What a person's fields must be.</summary>
internal static partial class UserRules
{
    /// <summary>What a client asks to change of a person, checked.</summary>
    /// <exception cref="ValidationException">A field cannot be what it is asked to be.</exception>
    public static Patch<User> ChangesOf(UpdateUserInput input)
    {
        var rules = new ValidationErrors();
        _ = input.DisplayName.HasValue ? rules.DisplayName(input.DisplayName.Value) : rules;
        _ = input.Role.HasValue ? rules.Role(input.Role.Value) : rules;
        rules.Enforce();
        return new Patch<User>().Set(nameof(User.DisplayName), input.DisplayName).Set(nameof(User.Role), input.Role);
    }

    public static ValidationErrors Handle(this ValidationErrors complaints, string handle) => complaints.Text("handle", handle, text => Shape().IsMatch(text) ? null
        : "The handle must be a lower-case letter and then at most 62 of a to z, 0 to 9, '.', '_' and '-'.");

    public static ValidationErrors DisplayName(this ValidationErrors complaints, string? name) => complaints.Line("displayName", "display name", name, most: 200);

    public static ValidationErrors Role(this ValidationErrors complaints, Role? role) => role is null ? complaints.Missing("role") : complaints;

    /// <summary>OpenID Connect Core 1.0, section 2: a subject has 255 characters at most.</summary>
    public static ValidationErrors Subject(string? issuer, string subject)
    {
        var complaints = new ValidationErrors().Line("subject", "subject", subject, most: 255);
        return issuer is not null ? complaints.Line("issuer", "issuer", issuer, most: 1000)
            : subject.Contains('@') ? complaints : complaints.Add("subject", "Without an issuer the subject is an e-mail address.");
    }

    [GeneratedRegex(@"^[a-z][a-z0-9._-]{0,62}\z")]
    private static partial Regex Shape();
}
