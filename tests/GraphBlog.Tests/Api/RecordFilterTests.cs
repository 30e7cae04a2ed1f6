using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>The log, asked for one record of any kind by the id that its entries have.</summary>
public sealed class RecordFilterTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_log_of_a_record_is_found_by_its_id_whatever_kind_it_is()
    {
        var post = await server.CreateAsync("Filtered");
        var comment = (await server.CommentAsync(await server.PublishAsync("With a filtered comment"))).Id();
        await server.DoAsync("deleteComment", new { id = comment, expectedVersion = 1 });
        var trashed = await server.CreateTrashedAsync("Filtered in the trash");
        Assert.Equal(["posts CREATE"], await FoundAsync(new { eq = post.Id() }));
        Assert.Equal(["comments TRASH", "comments CREATE"], await FoundAsync(new { eq = comment }));
        Assert.Equal(["posts TRASH", "posts CREATE"], await FoundAsync(new { eq = trashed.PostId() }));
        Assert.Equal(["posts TRASH", "posts CREATE"], await FoundAsync(new { eq = trashed.Id() }));
        Assert.Equal(["posts TRASH", "posts CREATE", "posts CREATE"], await FoundAsync(new { @in = new[] { post.Id(), trashed.PostId() } }));
        Assert.Empty(await FoundAsync(new { eq = ApiCalls.Id("Post", 4_000_000) }));
        Assert.Empty(await FoundAsync(new { eq = (string?)null }));
        Assert.Empty(await FoundAsync(new { eq = ApiCalls.Id("Viewer", post.Key()) }));
        Assert.DoesNotContain("posts CREATE", await FoundAsync(new { neq = post.Id(), nin = (string[])[trashed.PostId()] }, only: post.Id()));
    }

    [Fact]
    public async Task Another_organisations_record_is_like_none_and_the_organisation_has_a_history()
    {
        var theirs = (await server.CreateAsync("Theirs", user: TestServer.Margaret)).Id();
        Assert.Empty(await FoundAsync(new { eq = theirs }));
        await server.Database.OwnerScalarAsync(
            "set role gb_owner; select set_config('app.current_org_id', '1', false); update blog.organisations set name = 'Acme & Sons' where org_id = 1");
        const string History = "{ viewer { organisation { auditHistory(first: 1) { nodes { action recordType changes { field before after } } } } } }";
        var history = (await server.QueryAsync(History)).GetProperty("viewer").GetProperty("organisation").GetProperty("auditHistory").GetProperty("nodes");
        Assert.Equal("organisations", history[0].Text("recordType"));
        Assert.Equal("name", history[0].GetProperty("changes")[0].Text("field"));
        Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.PostAsync(History, user: TestServer.Linus)).Code);
    }

    private async Task<List<string>> FoundAsync(object recordId, string? only = null)
    {
        object where = only is null ? new { recordId } : new { recordId, and = new[] { new { recordId = new { eq = only } } } };
        var log = await server.QueryAsync(
            "query($where: AuditEntryFilterInput) { auditLog(first: 50, where: $where) { nodes { recordType action } } }", new { where });
        return [.. log.GetProperty("auditLog").GetProperty("nodes").EnumerateArray().Select(entry => $"{entry.Text("recordType")} {entry.Text("action")}")];
    }
}
