using System.Text;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>Rows of a table: cells between pipes. A pipe behind a backslash is the cell's own, in code too.</summary>
internal static class TableRows
{
    /// <summary>A letter for each column of a delimiter row, l, c, r or - ; null when the line is none.</summary>
    public static string? Alignments(ReadOnlySpan<char> line)
    {
        if (line.ContainsAnyExcept("|:- \t"))
        {
            return null;
        }

        var columns = new StringBuilder();
        foreach (var cell in Cells(line))
        {
            var signs = cell.AsSpan();
            var isLeft = signs is [':', ..];
            var isRight = signs is [.., ':'];
            signs = signs.Trim(':');
            if (signs.Length == 0 || signs.ContainsAnyExcept('-') || cell.Length - signs.Length > (isLeft ? 1 : 0) + (isRight ? 1 : 0))
            {
                return null;
            }

            columns.Append(isLeft && isRight ? 'c' : isLeft ? 'l' : isRight ? 'r' : '-');
        }

        return columns.Length == 0 ? null : columns.ToString();
    }

    public static List<string> Cells(ReadOnlySpan<char> line)
    {
        line = line.Trim(" \t\n");
        line = line is ['|', ..] ? line[1..] : line;
        var cells = new List<string>();
        var start = 0;
        var hasEscapes = false;
        for (var at = 0; at < line.Length; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length && line[at + 1] == '|')
            {
                hasEscapes = true;
                at++;
            }
            else if (line[at] == '|')
            {
                cells.Add(Cell(line[start..at], hasEscapes));
                start = at + 1;
                hasEscapes = false;
            }
        }

        if (!line[start..].IsWhiteSpace())
        {
            cells.Add(Cell(line[start..], hasEscapes));
        }

        return cells;
    }

    private static string Cell(ReadOnlySpan<char> text, bool hasEscapes)
    {
        var cell = text.Trim(" \t").ToString();
        return hasEscapes ? cell.Replace("\\|", "|", StringComparison.Ordinal) : cell;
    }
}
