using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Posts.Html;

namespace GraphBlog.Tests.Api;

/// <summary>
/// Text that is made to run in the browser of who reads it: the filter evasions that OWASP lists, what got past DOMPurify and its like,
/// and their like in Markdown. What comes out is read as a browser reads it.
/// </summary>
public sealed class HostileHtmlTests
{
    private static readonly HashSet<string> s_harmless = [..
        ("a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption "
        + "figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike "
        + "strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr").Split(' ')];

    private static readonly HashSet<string> s_harmlessAttributes = [..
        "align alt checked cite class colspan datetime dir disabled height href id lang open reversed rowspan scope span src start title type valign value width".Split(' ')];

    public static TheoryData<string> Payloads => [.. JsonSerializer.Deserialize<string[]>(SourceTree.Read("tests/GraphBlog.Tests/Api/hostile-html.json"))!];

    [Theory]
    [MemberData(nameof(Payloads))]
    public void Nothing_runs_that_somebody_wrote(string payload)
    {
        foreach (var safe in new[] { PostHtml.Of(payload), PostHtml.Of($"A word {payload} and more"), PostHtml.Of($"<div>{payload}"), SafeHtml.Of(payload) })
        {
            var page = new HtmlParser().ParseDocument("<body><div>" + safe + "</div>");
            Assert.Empty(page.Body!.QuerySelectorAll("div *").SelectMany(Faults));
        }
    }

    [Theory]
    [MemberData(nameof(Payloads))]
    public void What_is_safe_is_written_again_as_it_is(string payload)
    {
        var safe = PostHtml.Of(payload);
        Assert.Equal(safe, SafeHtml.Of(safe));
    }

    private static IEnumerable<string> Faults(IElement element)
    {
        if (!s_harmless.Contains(element.LocalName) || element.NamespaceUri != "http://www.w3.org/1999/xhtml")
        {
            yield return $"<{element.LocalName}>";
        }

        if (element.LocalName == "input" && (element.GetAttribute("type") != "checkbox" || !element.HasAttribute("disabled")))
        {
            yield return element.OuterHtml;
        }

        foreach (var attribute in element.Attributes)
        {
            var isHarmless = s_harmlessAttributes.Contains(attribute.Name) && attribute.Name switch
            {
                "id" => attribute.Value.StartsWith("user-content-", StringComparison.Ordinal),
                "class" => attribute.Value == "footnotes" || attribute.Value.StartsWith("language-", StringComparison.Ordinal),
                "href" or "src" or "cite" => new Url(Url.Create("https://blog.example/"), attribute.Value).Scheme is "http" or "https" or "mailto" or "tel",
                _ => true,
            };
            if (!isHarmless)
            {
                yield return $"{attribute.Name}=\"{attribute.Value}\"";
            }
        }
    }
}
