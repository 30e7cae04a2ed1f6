using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using GraphBlog.GraphApi.Posts.Markdown;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Markdown;

/// <summary>The parser against every example of the CommonMark specification.</summary>
public sealed partial class SpecificationTests(ITestOutputHelper output)
{
    // What GitHub adds makes links of addresses that stand bare, which these examples show to be none in CommonMark.
    private static readonly int[] s_bareLinks = [602, 606, 608, 611, 612];

    [GeneratedRegex(" id=\"user-content-[^\"]*\"")]
    private static partial Regex Ids();

    [GeneratedRegex(@"\n+")]
    private static partial Regex Lines();

    [Fact]
    public async Task Every_example_is_rendered_as_the_specification_says()
    {
        if (await NodeScript.RunAsync(output, "tests/markdown-spec", "spec.mjs") is not { } printed)
        {
            return;
        }

        var examples = JsonDocument.Parse(printed).RootElement.EnumerateArray().ToList();
        Assert.True(examples.Count > 600, $"{examples.Count} examples");
        Assert.Empty(
            from example in examples
            let markdown = example.GetProperty("markdown").GetString()!
            let number = example.GetProperty("number").GetInt32()
            let expected = Normal(example.GetProperty("html").GetString()!)
            let actual = Normal(MarkdownHtml.Of(markdown, CancellationToken.None))
            where expected != actual && !s_bareLinks.Contains(number)
            select $"{number}: {markdown}\nwant {expected}\ngot {actual}");
    }

    private static string Normal(string html)
        => Lines().Replace(new HtmlParser().ParseDocument($"<body>{Lines().Replace(Ids().Replace(html, ""), "\n")}").Body!.InnerHtml, "\n").Trim();
}
