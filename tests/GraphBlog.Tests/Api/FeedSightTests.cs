using System.Text.Json;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>Who was away hears of each change what their role saw at its time, and of the time in which it saw nothing, nothing.</summary>
public sealed class FeedSightTests(TestServer server) : IClassFixture<TestServer>
{
    private const string All = "author+body+deletedAt+liveVersion+metadata+publishAt+publishedAt+scheduledVersion+slug+status+tags+title";

    /// <summary>
    /// What happens to a post, a letter a version: c is its creation, e an edit, E one that is published, p, u and a its becoming PUBLISHED, DRAFT and ARCHIVED, t and r trash and
    /// restoration, x the purge. Then what the viewers hear: the version, the fields, and who it was, or that the post is gone.
    /// </summary>
    public static TheoryData<string, string, string> Histories => new()
    {
        { "ce", TestServer.Guest, "" },
        { "ce", TestServer.Linus, "" },
        { "cep", TestServer.Guest, $"3 {All} ada" },
        { "cepe", TestServer.Linus, $"3 {All} ada" },
        { "cepE", TestServer.Linus, $"3 {All} ada; 4 body+liveVersion ada" },
        { "cepeE", TestServer.Guest, $"3 {All} ada; 5 {All} ada" },
        { "cepeE", TestServer.Grace, "1 all ada; 2 body ada; 3 liveVersion+publishedAt+status ada; 4 body ada; 5 body+liveVersion ada" },
        { "cepu", TestServer.Guest, $"3 {All} ada; 4 gone" },
        { "cpa", TestServer.Guest, $"2 {All} ada; 3 gone" },
        { "cepet", TestServer.Guest, $"3 {All} ada; 5 gone" },
        { "cepetx", TestServer.Guest, $"3 {All} ada; 5 gone" },
        { "cepetx", TestServer.Linus, $"3 {All} ada; 5 gone" },
        { "cepetx", TestServer.Grace, $"1 all ada; 2 body ada; 3 liveVersion+publishedAt+status ada; 4 body ada; 5 deletedAt+deletedBy ada gone; 6  ada gone" },
        { "cetx", TestServer.Guest, "" },
        { "cetx", TestServer.Linus, "" },
        { "cpueetx", TestServer.Guest, $"2 {All} ada; 3 gone" },
        { "cpuepe", TestServer.Guest, $"2 {All} ada; 3 gone; 5 {All} ada" },
        { "cptre", TestServer.Guest, $"2 {All} ada; 3 gone; 4 {All} ada" },
        { "cetrpt", TestServer.Guest, $"5 {All} ada; 6 gone" },
        { "cetrpt", TestServer.Ada, $"1 all ada; 2 body ada; 3 deletedAt+deletedBy ada gone; 4 deletedAt+deletedBy ada; 5 liveVersion+publishedAt+status ada; 6 deletedAt+deletedBy ada gone" },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public Task Whenever_somebody_left_they_hear_what_their_role_saw(string history, string viewer, string expected)
        => AssertHeardAsync(history, TestServer.Ada, viewer, expected);

    [Theory]
    [InlineData(TestServer.Linus, "1 all linus; 2 body linus; 3 deletedAt+deletedBy linus gone; 4 gone")]
    [InlineData(TestServer.Guest, "")]
    public Task An_author_hears_of_their_own_drafts_to_the_end(string viewer, string expected) => AssertHeardAsync("cetx", TestServer.Linus, viewer, expected);

    [Fact]
    public async Task A_gone_post_has_no_content_in_the_event_even_when_it_is_back()
    {
        var cursor = await ChangeStream.CursorAsync(server);
        var (id, _) = await MakeAsync("cpup", TestServer.Ada);
        using var stream = await ChangeStream.OpenAsync(server, TestServer.Guest, cursor, id);
        var posts = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            var change = await stream.NextAsync();
            posts.Add($"{change.GetProperty("gone")} {(change.GetProperty("post") is { ValueKind: JsonValueKind.Object } post ? post.Text("title") : null)}");
        }

        Assert.Equal(["False Seen", "True ", "False Seen"], posts);
    }

    private async Task AssertHeardAsync(string history, string author, string viewer, string expected)
    {
        var (id, cursors) = await MakeAsync(history, author, viewer);
        var last = await server.PublishAsync("The last");
        var told = expected.Split("; ", StringSplitOptions.RemoveEmptyEntries);
        for (var left = 0; left < cursors.Count; left++)
        {
            using var stream = await ChangeStream.OpenAsync(server, viewer, cursors[left]);
            var heard = new List<string>();
            for (var change = await stream.NextAsync(); change.PostId() != last; change = await stream.NextAsync())
            {
                heard.Add(Said(change));
                Assert.Equal(id, change.PostId());
            }

            Assert.Equal(told.Where(change => int.Parse(change.Split(' ')[0]) > left), heard);
        }
    }

    private static string Said(JsonElement change)
    {
        var fields = string.Join('+', change.GetProperty("changedFields").EnumerateArray().Select(field => field.GetString()).Order());
        var who = change.GetProperty("changedBy") is { ValueKind: JsonValueKind.Object } user ? user.Text("handle") : null;
        var gone = change.GetProperty("gone").GetBoolean();
        return gone && who is null && fields == "" ? $"{change.Version()} gone"
            : $"{change.Version()} {(change.Text("action") == "CREATE" ? "all" : fields)} {who}{(gone ? " gone" : "")}";
    }

    /// <summary>The post, and the viewer's cursors from before it was there to its end.</summary>
    private async Task<(string Id, List<string> Cursors)> MakeAsync(string history, string author, string viewer = TestServer.Ada)
    {
        var cursors = new List<string> { await ChangeStream.CursorAsync(server, viewer) };
        var id = (await server.DoAsync("createPost", new { title = "Seen", body = "0" }, author)).Id();
        for (var expectedVersion = 1; expectedVersion < history.Length; expectedVersion++)
        {
            cursors.Add(await ChangeStream.CursorAsync(server, viewer));
            await (history[expectedVersion] switch
            {
                'e' => server.DoAsync("updatePost", new { id, expectedVersion, body = $"{expectedVersion}" }, author),
                'E' => server.DoAsync("updatePost", new { id, expectedVersion, body = $"{expectedVersion}", status = "PUBLISHED" }, author),
                'p' => server.DoAsync("updatePost", new { id, expectedVersion, status = "PUBLISHED" }, author),
                'u' => server.DoAsync("updatePost", new { id, expectedVersion, status = "DRAFT" }, author),
                'a' => server.DoAsync("updatePost", new { id, expectedVersion, status = "ARCHIVED" }, author),
                't' => server.DoAsync("deletePost", new { id, expectedVersion }, author),
                'r' => server.DoAsync("restorePost", new { id, expectedVersion }, author),
                _ => server.DoAsync("purgePost", new { id, expectedVersion }),
            });
        }

        return (id, cursors);
    }
}
