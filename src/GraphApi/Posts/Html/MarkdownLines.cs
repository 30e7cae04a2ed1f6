using System.Text;
using System.Text.RegularExpressions;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GraphBlog.GraphApi.Posts.Html;

/// <summary>What GitHub does with lines and tables and Markdig does not: a line without a pipe ends a table, and \| in code in a cell is a pipe.</summary>
internal static partial class MarkdownLines
{
    [GeneratedRegex(@"^ {0,3}\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\r?$", RegexOptions.NonBacktracking)]
    private static partial Regex Delimiters();

    // Markdig moves all lines of a paragraph for each definition it takes off the front.
    private const int MostDefinitionsTogether = 200;

    /// <summary>
    /// The text with a blank line after each table outside of fences that a line without a pipe follows, and within long rows of
    /// definitions of links, where it means nothing.
    /// </summary>
    public static string Prepare(string markdown)
    {
        if (!markdown.Contains('|') && !markdown.Contains("]:", StringComparison.Ordinal))
        {
            return markdown;
        }

        var text = new StringBuilder(markdown.Length + 16);
        var before = "";
        var fence = "";
        var isTable = false;
        var definitions = 0;
        foreach (var line in markdown.Split('\n'))
        {
            var start = line.TrimStart();
            if (fence.Length > 0)
            {
                fence = start.StartsWith(fence, StringComparison.Ordinal) ? "" : fence;
            }
            else if (start.StartsWith("```", StringComparison.Ordinal) || start.StartsWith("~~~", StringComparison.Ordinal))
            {
                fence = string.Concat(start.TakeWhile(character => character == start[0]));
                isTable = false;
            }
            else if (isTable && !line.Contains('|'))
            {
                text.Append(start.Length > 0 ? "\n" : "");
                isTable = false;
            }
            else
            {
                isTable |= before.Contains('|') && line.Contains('|') && Delimiters().IsMatch(line);
            }

            definitions = start.StartsWith('[') && start.Contains("]:", StringComparison.Ordinal) && fence.Length == 0 ? definitions + 1 : 0;
            if (definitions == MostDefinitionsTogether)
            {
                text.Append('\n');
                definitions = 0;
            }

            text.Append(line).Append('\n');
            before = line;
        }

        return text.ToString(0, text.Length - 1);
    }

    public static void UnescapePipes(MarkdownDocument document)
    {
        foreach (var cell in document.Descendants<TableCell>())
        {
            foreach (var code in cell.Descendants<CodeInline>())
            {
                code.Content = code.Content.Replace("\\|", "|", StringComparison.Ordinal);
            }
        }
    }
}
