using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A post in the trash has a global id of its own beside the live post's.</summary>
public sealed class TrashedNodeTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_trashed_post_is_a_node_of_its_own_for_those_who_see_the_trash()
    {
        var trashed = await server.CreateTrashedAsync("A node in the trash");
        const string Query = "query($id: ID!) { node(id: $id) { __typename id ... on TrashedPost { title postId auditHistory(first: 1) { nodes { version } } } } }";
        var node = (await server.QueryAsync(Query, new { id = trashed.Id() })).GetProperty("node");
        Assert.Equal(("TrashedPost", trashed.Id(), trashed.PostId()), (node.Type(), node.Id(), node.PostId()));
        foreach (var user in new[] { TestServer.Linus, TestServer.Guest, TestServer.Margaret })
        {
            Assert.Equal(JsonValueKind.Null, (await server.QueryAsync(Query, new { id = trashed.Id() }, user)).GetProperty("node").ValueKind);
        }

        await server.DoAsync("restorePost", new { id = trashed.Id(), expectedVersion = 2 });
        Assert.Equal(JsonValueKind.Null, (await server.QueryAsync(Query, new { id = trashed.Id() })).GetProperty("node").ValueKind);
    }

    [Theory]
    [InlineData("restorePost")]
    [InlineData("purgePost")]
    public async Task The_trash_takes_either_id_of_a_post_and_no_other_types(string mutation)
    {
        var byOwn = await server.CreateTrashedAsync($"By its own id {mutation}");
        var byPost = await server.CreateTrashedAsync($"By the post's id {mutation}");
        var error = Assert.Single(await server.FailWithoutTraceAsync(
            mutation, new { id = ApiCalls.Id("Comment", byOwn.Key()), expectedVersion = 2 }));
        Assert.Equal("PostNotFoundError", error.Type());
        await server.DoAsync(mutation, new { id = byOwn.Id(), expectedVersion = 2 });
        await server.DoAsync(mutation, new { id = byPost.PostId(), expectedVersion = 2 });
    }
}
