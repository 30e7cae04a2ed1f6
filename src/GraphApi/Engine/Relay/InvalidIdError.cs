using GraphQL.Validation;

namespace GraphBlog.GraphApi.Engine.Relay;

/// <summary>A value given as an id is not a global id at all. The request is refused before anything is resolved.</summary>
public sealed class InvalidIdError : ValidationError
{
    /// <param name="name">The argument or input field.</param>
    public InvalidIdError(string name) : base($"The value of `{name}` is not a valid ID.")
        => Code = ErrorCodes.InvalidSyntaxFormat;
}
