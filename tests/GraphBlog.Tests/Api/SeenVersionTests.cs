using GraphBlog.Persistence;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Posts;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A conflict that the server can foresee is one round trip; what it guesses decides only what is asked first.</summary>
public sealed class SeenVersionTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task What_another_server_wrote_takes_a_second_round_trip_and_the_next_time_one()
    {
        var id = (await server.CreateAsync("Of two servers")).Id();
        await using (var other = await TestServer.StartAsync(server.Database, "Development"))
        {
            await other.DoAsync("updatePost", new { id, expectedVersion = 1, title = "By the other" });
        }

        Assert.Equal((2, 1), (await TripsAsync(), await TripsAsync()));

        async Task<int> TripsAsync() => (await server.StatementsOfAsync(Update(id, 1))).Count(text => text is not "ROLLBACK");
    }

    [Fact]
    public async Task A_version_that_was_seen_and_rolled_back_can_still_be_written()
    {
        var (id, other, slug) = ((await server.CreateAsync("Rolled back")).Id(), (await server.CreateAsync("With another")).Id(), "taken");
        await server.DoAsync("createPost", new { title = "Taken", body = "", slug });
        var changes = new object[] { new { update = new { id, expectedVersion = 1, title = "Seen" } }, new { update = new { id = other, expectedVersion = 1, slug } } };
        var answer = await server.PostAsync(
            "mutation($input: ChangePostsInput!) { changePosts(input: $input) { errors { error { __typename } } } }", new { input = new { changes } });
        Assert.Contains("SlugTakenError", answer.Body);
        Assert.Equal(2, (await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Written" })).Version());
        Assert.Equal(2, (await server.DoAsync("updatePost", new { id = other, expectedVersion = 1, title = "Too", onConflict = "MERGE" })).Version());
    }

    [Fact]
    public async Task A_retry_under_its_key_is_answered_though_its_own_version_is_past()
    {
        var input = new { id = (await server.CreateAsync("Retried")).Id(), expectedVersion = 1, title = "Once", idempotencyKey = "seen-1" };
        Assert.Equal((2, 2), ((await server.DoAsync("updatePost", input)).Version(), (await server.DoAsync("updatePost", input)).Version()));
    }

    [Fact]
    public async Task What_is_past_and_to_be_merged_is_not_tried_at_its_version_first()
    {
        var id = (await server.CreateAsync("Merged")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "Newer" });
        var sent = await server.StatementsOfAsync(
            $$"""mutation { updatePost(input: { id: "{{id}}", expectedVersion: 1, tags: ["mine"], onConflict: MERGE }) { post { version } } }""");
        Assert.DoesNotContain("UPDATE", sent[0]);
        Assert.Single(sent, text => text.Contains("UPDATE"));
    }

    [Fact]
    public void A_version_is_of_one_record_of_one_kind_and_one_organisation()
    {
        var seen = new SeenVersions();
        seen.Saw(typeof(Post), 1, 7, 3);
        Assert.True(seen.IsPast(typeof(Post), 1, 7, 2));
        Assert.False(seen.IsPast(typeof(Post), 1, 7, 3));
        Assert.False(seen.IsPast(typeof(Post), 2, 7, 2));
        Assert.False(seen.IsPast(typeof(Post), 1, 8, 2));
        Assert.False(seen.IsPast(typeof(Comment), 1, 7, 2));
    }

    private static string Update(string id, int version)
        => $$"""mutation { updatePost(input: { id: "{{id}}", expectedVersion: {{version}}, title: "Stale" }) { errors { ... on ConcurrencyError { currentVersion } } } }""";
}
