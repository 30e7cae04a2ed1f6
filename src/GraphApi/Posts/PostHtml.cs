using System.Net;
using System.Security.Cryptography;
using System.Text;
using GraphBlog.GraphApi.Posts.Html;
using Markdig;
using Markdig.Parsers.Inlines;
using Microsoft.Extensions.Caching.Memory;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Markdown as HTML that is safe to put into any page: authors write, browsers of others run it.</summary>
internal static class PostHtml
{
    // Markdig orders all footnotes of a text in time that grows with the square of their number.
    private const int MostFootnotes = 1000;

    private const long MostBytesKept = 32 * 1024 * 1024;

    // Of the processor. A megabyte that somebody wrote takes a fraction of it.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private static readonly MarkdownPipeline s_markdown = Pipeline(new MarkdownPipelineBuilder().UseFootnotes());

    private static readonly MarkdownPipeline s_withoutFootnotes = Pipeline(new MarkdownPipelineBuilder());

    private static readonly MemoryCache s_rendered = new(new MemoryCacheOptions { SizeLimit = MostBytesKept });

    // One rendering at a time leaves the other cores to everybody else.
    private static readonly SemaphoreSlim s_turn = new(1);

    /// <summary>The text's HTML, from memory where the same text was rendered before; else rendered when it is its turn.</summary>
    /// <exception cref="OperationCanceledException">The request ended before the turn came.</exception>
    public static async ValueTask<string> OfAsync(string markdown, CancellationToken ct)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(markdown)));
        if (s_rendered.TryGetValue(key, out string? known))
        {
            return known!;
        }

        await s_turn.WaitAsync(ct);
        try
        {
            if (!s_rendered.TryGetValue(key, out known))
            {
                known = await Task.Run(() => Of(markdown), ct);
                s_rendered.Set(key, known, new MemoryCacheEntryOptions { Size = 256 + (2L * known.Length), SlidingExpiration = TimeSpan.FromHours(1) });
            }

            return known!;
        }
        finally
        {
            s_turn.Release();
        }
    }

    /// <summary>
    /// CommonMark with tables, strikethrough, bare links, task lists, footnotes and ids of headings; scripts, styles, forms, frames and
    /// unknown schemes are taken out. A text whose elements nest over a hundred deep, or that takes a second of the processor, is shown as it was written.
    /// </summary>
    public static string Of(string markdown)
    {
        RenderingBudget.Begin(s_limit);
        try
        {
            var pipeline = markdown.AsSpan().Count("[^") > MostFootnotes ? s_withoutFootnotes : s_markdown;
            var document = Markdown.Parse(MarkdownLines.Prepare(markdown), pipeline);
            MarkdownLines.UnescapePipes(document);
            HeadingIds.Set(document);
            return SafeHtml.Of(document.ToHtml(pipeline));
        }
        catch (Exception stopped) when (stopped is ArgumentException or RenderingStoppedException)      // Markdig's own bound, and ours
        {
            return $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>";
        }
    }

    private static MarkdownPipeline Pipeline(MarkdownPipelineBuilder builder)
    {
        builder.UsePipeTables().UseEmphasisExtras().UseAutoLinks().UseTaskLists();
        builder.BlockParsers.Insert(0, new BudgetedLines());
        builder.InlineParsers.Replace<LinkInlineParser>(new BudgetedLinks());
        builder.InlineParsers.Insert(0, new BudgetedMarks());
        return builder.Build();
    }
}
