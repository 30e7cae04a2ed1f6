using GraphQLParser;

namespace GraphBlog.Engine.Execution;

/// <summary>Tells lines and columns in a document.</summary>
/// <remarks>
/// The engine counts them from the text's beginning for every error it finds, answered or not: a thousand errors at the end of a
/// mebibyte took it seconds. So its documents hold a placeholder, whereupon it gives the position as a column of line 1.
/// </remarks>
internal sealed class SourceText(string source)
{
    /// <summary>What a document holds in place of its text; the engine takes an empty text for none.</summary>
    public const string Placeholder = " ";

    /// <summary>The text.</summary>
    public string Text => source;

    private readonly Lazy<int[]> _lineStarts = new(() => LineStarts(source));

    /// <summary>The error with the engine's locations put right.</summary>
    public GraphQLError Locate(GraphQLError error)
        => error with { Locations = error.Locations?.Select(linear => Locate(linear.Column - 1)).ToList() };

    /// <summary>Line and column of a position counted from 0.</summary>
    public Location Locate(int position)
    {
        var found = Array.BinarySearch(_lineStarts.Value, position);
        var line = found < 0 ? ~found - 1 : found;
        return new Location(line + 1, position - _lineStarts.Value[line] + 1);
    }

    /// <summary>The text with those places blank, and every other position as it was.</summary>
    public static string Blank(string source, List<Range> places) => string.Create(source.Length, (source, places), (text, from) =>
    {
        from.source.CopyTo(text);
        foreach (var place in from.places)
        {
            text[place].Fill(' ');
        }
    });

    private static int[] LineStarts(string source)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\n' || (source[i] == '\r' && (i + 1 == source.Length || source[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        return [.. starts];
    }
}
