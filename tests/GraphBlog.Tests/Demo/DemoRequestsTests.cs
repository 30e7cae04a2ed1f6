using System.Text.Json;
using System.Text.RegularExpressions;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Demo;

/// <summary>The requests that are there to be tried, against the demo that they were written for.</summary>
public sealed partial class DemoRequestsTests(SeededDatabase db) : IClassFixture<SeededDatabase>
{
    [Fact]
    public async Task Every_request_of_the_collection_is_answered_without_an_error()
    {
        await using var server = await TestServer.StartOverAsync(db.App, "Development");
        var requests = Request().Matches(SourceTree.Read("examples/demo.http"));
        Assert.Equal(10, requests.Count);
        foreach (var (name, body) in requests.Select(request => (request.Groups["name"].Value, request.Groups["body"].Value)))
        {
            var answer = await server.SendAsync(body, server.Token(TestServer.Ada));
            Assert.True(answer.Status == 200 && !answer.Json.TryGetProperty("errors", out _), $"{name}: {answer.Body}");
            Assert.DoesNotContain("\"nodes\":[]", answer.Body);
        }
    }

    [Fact]
    public async Task What_the_readme_shows_is_what_the_demo_answers()
    {
        await using var server = await TestServer.StartOverAsync(db.App, "Development");
        var readme = SourceTree.Read("README.md");
        var asked = JsonSerializer.Deserialize<JsonElement>(Curl().Match(readme).Groups["body"].Value).GetProperty("query").GetString()!;
        string[] queries = [asked, Mutation().Match(readme).Groups["query"].Value];
        var answers = Shown().Matches(readme).Select(shown => shown.Groups["json"].Value).ToList();
        Assert.Equal(queries.Length, answers.Count);
        foreach (var (query, shown) in queries.Zip(answers))
        {
            var answer = await server.PostAsync(query);
            Assert.Equal(Plain(JsonSerializer.Deserialize<JsonElement>(shown)), Plain(answer.Json));
        }
    }

    private static string Plain(JsonElement json) => JsonSerializer.Serialize(json);

    [GeneratedRegex(@"^### (?<name>.+)\nPOST \{\{host\}\}/graphql\nContent-Type: application/json\n\n(?<body>\{.+\})$", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex("--json '(?<body>[^']+)'")]
    private static partial Regex Curl();

    [GeneratedRegex("```graphql\n(?<query>[^`]+)```")]
    private static partial Regex Mutation();

    [GeneratedRegex("```json\n(?<json>[^`]+)```")]
    private static partial Regex Shown();
}
