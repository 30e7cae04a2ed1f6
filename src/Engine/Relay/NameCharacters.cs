using System.Buffers;

namespace GraphBlog.Engine.Relay;

/// <summary>The characters of a GraphQL name (GraphQL specification, October 2021, section 2.1.9).</summary>
internal static class NameCharacters
{
    private static readonly SearchValues<char> s_allowed
        = SearchValues.Create("_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool ContainsOnlyNameCharacters(this ReadOnlySpan<char> text) => !text.ContainsAnyExcept(s_allowed);
}
