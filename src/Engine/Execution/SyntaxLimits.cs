namespace GraphBlog.Engine.Execution;

/// <summary>
/// Bounds on a document's shape that no honest one comes near. Each closes a place where the engine's own work grows faster than the text.
/// </summary>
internal static class SyntaxLimits
{
    /// <summary>How deeply brackets, and fragments in fragments, may nest: parser and walks recurse.</summary>
    public const int MaxNesting = 64;

    /// <summary>Operations in a document: validation visits every fragment once per operation.</summary>
    public const int MaxOperations = 50;

    /// <summary>Fragments in a document: the engine looks for each in a list, for every object.</summary>
    public const int MaxFragments = 500;

    /// <summary>Variables that a document declares: the engine compares every one with every use of one.</summary>
    public const int MaxVariables = 500;

    /// <summary>Directives in one place: validation compares every pair.</summary>
    public const int MaxDirectives = 20;

    /// <exception cref="RequestError">The count passes the limit.</exception>
    public static void Count(ref int count, int limit, string what, string code)
    {
        if (++count > limit)
        {
            throw Over(what, limit, code);
        }
    }

    public static RequestError Over(string what, int limit, string code)
        => new($"The document has more {what} than the limit of {limit}.", code);
}
