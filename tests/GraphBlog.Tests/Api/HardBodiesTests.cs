using System.Diagnostics;
using System.Text.Json;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Tests.Fixtures;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Api;

/// <summary>Much of each piece in bench/bodies.json. With BODY_BYTES=1048576 it is the benchmark too: the time of each is in the detailed output.</summary>
public sealed class HardBodiesTests(ITestOutputHelper output)
{
    private static readonly int s_bytes = int.TryParse(Environment.GetEnvironmentVariable("BODY_BYTES"), out var bytes) ? bytes : 128 * 1024;

    public static TheoryData<string> Pieces => [.. JsonSerializer.Deserialize<string[]>(SourceTree.Read("bench/bodies.json"))!];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_body_made_to_be_hard_is_rendered_or_shown_as_it_is_in_bounded_time(string piece)
    {
        var watch = Stopwatch.StartNew();
        var html = PostHtml.Of(string.Concat(Enumerable.Repeat(piece, s_bytes / piece.Length)));
        output.WriteLine($"{JsonSerializer.Serialize(piece)}: {watch.Elapsed.TotalMilliseconds:0} ms, {(html.StartsWith("<pre>", StringComparison.Ordinal) && !html.StartsWith("<pre><code", StringComparison.Ordinal) ? "as written" : "rendered")}");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{piece} took {watch.Elapsed}.");
    }
}
