using System.Buffers.Text;
using System.Text;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>To acme, what is globex's does not exist: whole answers are compared, after the ids they echo are made one.</summary>
public sealed class TenancyTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("Post", "query($id: ID!) { post(id: $id) { id title version auditHistory { nodes { id } } } }")]
    [InlineData("Post", "query($id: ID!) { node(id: $id) { id __typename } }")]
    [InlineData("Post", "query($id: ID!) { nodes(ids: [$id, $id]) { id __typename } }")]
    [InlineData("Trashed", "query($id: ID!) { post(id: $id) { id } node(id: $id) { id } }")]
    [InlineData("User", "query($id: ID!) { user(id: $id) { id handle posts { nodes { id } } } }")]
    [InlineData("User", "query($id: ID!) { node(id: $id) { id __typename } nodes(ids: [$id]) { id } }")]
    [InlineData("Organisation", "query($id: ID!) { node(id: $id) { id __typename } nodes(ids: [$id]) { id } }")]
    [InlineData("AuditEntry", "query($id: ID!) { node(id: $id) { id __typename } nodes(ids: [$id]) { id ... on AuditEntry { newData } } }")]
    [InlineData("Comment", "query($id: ID!) { node(id: $id) { id ... on Comment { body author { handle } auditHistory { nodes { id } } } } }")]
    [InlineData("Comment", "query($id: ID!) { nodes(ids: [$id, $id]) { id __typename } }")]
    [InlineData("Post", "query($id: ID!) { post(id: $id) { id comments { totalCount nodes { body } } } }")]
    public async Task An_id_of_globex_is_to_a_query_an_id_that_does_not_exist(string kind, string query)
    {
        var (real, invented) = await IdsAsync(kind);
        var theirs = await server.PostAsync(query, new { id = real }, TestServer.Margaret);
        Assert.True(
            kind == "Trashed" || theirs.Body.Contains(real), $"Globex does not find it either, so nothing is proved: {theirs.Body}");

        await AssertAlikeAsync(query, new { id = real }, new { id = invented }, real, invented);
    }

    [Theory]
    [InlineData("updatePost", "Post")]
    [InlineData("updatePost", "Trashed")]
    [InlineData("deletePost", "Post")]
    [InlineData("deletePost", "Trashed")]
    [InlineData("restorePost", "Post")]
    [InlineData("restorePost", "Trashed")]
    [InlineData("revertPost", "Post")]
    [InlineData("purgePost", "Post")]
    [InlineData("purgePost", "Trashed")]
    public async Task An_id_of_globex_is_to_a_mutation_an_id_that_does_not_exist(string mutation, string kind)
    {
        var (real, invented) = await IdsAsync(kind);
        var before = await server.ChangesAsync();
        foreach (var expectedVersion in new[] { 1, 2, 3, 0 })
        {
            await AssertAlikeAsync(
                ApiCalls.Mutation(mutation),
                Input(real), Input(invented), real, invented);

            object Input(string id) => mutation == "revertPost"
                ? new { input = new { id, expectedVersion, toVersion = 1 } } : new { input = new { id, expectedVersion } };
        }

        Assert.Equal(before, await server.ChangesAsync());
    }

    [Theory]
    [InlineData("addComment", "Post")]
    [InlineData("addComment", "Trashed")]
    [InlineData("updateComment", "Comment")]
    [InlineData("deleteComment", "Comment")]
    [InlineData("updateUser", "User")]
    public async Task An_id_of_globex_is_to_a_mutation_of_comments_and_people_an_id_that_does_not_exist(string mutation, string kind)
    {
        var (real, invented) = await IdsAsync(kind);
        var before = await server.ChangesAsync();
        foreach (var expectedVersion in new[] { 1, 2, 0 })
        {
            object Input(string id) => mutation switch
            {
                "addComment" => new { postId = id, body = "x" },
                "updateComment" => new { id, expectedVersion, body = "x" },
                "updateUser" => new { id, expectedVersion, role = "READER" },
                _ => new { id, expectedVersion },
            };
            await AssertAlikeAsync(ApiCalls.Mutation(mutation), new { input = Input(real) }, new { input = Input(invented) }, real, invented);
        }

        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task A_slug_of_globex_is_free_and_finds_nothing()
    {
        var theirs = await server.CreateAsync("Ours alone", "ours-alone", TestServer.Margaret);
        await AssertAlikeAsync(
            "query($slug: String!) { postBySlug(slug: $slug) { id } }", new { slug = theirs.Text("slug") }, new { slug = "never-there" });

        var trashed = await server.CreateTrashedAsync("In our trash", "ours-alone");
        var found = await server.FindInTrashAsync(trashed.Id(), "restoreConflicts { suggestion }");
        Assert.Equal("[]", found.GetProperty("restoreConflicts").GetRawText());

        Assert.Equal("ours-alone", (await server.CreateAsync("Ours alone")).Text("slug"));
        Assert.Equal("ours-alone-2", (await server.CreateAsync("Ours alone")).Text("slug"));
        var free = await server.CreateAsync("Renamed", "renamed");
        await server.CreateAsync("Theirs", "wanted-by-both", TestServer.Margaret);
        var renamed = await server.DoAsync("updatePost", new { id = free.Id(), expectedVersion = 1, slug = "wanted-by-both" });
        Assert.Equal("wanted-by-both", renamed.Text("slug"));
    }

    [Theory]
    [InlineData("posts")]
    [InlineData("trash")]
    public async Task A_cursor_of_globex_is_a_place_and_shows_only_what_is_acmes(string list)
    {
        var ours = await server.CreateAsync($"Ours in {list}");
        var theirs = await server.CreateAsync($"Theirs in {list}", user: TestServer.Margaret);
        if (list == "trash")
        {
            ours = await server.DoAsync("deletePost", new { id = ours.Id(), expectedVersion = 1 });
            theirs = await server.DoAsync("deletePost", new { id = theirs.Id(), expectedVersion = 1 }, TestServer.Margaret);
        }

        var page = (await server.QueryAsync($"{{ {list}(first: 1) {{ edges {{ cursor node {{ id }} }} }} }}", user: TestServer.Margaret))
            .GetProperty(list).GetProperty("edges")[0];
        Assert.Equal(theirs.Id(), page.GetProperty("node").Id());
        var cursor = page.Text("cursor")!;

        var query = $$"""
            query($cursor: String!) { {{list}}(first: 100, after: $cursor) {
              totalCount edges { cursor node { id } } pageInfo { hasPreviousPage endCursor } } }
            """;
        var answer = await AssertAlikeAsync(query, new { cursor }, new { cursor = Elsewhere(cursor) });
        Assert.Contains(ours.Id(), answer.Body);
        Assert.DoesNotContain(theirs.Id(), answer.Body);
    }

    [Fact]
    public async Task No_list_and_no_count_holds_anything_of_globex()
    {
        await server.CreateAsync("Of globex", user: TestServer.Margaret);
        await server.CreateTrashedAsync("Of globex, deleted", user: TestServer.Margaret);
        await server.CommentAsync(await server.PublishAsync("Commented in globex", TestServer.Margaret), "by margaret", "globex/ken");
        var mine = await server.CreateAsync("Of acme");
        await server.CommentAsync(mine.Id(), "by ada", TestServer.Grace);
        const string Query = """
            {
              viewer { organisation { slug } user { handle } }
              posts(first: 100) { totalCount nodes {
                author { handle } createdBy { handle } updatedBy { handle } auditHistory { nodes { changedBy { handle } newData } }
                comments(first: 3) { totalCount nodes { body author { handle } } } } }
              trash(first: 100) { totalCount nodes { author { handle } deletedBy { handle } } }
              users(first: 100) { totalCount nodes { handle posts { totalCount nodes { title } } } }
            }
            """;
        var acme = await server.PostAsync(Query);
        Assert.DoesNotMatch("globex|margaret|dennis|\"ken\"|\"org_id\":2", acme.Body);
        Assert.Equal(4, acme.Data.GetProperty("users").GetProperty("totalCount").GetInt32());

        var globex = await server.PostAsync(Query, user: TestServer.Margaret);
        Assert.DoesNotMatch("acme|\"ada\"|grace|linus|guest|\"org_id\":1", globex.Body);
        Assert.Equal(3, globex.Data.GetProperty("users").GetProperty("totalCount").GetInt32());
        Assert.NotNull(mine.Id());
    }

    [Fact]
    public async Task What_acme_tries_leaves_globex_as_it_was()
    {
        var theirs = await server.CreateAsync("Untouched", user: TestServer.Margaret);
        foreach (var mutation in ApiCalls.Mutations.Where(mutation => mutation.EndsWith("Post") && mutation != "createPost"))
        {
            await server.MutateAsync(mutation, mutation == "revertPost"
                ? new { id = theirs.Id(), expectedVersion = 1, toVersion = 1 } : new { id = theirs.Id(), expectedVersion = 1 });
        }

        Assert.Equal(
            """{"version":1,"title":"Untouched"}""",
            (await server.FindAsync(theirs.Id(), "version title", TestServer.Margaret)).GetRawText());
    }

    /// <summary>Sends both, asserts that the answers do not differ in a byte or a header, and answers the first.</summary>
    private async Task<Answer> AssertAlikeAsync(
        string query, object real, object invented, string? realId = null, string? inventedId = null)
    {
        var (first, second) = (await server.PostAsync(query, real), await server.PostAsync(query, invented));
        Assert.Equal(second.Status, first.Status);
        Assert.Equal(Body(second, inventedId), Body(first, realId));
        Assert.Equal(second.Headers.Keys.Order(), first.Headers.Keys.Order());
        Assert.DoesNotContain("UNEXPECTED", first.Body);
        return first;
    }

    private static string Body(Answer answer, string? id) => id is null ? answer.Body : answer.Body.Replace(id, "<id>");

    private async Task<(string Real, string Invented)> IdsAsync(string kind)
    {
        switch (kind)
        {
            case "Post":
                return ((await server.CreateAsync("Of globex", user: TestServer.Margaret)).Id(), ApiCalls.PostId(987_654_321));
            case "Trashed":
                return ((await server.CreateTrashedAsync("Of globex", user: TestServer.Margaret)).PostId(), ApiCalls.PostId(987_654_321));
            case "Comment":
                var post = await server.CreateAsync("Of globex", user: TestServer.Margaret);
                return ((await server.CommentAsync(post.Id(), user: TestServer.Margaret)).Id(), ApiCalls.Id("Comment", 987_654_321));
            case "User":
                return (ApiCalls.Id("User", TestDatabase.Margaret), ApiCalls.Id("User", 987_654_321));
            case "Organisation":
                return (ApiCalls.Id("Organisation", TestDatabase.Globex), ApiCalls.Id("Organisation", 987_654_321));
            default:
                var changed = await server.CreateAsync("Of globex", user: TestServer.Margaret);
                var entry = (await server.HistoryAsync(changed.Id(), "id", TestServer.Margaret))[0].Id();
                var key = Encoding.UTF8.GetString(Convert.FromBase64String(entry))["AuditEntry:".Length..];
                return (entry, ApiCalls.Id("AuditEntry", $"{key}987654321"));
        }
    }

    /// <summary>The cursor of a row at the same time that nobody has: the id in it is another one.</summary>
    private static string Elsewhere(string cursor)
    {
        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
        Assert.Matches(@":\d+$", text);
        var other = $"{text[..^1]}{(text[^1] - '0' + 1) % 10}";
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(other));
    }
}
