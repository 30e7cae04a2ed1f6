using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Servers share nothing but the database. Subscriptions that move between them are in ChangeFeedTests, rights in DeactivationTests.</summary>
public sealed class SeveralServersTests(TestServer first) : IClassFixture<TestServer>
{
    [Fact]
    public async Task One_key_at_two_servers_at_once_is_one_change_and_one_answer()
    {
        await using var second = await TestServer.StartAsync(first.Database, "Production");
        var before = await first.ChangesAsync();
        for (var n = 0; n < 20; n++)
        {
            var input = new { title = $"Key {n}", body = "Text", idempotencyKey = $"two-servers-{n}" };
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? first : second).DoAsync("createPost", input)));
            Assert.Single(answers.Select(answer => answer.GetRawText()).Distinct());
        }

        Assert.Equal(before + 20, await first.ChangesAsync());
    }

    [Fact]
    public async Task Of_two_changes_at_two_servers_at_once_one_is_made_and_the_other_learns_of_it()
    {
        await using var second = await TestServer.StartAsync(first.Database, "Production");
        var id = (await first.CreateAsync("0")).Id();
        for (var version = 1; version <= 20; version++)
        {
            var answers = await Task.WhenAll(new[] { (first, TestServer.Ada), (second, TestServer.Grace) }.Select(one
                => one.Item1.MutateAsync("updatePost", new { id, expectedVersion = version, title = $"{version} of {one.Item2}" }, one.Item2)));
            var refused = Assert.Single(answers, answer => answer.GetProperty("errors").ValueKind == System.Text.Json.JsonValueKind.Array);
            var error = Assert.Single(refused.GetProperty("errors").EnumerateArray());
            Assert.Equal(("ConcurrencyError", version + 1), (error.Type(), error.GetProperty("currentVersion").GetInt32()));
        }
    }
}
