using System.Text;
using Markdig.Helpers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace GraphBlog.GraphApi.Posts.Html;

/// <summary>Ids of headings as GitHub makes them: the words in lower case with hyphens, then -1, -2 for the same words again.</summary>
internal static class HeadingIds
{
    // Markdig's own extension tries every number for every heading anew.
    public static void Set(MarkdownDocument document)
    {
        var taken = new Dictionary<string, int>();
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            var text = new StringBuilder();
            foreach (var inline in heading.Inline?.Descendants() ?? [])
            {
                text.Append(inline switch { LiteralInline literal => literal.Content.ToString(), CodeInline code => code.Content, _ => "" });
            }

            var id = LinkHelper.UrilizeAsGfm(text.ToString());
            if (id.Length == 0)
            {
                id = "section";
            }

            var words = id;
            while (!taken.TryAdd(id, 0))
            {
                id = $"{words}-{++taken[words]}";
            }

            heading.GetAttributes().Id = id;
        }
    }
}
