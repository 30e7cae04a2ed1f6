using System.Net;
using Ganss.Xss;
using Markdig;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Markdown as HTML that is safe to put into any page: authors write, browsers of others run it.</summary>
internal static class PostHtml
{
    // A browser's own repair of nested tags, and Markdig's of pipes and emphasis, take time that grows with the square of their number.
    // No post that somebody wrote comes near these. (Footnotes are left out altogether: a megabyte of them takes minutes.)
    private const int MostTags = 1000, MostPipes = 20_000, MostEmphasis = 50_000;

    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras().UseAutoLinks().Build();

    private static readonly MarkdownPipeline s_simple = new MarkdownPipelineBuilder().UseEmphasisExtras().UseAutoLinks().DisableHtml().Build();

    private static readonly HtmlSanitizer s_sanitizer = Sanitizer();

    /// <summary>
    /// CommonMark with tables, strikethrough and bare links; scripts, styles, forms, frames and unknown schemes are taken out. Where there
    /// are over a thousand tags or 20,000 pipes, tags are shown as text and tables are none; where elements nest over a hundred deep or
    /// there are over 50,000 marks of emphasis, the text is shown as it was written.
    /// </summary>
    public static string Of(string markdown)
    {
        if (markdown.Count(character => character is '*' or '_' or '~') > MostEmphasis)
        {
            return AsWritten(markdown);
        }

        var isSimple = markdown.AsSpan().Count('<') > MostTags || markdown.AsSpan().Count('|') > MostPipes;
        try
        {
            return s_sanitizer.Sanitize(Markdown.ToHtml(markdown, isSimple ? s_simple : s_markdown));
        }
        catch (ArgumentException)      // Markdig's own bound
        {
            return AsWritten(markdown);
        }
    }

    private static string AsWritten(string markdown) => $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>";

    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer();
        sanitizer.AllowedTags.ExceptWith(["form", "input", "button", "select", "option", "optgroup", "textarea", "label", "fieldset", "legend", "keygen", "menuitem", "output"]);
        sanitizer.AllowedAttributes.ExceptWith(["style", "name", "target"]);
        sanitizer.AllowedCssProperties.Clear();
        sanitizer.AllowedSchemes.Add("mailto");
        return sanitizer;
    }
}
