using System.Text.RegularExpressions;

namespace GraphBlog.GraphApi.Import;

/// <summary>
/// The lines between which front matter stands. As Jekyll has it, blanks may follow a mark and YAML may end with <c>...</c>; as Hugo has it,
/// blank lines may come first and a comment may stand beside the opening mark.
/// </summary>
internal static partial class Fence
{
    /// <summary>What stands between the marks at the top, and what follows; null when the text begins with no mark.</summary>
    /// <exception cref="UnreadableFileException">The first line looks like a mark and is none, or the second mark is missing.</exception>
    public static (char Mark, string Inside, string After)? Split(string text)
    {
        text = text.TrimStart('\n', ' ', '\t');
        if (!LooksLikeOne().IsMatch(text))
        {
            return null;
        }

        if (Opening().Match(text) is not { Success: true } opening)
        {
            throw new UnreadableFileException($"its first line looks like the beginning of front matter and is none: {text.Split('\n')[0]}");
        }

        var mark = text[0];
        var closing = (mark == '-' ? ClosingYaml() : ClosingToml()).Match(text, opening.Length);
        return closing.Success ? (mark, text[opening.Length..closing.Index], text[(closing.Index + closing.Length)..].TrimStart('\n'))
            : throw new UnreadableFileException($"its front matter has no closing {new string(mark, 3)}.");
    }

    [GeneratedRegex(@"\A(---|\+\+\+)")]
    private static partial Regex LooksLikeOne();

    [GeneratedRegex(@"\A(---|\+\+\+)[ \t]*(#[^\n]*)?(\n|\z)")]
    private static partial Regex Opening();

    [GeneratedRegex(@"^(---|\.\.\.)[ \t]*(\n|\z)", RegexOptions.Multiline)]
    private static partial Regex ClosingYaml();

    [GeneratedRegex(@"^\+\+\+[ \t]*(\n|\z)", RegexOptions.Multiline)]
    private static partial Regex ClosingToml();
}
