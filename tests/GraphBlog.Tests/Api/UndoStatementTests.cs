using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

/// <summary>What undoing costs the database. A paragraph of a golden file is a round trip; BEGIN travels with the first statement.</summary>
public sealed class UndoStatementTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Comments_and_people_are_undone_by_the_statements_of_posts()
    {
        var comment = (await server.CommentAsync(await server.PublishAsync("Golden"), "One")).Id();
        await server.DoAsync("updateComment", new { id = comment, expectedVersion = 1, body = "Two" });
        var person = (await server.DoAsync("createUser", new { handle = "golden", displayName = "One", role = "AUTHOR" })).Id();
        await server.DoAsync("updateUser", new { id = person, expectedVersion = 1, displayName = "Two" });
        var sent = new List<string>();
        await SendAsync("revertComment", new { id = comment, expectedVersion = 2, toVersion = 1 });
        await server.DoAsync("deleteComment", new { id = comment, expectedVersion = 3 });
        await SendAsync("restoreComment", new { id = comment, expectedVersion = 4 });
        await SendAsync("revertUser", new { id = person, expectedVersion = 2, toVersion = 1 });
        await SendAsync("deactivateUser", new { id = person, expectedVersion = 3 });
        await SendAsync("reactivateUser", new { id = person, expectedVersion = 4 });
        await SendAsync("transferPosts", new { fromUserId = person, toUserId = ApiCalls.Id("User", TestDatabase.Linus) });
        Snapshot.Match(string.Join("\n\n", sent));

        async Task SendAsync(string mutation, object input)
        {
            sent.Add($"{mutation}:");
            sent.AddRange(await server.StatementsOfAsync(ApiCalls.Mutation(mutation), new { input }));
        }
    }

    [Fact]
    public async Task A_request_over_several_kinds_of_records_is_a_statement_for_each_question_and_each_kind()
    {
        var post = await server.PublishAsync("Golden request");
        var comment = (await server.CommentAsync(post, "One")).Id();
        await server.TryAsync("updatePost", new { id = post, expectedVersion = 1, title = "Other" }, TestServer.Ada, ("X-Request-Id", "golden"));
        await server.TryAsync("updateComment", new { id = comment, expectedVersion = 1, body = "Other" }, TestServer.Ada, ("X-Request-Id", "golden"));
        var sent = await server.StatementsOfAsync(
            "mutation($input: RevertChangesInput!) { revertChanges(input: $input) { outcomes { recordId toVersion } errors { __typename } } }",
            new { input = new { where = new { requestId = new { eq = "golden" } } } });
        Snapshot.Match(string.Join("\n\n", sent));
    }
}
