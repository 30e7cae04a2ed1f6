using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GraphBlog.Engine.Diagnostics;
using GraphBlog.Engine.Execution;
using GraphBlog.Engine.Limits;
using GraphBlog.GraphApi.Posts.Html;
using GraphBlog.GraphApi.Posts.Markdown;
using GraphBlog.Shared;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Markdown as HTML that is safe to put into any page: authors write, browsers of others run it.</summary>
internal static class PostHtml
{
    private const int MostBytesKept = 32 * 1024 * 1024;

    private static readonly BoundedCache<string, string> s_rendered = new(MostBytesKept, (_, html) => 256 + (2 * html.Length));

    // One rendering at a time leaves the other cores to everybody else, and a second to another organisation than the first's: a small
    // text does not wait for a large one of somebody else. Nobody is refused.
    private static readonly FairPlaces s_turns = new(places: 2, mostWaiting: 0, shared: 1);

    // From here on a text has a thread of its own: while it is rendered, the pool's few have what is short to do.
    private const int LongText = 32 * 1024;

    /// <summary>The text's HTML, from memory where the same text was rendered before; else rendered when it is its organisation's turn.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="organisation">Whose turn it takes.</param>
    /// <param name="ct">Ends the rendering, too.</param>
    /// <param name="spend">Is told what a rendering costs, before it for the text and after it for the HTML; not of what was in memory.</param>
    /// <exception cref="OperationCanceledException">The request ended before the rendering did.</exception>
    public static async ValueTask<string> OfAsync(string markdown, long organisation, CancellationToken ct, Action<int>? spend = null)
    {
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(markdown)));
        var isKnown = s_rendered.TryGet(key, out var known);
        Telemetry.LookedUp("html", isKnown);
        if (isKnown)
        {
            return known!;
        }

        var lane = organisation.ToString(CultureInfo.InvariantCulture);
        await s_turns.TakeAsync(lane, Timeout.InfiniteTimeSpan, ct);
        try
        {
            if (!s_rendered.TryGet(key, out known))
            {
                spend?.Invoke(RateLimits.CostOf(markdown.Length));
                known = await (markdown.Length < LongText ? Task.Run(() => Of(markdown, ct), ct)
                    : Task.Factory.StartNew(() => Of(markdown, ct), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default));
                spend?.Invoke(RateLimits.CostOf(known.Length));
                s_rendered.Set(key, known);
            }

            return known;
        }
        finally
        {
            s_turns.GiveBack(lane);
        }
    }

    /// <summary>
    /// CommonMark with tables, strikethrough, bare links, task lists, footnotes and ids of headings; scripts, styles, forms, frames and
    /// unknown schemes are taken out. It costs what the length of the text is, whatever is written in it.
    /// </summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled.</exception>
    public static string Of(string markdown, CancellationToken ct = default) => SafeHtml.Of(MarkdownHtml.Of(markdown, ct), ct);
}
