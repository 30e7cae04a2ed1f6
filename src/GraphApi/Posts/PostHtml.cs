using System.Net;
using Ganss.Xss;
using Markdig;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Markdown as HTML that is safe to put into any page: authors write, browsers of others run it.</summary>
internal static class PostHtml
{
    // No footnotes: a megabyte of them takes minutes.
    private static readonly MarkdownPipeline s_markdown = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras().UseAutoLinks().Build();

    private static readonly HtmlSanitizer s_sanitizer = Sanitizer();

    /// <summary>
    /// CommonMark with tables, strikethrough and bare links; scripts, styles, forms, frames and unknown schemes are taken out. A text
    /// whose elements nest over a hundred deep is shown as it was written.
    /// </summary>
    public static string Of(string markdown)
    {
        try
        {
            return s_sanitizer.Sanitize(Markdown.ToHtml(markdown, s_markdown));
        }
        catch (ArgumentException)      // Markdig's own bound
        {
            return $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>";
        }
    }

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
