using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Whatever the log is filtered by is what is undone: a person, a program, a record, an hour; also of identities and organisations.</summary>
public sealed class RevertByTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task What_a_program_did_for_a_person_is_undone_and_what_the_person_did_stays()
    {
        await server.DoAsync("createUser", new { handle = "robot", displayName = "Robot", role = "EDITOR" });
        var id = (await server.CreateAsync("By both", user: TestServer.Linus)).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "By Linus" }, TestServer.Linus);
        var byRobot = JsonSerializer.Serialize(new
        {
            query = ApiCalls.Mutation("updatePost"),
            variables = new { input = new { id, expectedVersion = 2, body = "By the robot" } },
        });
        Assert.Equal(200, (await server.SendAsync(byRobot, server.Token(TestServer.Linus, act: "robot"))).Status);
        var where = new { actorKind = new { eq = "SERVICE" }, onBehalfOf = new { eq = ApiCalls.Id("User", TestDatabase.Linus) } };
        Assert.Equal(1, (await RevertAsync(where)).GetProperty("outcomes").GetArrayLength());
        var post = await server.FindAsync(id, "title body version");
        Assert.Equal(("By Linus", "Text", 4), (post.Text("title"), post.Text("body"), post.Version()));
    }

    [Fact]
    public async Task What_a_person_did_to_a_record_within_an_hour_is_undone()
    {
        var id = (await server.CreateAsync("An hour's work")).Id();
        await server.DoAsync("updatePost", new { id, expectedVersion = 1, title = "By Grace" }, TestServer.Grace);
        await server.DoAsync("updatePost", new { id, expectedVersion = 2, body = "By Grace" }, TestServer.Grace);
        var where = new
        {
            changedBy = new { eq = ApiCalls.Id("User", TestDatabase.Grace) },
            recordId = new { eq = id },
            changedAt = new { gte = DateTimeOffset.UtcNow.AddHours(-1) },
        };
        var outcome = (await RevertAsync(where)).GetProperty("outcomes")[0];
        Assert.Equal((3, 4), (outcome.GetProperty("fromVersion").GetInt32(), outcome.GetProperty("toVersion").GetInt32()));
        Assert.Equal("An hour's work", (await server.FindAsync(id, "title")).Text("title"));
    }

    [Fact]
    public async Task A_subject_that_was_unlinked_is_linked_again_and_what_cannot_be_undone_is_told()
    {
        var input = new { userId = ApiCalls.Id("User", TestDatabase.Linus), issuer = "https://id.example", subject = "undone|1" };
        var id = (await server.DoAsync("linkSubject", input)).Id();
        await server.DoAsync("unlinkSubject", new { id, expectedVersion = 1 });
        await RevertAsync(new { recordId = new { eq = id }, version = new { eq = 2 } });
        Assert.Equal(1L, await server.Database.OwnerScalarAsync("select count(*) from app.identify('acme', null, 'https://id.example', 'undone|1')"));

        var organisation = (await server.QueryAsync("{ viewer { organisation { id } } }")).GetProperty("viewer").GetProperty("organisation").Id();
        foreach (var (record, version) in new[] { (id, 1), (organisation, 1) })
        {
            var where = new { recordId = new { eq = record }, version = new { eq = version } };
            var error = (await server.MutateAsync("revertChanges", new { where })).GetProperty("errors")[0];
            Assert.Equal(("RevertConflictError", record), (error.Type(), error.Text("recordId")));
        }
    }

    private async Task<JsonElement> RevertAsync(object where)
    {
        var payload = await server.MutateAsync("revertChanges", new { where });
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.GetRawText());
        return payload;
    }
}
