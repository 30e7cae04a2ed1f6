using System.Collections.Frozen;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>
/// Where lines of HTML begin and end: seven kinds, counted as CommonMark counts them. The sixth and seventh end at a blank line, the others at
/// a sign.
/// </summary>
internal static class HtmlBlocks
{
    private const int Verbatim = 1, Comment = 2, Instruction = 3, Declaration = 4, Data = 5, Known = 6, Any = 7;

    private static readonly FrozenSet<string> s_verbatim = Names("script pre style textarea");

    private static readonly FrozenSet<string> s_known = Names(
        "address article aside base basefont blockquote body caption center col colgroup dd details dialog dir div dl dt fieldset figcaption figure "
        + "footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe legend li link main menu menuitem nav noframes ol optgroup option "
        + "p param search section summary table tbody td tfoot th thead title tr track ul");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_isVerbatim = s_verbatim.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_isKnown = s_known.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The kind that begins with this line, which begins with &lt;; 0 when none does.</summary>
    /// <param name="line">The line.</param>
    /// <param name="interrupts">A paragraph is open, which not everything ends.</param>
    public static int Begins(ReadOnlySpan<char> line, bool interrupts)
    {
        var isClosing = line is ['<', '/', ..];
        var name = line[(isClosing ? 2 : 1)..];
        var end = 0;
        while (end < name.Length && char.IsAsciiLetterOrDigit(name[end]))
        {
            end++;
        }

        var after = name[end..];
        name = name[..end];
        var isWord = after is [] or [' ' or '\t' or '>', ..];
        return line switch
        {
            _ when !isClosing && isWord && s_isVerbatim.Contains(name) => Verbatim,
            ['<', '!', '-', '-', ..] => Comment,
            ['<', '?', ..] => Instruction,
            ['<', '!', (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'), ..] => Declaration,
            _ when line.StartsWith("<![CDATA[") => Data,
            _ when (isWord || after.StartsWith("/>")) && s_isKnown.Contains(name) => Known,
            _ when !interrupts && !s_isVerbatim.Contains(name) && InlineHtml.Tag(line, 0, []) is var tag and > 0 && line[tag..].IsWhiteSpace() => Any,
            _ => 0,
        };
    }

    public static bool Ends(int kind, ReadOnlySpan<char> line) => kind switch
    {
        Verbatim => line.Contains("</script>", StringComparison.OrdinalIgnoreCase) || line.Contains("</pre>", StringComparison.OrdinalIgnoreCase)
            || line.Contains("</style>", StringComparison.OrdinalIgnoreCase) || line.Contains("</textarea>", StringComparison.OrdinalIgnoreCase),
        Comment => line.Contains("-->", StringComparison.Ordinal),
        Instruction => line.Contains("?>", StringComparison.Ordinal),
        Declaration => line.Contains('>'),
        Data => line.Contains("]]>", StringComparison.Ordinal),
        _ => false,
    };

    public static bool EndsAtBlankLine(int kind) => kind >= Known;

    private static FrozenSet<string> Names(string names) => names.Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
