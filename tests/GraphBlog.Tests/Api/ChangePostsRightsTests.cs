using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using static GraphBlog.Tests.Api.PostChanges;

namespace GraphBlog.Tests.Api;

/// <summary>Who may change several posts at once, and what becomes of those who do so at the same time.</summary>
public sealed class ChangePostsRightsTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData(TestServer.Guest, "AUTH_NOT_AUTHORIZED")]
    [InlineData(TestServer.Linus, "AUTH_NOT_AUTHORIZED: changes[1]: This post is somebody else's; changing it needs the role EDITOR.")]
    [InlineData(TestServer.Margaret, "0 PostNotFoundError, 1 PostNotFoundError")]
    [InlineData(TestServer.Grace, "")]
    public async Task Each_is_for_whom_the_single_change_is(string user, string refusal)
    {
        var (own, other) = (await server.IdAsync($"Own {user}", TestServer.Linus), await server.PublishAsync($"Not own {user}"));
        var before = await server.ChangesAsync();
        var answer = await server.PostAsync(Change, new { input = new { changes = new[] { Update(own, 1, "Changed"), Update(other, 1, "Changed") } } }, user);
        Assert.StartsWith(refusal, answer.Json.TryGetProperty("errors", out var errors)
            ? $"{errors[0].GetProperty("extensions").Text("code")}: {errors[0].Text("message")}"
            : answer.Data.GetProperty("changePosts").GetProperty("errors") is { ValueKind: JsonValueKind.Array } list
                ? string.Join(", ", list.EnumerateArray().Select(error => $"{error.GetProperty("index")} {Error(error).Type()}")) : "");
        Assert.Equal(before + (refusal == "" ? 2 : 0), await server.ChangesAsync());
    }

    [Fact]
    public async Task A_draft_of_somebody_else_is_like_none_and_publishedAt_is_for_editors()
    {
        var hidden = await server.IdAsync("Hidden draft");
        var answer = await server.PostAsync(Change, new { input = new { changes = new[] { Update(hidden, 1, "Seen") } } }, TestServer.Linus);
        Assert.Equal("PostNotFoundError", Error(answer.Data.GetProperty("changePosts").GetProperty("errors")[0]).Type());
        var own = await server.IdAsync("Own date", TestServer.Linus);
        var dated = await server.PostAsync(Change, new { input = new { changes = new object[] { new { update = new { id = own, expectedVersion = 1, publishedAt = "2020-01-01T00:00:00Z" } } } } }, TestServer.Linus);
        Assert.Equal("AUTH_NOT_AUTHORIZED", dated.TheError().GetProperty("extensions").Text("code"));
    }

    [Fact]
    public async Task A_token_for_drafts_alone_changes_drafts_together_and_publishes_none()
    {
        var ids = await server.ManyAsync(3, "drafts");
        var token = server.Token(TestServer.Ada, scope: "write:drafts");
        string Body(object last) => JsonSerializer.Serialize(new { query = Change, variables = new { input = new { changes = new[] { Update(ids[0], 1, "Draft"), Delete(ids[1]), last } } } });
        var before = await server.ChangesAsync();
        var refused = await server.SendAsync(Body(new { update = new { id = ids[2], expectedVersion = 1, status = "PUBLISHED" } }), token);
        Assert.Equal("AUTH_NOT_AUTHORIZED", refused.TheError().GetProperty("extensions").Text("code"));
        Assert.Equal(before, await server.ChangesAsync());
        await server.SendAsync(Body(Update(ids[2], 1, "Draft")), token);
        Assert.Equal(before + 3, await server.ChangesAsync());
    }

    [Fact]
    public async Task Those_who_change_the_same_posts_in_other_orders_wait_for_each_other_and_never_in_a_circle()
    {
        var ids = await server.ManyAsync(20, "circle");
        var deadlocks = "select deadlocks from pg_stat_database where datname = current_database()";
        var before = await server.Database.OwnerScalarAsync(deadlocks);
        var winners = 0;
        for (var round = 1; round <= 5; round++)
        {
            var version = round;
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => server.AskAsync(new
            {
                changes = ids.OrderBy(id => n % 2 == 0 ? id : new string([.. id.Reverse()]), StringComparer.Ordinal).Select(id => Update(id, version, $"Round {version} of {n}")),
            })));
            winners += answers.Count(answer => answer.GetProperty("errors").ValueKind == JsonValueKind.Null);
            Assert.All(answers.Where(answer => answer.GetProperty("errors").ValueKind != JsonValueKind.Null), answer => Assert.Equal(20, answer.GetProperty("errors").GetArrayLength()));
        }

        Assert.Equal(5, winners);
        await Task.Delay(1_200);      // a backend tells its counters once a second
        Assert.Equal(before, await server.Database.OwnerScalarAsync(deadlocks));
    }
}
