using System.Diagnostics;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

public sealed class BodyHtmlTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Markdown_is_answered_as_html()
    {
        var post = await server.DoAsync("createPost", new { title = "Html", body = "# Hello\n\n*World* ~~gone~~\n\n| a |\n|---|\n| 1 |\n" });
        Assert.Equal(
            "<h1>Hello</h1>\n<p><em>World</em> <del>gone</del></p>\n<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>",
            (await server.FindAsync(post.Id(), "bodyHtml")).Text("bodyHtml")!.Trim());
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)")]
    [InlineData("<a href=\"jav&#x09;ascript:alert(1)\">x</a>")]
    [InlineData("<iframe src=\"https://evil.example\"></iframe>")]
    [InlineData("<form action=\"https://evil.example\"><input name=password></form>")]
    [InlineData("<p style=\"position:fixed;inset:0\">x</p>")]
    [InlineData("<svg><script>alert(1)</script></svg>")]
    [InlineData("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>")]
    [InlineData("![x](\"onerror=\"alert(1))")]
    public void What_would_run_in_a_browser_is_taken_out(string markdown)
    {
        var html = PostHtml.Of(markdown);
        Assert.DoesNotMatch("(?i)<script|<iframe|<form|<input|<style|javascript:|data:text|style=|<[^>]* on[a-z]+=", html);
    }

    [Theory]
    [InlineData(">")]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a ")]
    [InlineData("- ")]
    [InlineData("<div>")]
    [InlineData("<b>")]
    [InlineData("`")]
    [InlineData("|")]
    [InlineData("[^1]: ")]
    public void A_body_made_to_be_hard_is_rendered_or_shown_as_it_is_in_bounded_time(string piece)
    {
        var watch = Stopwatch.StartNew();
        var html = PostHtml.Of(string.Concat(Enumerable.Repeat(piece, 1024 * 1024 / piece.Length)));
        Assert.NotNull(html);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{piece} took {watch.Elapsed}.");
    }
}
