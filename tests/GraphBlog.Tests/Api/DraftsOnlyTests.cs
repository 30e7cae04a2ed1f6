using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A token that is limited to drafts (`write:drafts`) writes, and never publishes, whatever its user may.</summary>
public sealed class DraftsOnlyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Refused = "AUTH_NOT_AUTHORIZED";
    private readonly string _drafts = server.Token(TestServer.Ada, scope: "openid write:drafts");

    [Theory]
    [InlineData("DRAFT", "")]
    [InlineData("ARCHIVED", "")]
    [InlineData("PUBLISHED", Refused)]
    public async Task It_creates_what_readers_do_not_see(string status, string error)
        => Assert.Equal(error, await TryAsync("createPost", new { title = "New", body = "Text", status }));

    [Fact]
    public async Task It_changes_reverts_trashes_and_restores_drafts()
    {
        var id = (await server.CreateAsync("Draft")).Id();
        Assert.Equal("", await TryAsync("updatePost", new { id, expectedVersion = 1, title = "Better", body = "Text that is better" }));
        Assert.Equal("", await TryAsync("revertPost", new { id, expectedVersion = 2, toVersion = 1 }));
        Assert.Equal("", await TryAsync("deletePost", new { id, expectedVersion = 3 }));
        Assert.Equal("", await TryAsync("restorePost", new { id, expectedVersion = 4 }));
        Assert.Equal(Refused, await TryAsync("updatePost", new { id, expectedVersion = 5, status = "PUBLISHED" }));
        Assert.Equal(5, (await server.FindAsync(id, "version")).Version());
    }

    [Fact]
    public async Task What_readers_see_stays_as_it_is()
    {
        var id = await server.PublishAsync("Seen");
        Assert.Equal("", await TryAsync("updatePost", new { id, expectedVersion = 1, title = "Other", slug = "elsewhere" }));
        Assert.Equal("Seen", (await server.FindAsync(id, "title", TestServer.Guest)).Text("title"));
        foreach (var (mutation, input) in new (string, object)[]
        {
            ("publishPost", new { id, expectedVersion = 2 }), ("publishPost", new { id, expectedVersion = 2, publishAt = DateTimeOffset.UtcNow.AddDays(1) }),
            ("unpublishPost", new { id, expectedVersion = 2 }), ("updatePost", new { id, expectedVersion = 2, status = "DRAFT" }),
            ("updatePost", new { id, expectedVersion = 2, status = "PUBLISHED" }), ("deletePost", new { id, expectedVersion = 2 }),
            ("addComment", new { postId = id, body = "Read me" }), ("updateUser", new { id = ApiCalls.Id("User", 1), expectedVersion = 1, displayName = "Somebody" }),
            ("createUser", new { handle = "new", displayName = "New", role = "ADMIN" }),
        })
        {
            var before = await server.ChangesAsync();
            Assert.Equal(Refused, await TryAsync(mutation, input));
            Assert.Equal(before, await server.ChangesAsync());
        }
    }

    [Fact]
    public async Task The_working_copy_of_what_readers_see_is_written_and_somebody_else_publishes_it()
    {
        var id = await server.PublishAsync("Seen and edited");
        Assert.Equal("", await TryAsync("updatePost", new { id, expectedVersion = 1, title = "Proposed", slug = "proposed" }));
        Assert.Equal(Refused, await TryAsync("publishPost", new { id, expectedVersion = 2 }));
        Assert.Equal("Seen and edited", (await server.FindAsync(id, "title", TestServer.Guest)).Text("title"));
        await server.DoAsync("publishPost", new { id, expectedVersion = 2 });
        Assert.Equal("Proposed", (await server.FindAsync(id, "title", TestServer.Guest)).Text("title"));
    }

    [Fact]
    public async Task No_way_leads_back_to_what_was_published()
    {
        var id = await server.PublishAsync("Published once");
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, status = "DRAFT" });
        Assert.Equal(Refused, await TryAsync("revertPost", new { id, expectedVersion = 2, toVersion = 1 }));
        Assert.Equal("", await TryAsync("revertPost", new { id, expectedVersion = 2, toVersion = 1, fields = new[] { "title" } }));

        var trashed = await server.PublishAsync("Published and trashed");
        await server.DoAsync("deletePost", new { id = trashed, expectedVersion = 1 });
        Assert.Equal(Refused, await TryAsync("restorePost", new { id = trashed, expectedVersion = 2 }));
        Assert.Equal(Refused, await TryAsync("purgePost", new { id = trashed, expectedVersion = 2 }));
        await server.DoAsync("restorePost", new { id = trashed, expectedVersion = 2 });
    }

    [Fact]
    public async Task Neither_by_undoing_nor_by_handing_over_does_it_change_what_readers_see()
    {
        var (grace, linus) = (ApiCalls.Id("User", TestDatabase.Grace), ApiCalls.Id("User", TestDatabase.Linus));
        await server.PublishAsync("Published by Grace", TestServer.Grace);
        var before = await server.ChangesAsync();
        Assert.Equal(Refused, await TryAsync("transferPosts", new { fromUserId = grace, toUserId = linus }));
        Assert.Equal(Refused, await TryAsync("revertChanges", new { where = new { changedBy = new { eq = grace }, actorKind = new { eq = "USER" } } }));
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Theory]
    [InlineData("write:drafts", false)]
    [InlineData("profile write:drafts email", false)]
    [InlineData("write:drafts write", true)]
    [InlineData("write", true)]
    [InlineData("write:drafts2", true)]
    [InlineData("", true)]
    [InlineData(null, true)]
    public async Task Scopes_add_up_and_those_of_others_mean_nothing(string? scope, bool mayPublish)
        => Assert.Equal(
            mayPublish ? "" : Refused,
            await TryAsync("createPost", new { title = "Scoped", body = "Text", status = "PUBLISHED" }, server.Token(TestServer.Ada, scope: scope)));

    [Fact]
    public async Task Who_it_refuses_is_told_why()
    {
        var answer = await SendAsync("createPost", new { title = "New", body = "Text", status = "PUBLISHED" }, _drafts);
        Assert.Equal(
            "This token is for drafts alone (its scope is write:drafts): it changes nothing that readers see.", answer.TheError().Text("message"));
    }

    private Task<Answer> SendAsync(string mutation, object input, string token)
        => server.SendAsync(JsonSerializer.Serialize(new { query = ApiCalls.Mutation(mutation), variables = new { input } }), token);

    private async Task<string> TryAsync(string mutation, object input, string? token = null)
    {
        var answer = await SendAsync(mutation, input, token ?? _drafts);
        return answer.Json.TryGetProperty("errors", out _) ? answer.TheError().GetProperty("extensions").Text("code")!
            : answer.Data.GetProperty(mutation).GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetRawText() : "";
    }
}
