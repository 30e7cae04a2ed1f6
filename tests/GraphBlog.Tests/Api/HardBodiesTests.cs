using System.Text.Json;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Posts.Html;

namespace GraphBlog.Tests.Api;

/// <summary>A quarter of a megabyte of each piece in bench/bodies.json; the benchmark measures whole ones in Release, one after the other.</summary>
public sealed class HardBodiesTests
{
    private const int MostBytes = 256 * 1024;

    // Debug, with other tests beside it: the bar of 250 ms is the benchmark's. What grows with the square of the length takes longer than this.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Pieces => [.. JsonSerializer.Deserialize<string[]>(SourceTree.Read("bench/bodies.json"))!];

    [Fact]
    public void The_corpus_has_sixty_pieces_and_more() => Assert.True(Pieces.Count >= 60);

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_body_that_is_made_to_be_hard_is_rendered_in_time(string piece)
    {
        using var tooLong = new CancellationTokenSource(s_limit);
        var whole = PostHtml.Of(Many(piece, MostBytes / piece.Length), tooLong.Token);
        Assert.False(tooLong.IsCancellationRequested, $"{piece} took over {s_limit}.");
        Assert.False(whole.StartsWith($"<pre>{piece}", StringComparison.Ordinal), $"{piece} is shown as it was written.");
    }

    [Fact]
    public void A_rendering_ends_with_its_request()
    {
        using var ended = new CancellationTokenSource();
        ended.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => PostHtml.Of("a", ended.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => SafeHtml.Of("<b>", ended.Token));      // the second half of the work
    }

    [Theory]
    [InlineData("", "# a\n", "", "<h1 id=\"user-content-a\">a</h1>", "<h1")]
    [InlineData("", "*a* ", "", "<em>a</em> ", "<em>")]
    [InlineData("", "- a\n", "", "<li>a</li>\n", "<li>")]
    [InlineData("", "| a |\n", "", "<p>| a |", "| a |")]
    [InlineData("| b |\n|---|\n", "| a |\n", "", "<td>a</td>", "<td>")]
    [InlineData("", "[^1]", "\n\n[^1]: Yes.\n", "<sup><a href=\"#user-content-fn-1\" id=\"user-content-fnref-1\">1</a></sup>", "<sup>")]
    [InlineData("```c\n", "int *p; /* *** */\n", "```\n", "<pre><code class=\"language-c\">int *p; /* *** */\n", "int *p; /* *** */\n")]
    public void A_long_text_is_rendered_as_a_short_one_is(string before, string piece, string after, string html, string counted)
    {
        foreach (var times in new[] { 3, 12_000 })
        {
            var whole = PostHtml.Of(before + Many(piece, times) + after);
            Assert.Contains(html, whole);
            Assert.Equal(times, whole.Split(counted).Length - 1);
        }
    }

    [Fact]
    public void A_long_address_that_is_referred_to_again_and_again_does_not_make_gigabytes()
        => Assert.InRange(PostHtml.Of($"[a]: /{Many("x", 100_000)}\n\n{Many("[a] ", 100_000)}").Length, 100_000, 5_000_000);

    [Fact]
    public void Short_rows_of_a_wide_table_do_not_make_gigabytes()
        => Assert.InRange(PostHtml.Of($"|{Many("a|", 100_000)}\n|{Many("-|", 100_000)}\n{Many("b|\n", 100_000)}").Length, 1_000_000, 20_000_000);

    private static string Many(string piece, int times) => string.Concat(Enumerable.Repeat(piece, times));
}
