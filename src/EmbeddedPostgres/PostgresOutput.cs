namespace GraphBlog.EmbeddedPostgres;

/// <summary>Makes a message for a person out of what PostgreSQL's programs said.</summary>
internal static class PostgresOutput
{
    private const int Lines = 12;

    /// <summary>The last lines, and what to do when they tell of a full disk.</summary>
    public static string Explain(string output)
    {
        var end = string.Join('\n', output.Trim().Split('\n').TakeLast(Lines));
        return output.Contains("No space left on device", StringComparison.Ordinal)
            ? $"The disk is full: make room, or set GRAPHBLOG_HOME to a folder on another disk.\n{end}"
            : end;
    }
}
