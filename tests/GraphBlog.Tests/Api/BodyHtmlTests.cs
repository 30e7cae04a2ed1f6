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
            "<h1 id=\"user-content-hello\">Hello</h1>\n<p><em>World</em> <del>gone</del></p>\n<table>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n</tr>\n</tbody>\n</table>",
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
    [InlineData("<a href=\" &#14;  javascript:alert(1)\">x</a>")]
    [InlineData("<a href='vbscript:msgbox(1)'>x</a>")]
    [InlineData("<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">")]
    [InlineData("<<SCRIPT>alert(1);//\\<</SCRIPT>")]
    [InlineData("<div><img/onerror=alert(1)/src=x></div>")]
    [InlineData("<div><a href=\"java\nscript:alert(1)\">x</a></div>")]
    [InlineData("<iframe src=\"javascript:alert(1)\"></iframe>")]
    [InlineData("<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">")]
    public void What_hides_from_a_filter_is_taken_out_too(string markdown)
        => Assert.DoesNotMatch("(?i)<script|<iframe|<noscript|href=\"[^\"]*script:|src=\"[^\"]*script:|<[a-z]+( [a-z]+=\"[^\"]*\")* on[a-z]+=", PostHtml.Of(markdown));

    [Theory]
    [InlineData("Use List<string> for it. This matters.", "<p>Use List&lt;string&gt; for it. This matters.</p>")]
    [InlineData("Say <your-name> here", "<p>Say &lt;your-name&gt; here</p>")]
    [InlineData("<picture>A cat</picture>", "<p>A cat</p>")]
    [InlineData("a <fieldset>b</fieldset>", "<p>a b</p>")]
    [InlineData("<script>alert(1)</script>", "")]
    [InlineData("<iframe src=\"https://video.example/1\"></iframe>", "<a href=\"https://video.example/1\">https://video.example/1</a>")]
    public void An_element_that_may_not_be_keeps_its_text(string markdown, string html) => Assert.Equal(html, PostHtml.Of(markdown).Trim());

    [Theory]
    [InlineData("```js\n1 < 2\n```", "<pre><code class=\"language-js\">1 &lt; 2")]
    [InlineData("| a |\n|:-:|\n| b |", "<td align=\"center\">b</td>")]
    [InlineData("| a |\n|---|\n| `x\\|y` |\nafter", "<td><code>x|y</code></td>")]
    [InlineData("| a |\n|---|\n| b |\nafter", "<p>after</p>")]
    [InlineData("# Hi\n\n# Hi", "<h1 id=\"user-content-hi-1\">Hi</h1>")]
    [InlineData("[up](#hi)", "<a href=\"#user-content-hi\">up</a>")]
    [InlineData("[call](tel:+41)", "<a href=\"tel:+41\">call</a>")]
    [InlineData("- [x] done", "<input type=\"checkbox\" checked=\"checked\" disabled=\"disabled\">")]
    [InlineData("a[^1]\n\n[^1]: 一句没有空格的话", "<p>一句没有空格的话")]
    public void What_a_developer_writes_is_rendered(string markdown, string html) => Assert.Contains(html, PostHtml.Of(markdown));

    [Fact]
    public void A_long_text_is_rendered_as_a_short_one_is()
    {
        const string Piece = "A <b>word</b> and `List<string>` *so* it is.\n\n```c\nint *p; /* *** */\n```\n\n";
        var many = PostHtml.Of(string.Concat(Enumerable.Repeat(Piece, 2000)));
        Assert.Equal(string.Concat(Enumerable.Repeat(PostHtml.Of(Piece), 2000)), many);
    }

    [Fact]
    public async Task A_text_read_twice_is_rendered_once()
        => Assert.Same(await PostHtml.OfAsync("*once*", 1, CancellationToken.None), await PostHtml.OfAsync("*once*", 1, CancellationToken.None));
}
