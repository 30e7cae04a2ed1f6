using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>What identity providers call people: administrators link it, and nobody else learns of it.</summary>
public sealed class SubjectTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Issuer = "https://login.example/";
    private const string Subjects = "query($id: ID!) { user(id: $id) { handle subjects(first: 10) { nodes { id issuer subject linked version } } } }";

    [Fact]
    public async Task A_subject_is_linked_unlinked_and_linked_to_somebody_else()
    {
        var (grace, linus) = (ApiCalls.Id("User", TestDatabase.Grace), ApiCalls.Id("User", TestDatabase.Linus));
        var first = await server.DoAsync("linkSubject", new { userId = grace, issuer = Issuer, subject = "auth0|moves" });
        Assert.Equal(("auth0|moves", Issuer, 1, "grace"), (first.Text("subject"), first.Text("issuer"), first.Version(), first.GetProperty("user").Text("handle")));
        Assert.Equal(1, (await server.DoAsync("linkSubject", new { userId = grace, issuer = Issuer, subject = "auth0|moves" })).Version());

        var taken = Assert.Single(await server.FailWithoutTraceAsync("linkSubject", new { userId = linus, issuer = Issuer, subject = "auth0|moves" }));
        Assert.Equal(("SubjectTakenError", grace), (taken.Type(), taken.Text("userId")));

        var unlinked = await server.DoAsync("unlinkSubject", new { id = first.Id(), expectedVersion = 1 });
        Assert.Equal((false, 2), (unlinked.GetProperty("linked").GetBoolean(), unlinked.Version()));
        var stale = Assert.Single(await server.FailWithoutTraceAsync("unlinkSubject", new { id = first.Id(), expectedVersion = 1 }));
        Assert.Equal(("ConcurrencyError", 2), (stale.Type(), stale.GetProperty("currentVersion").GetInt32()));
        Assert.Equal("SubjectNotFoundError", Assert.Single(await server.FailWithoutTraceAsync("unlinkSubject", new { id = ApiCalls.Id("UserSubject", 4_000_000), expectedVersion = 1 })).Type());

        var again = await server.DoAsync("linkSubject", new { userId = linus, issuer = Issuer, subject = "auth0|moves" });
        Assert.Equal((first.Id(), 3, "linus"), (again.Id(), again.Version(), again.GetProperty("user").Text("handle")));
        Assert.Empty((await server.QueryAsync(Subjects, new { id = grace })).GetProperty("user").GetProperty("subjects").GetProperty("nodes").EnumerateArray());
        var node = (await server.QueryAsync("query($id: ID!) { node(id: $id) { ... on UserSubject { subject user { handle } } } }", new { id = first.Id() })).GetProperty("node");
        Assert.Equal("linus", node.GetProperty("user").Text("handle"));
    }

    [Fact]
    public async Task A_retry_under_the_same_key_answers_the_first_result()
    {
        var input = new { userId = ApiCalls.Id("User", TestDatabase.Grace), issuer = Issuer, subject = "auth0|retried", idempotencyKey = "link" };
        var first = await server.DoAsync("linkSubject", input);
        Assert.Equal(first.GetRawText(), (await server.DoAsync("linkSubject", input)).GetRawText());
        var unlink = new { id = first.Id(), expectedVersion = 1, idempotencyKey = "unlink" };
        var second = await server.DoAsync("unlinkSubject", unlink);
        await server.DoAsync("linkSubject", new { userId = ApiCalls.Id("User", TestDatabase.Linus), issuer = Issuer, subject = "auth0|retried" });
        Assert.Equal(second.GetRawText(), (await server.DoAsync("unlinkSubject", unlink)).GetRawText());
        Assert.Equal(first.GetRawText(), (await server.DoAsync("linkSubject", input)).GetRawText());
        Assert.Equal("IdempotencyMismatchError", Assert.Single(await server.FailWithoutTraceAsync(
            "linkSubject", input with { subject = "auth0|another" })).Type());
    }

    [Theory]
    [InlineData("subject", Issuer, "")]
    [InlineData("subject", Issuer, "two\nlines")]
    [InlineData("subject", Issuer, "nul\0")]
    [InlineData("issuer", "", "auth0|x")]
    [InlineData("subject", null, "no address")]
    public async Task A_wrong_name_is_named(string field, string? issuer, string subject)
    {
        var error = Assert.Single(await server.FailWithoutTraceAsync("linkSubject", new { userId = ApiCalls.Id("User", TestDatabase.Grace), issuer, subject }));
        Assert.Equal(("ValidationError", field), (error.Type(), error.Text("field")));
    }

    [Fact]
    public async Task Another_organisations_people_and_subjects_do_not_exist_here()
    {
        var margaret = ApiCalls.Id("User", TestDatabase.Margaret);
        var error = Assert.Single(await server.FailWithoutTraceAsync("linkSubject", new { userId = margaret, issuer = Issuer, subject = "auth0|both" }));
        Assert.Equal("UserNotFoundError", error.Type());
        var theirs = await server.DoAsync("linkSubject", new { userId = margaret, issuer = Issuer, subject = "auth0|both" }, TestServer.Margaret);
        Assert.Equal("SubjectNotFoundError", Assert.Single(await server.FailWithoutTraceAsync("unlinkSubject", new { id = theirs.Id(), expectedVersion = 1 })).Type());
        await server.DoAsync("linkSubject", new { userId = ApiCalls.Id("User", TestDatabase.Linus), issuer = Issuer, subject = "auth0|both" });
    }

    [Theory]
    [InlineData(TestServer.Grace, "linkSubject")]
    [InlineData(TestServer.Linus, "linkSubject")]
    [InlineData(TestServer.Guest, "linkSubject")]
    [InlineData(TestServer.Grace, "unlinkSubject")]
    public async Task Only_administrators_link_and_unlink(string user, string mutation)
    {
        object input = mutation == "linkSubject" ? new { userId = ApiCalls.Id("User", TestDatabase.Linus), issuer = Issuer, subject = "auth0|mine" }
            : new { id = ApiCalls.Id("UserSubject", 1), expectedVersion = 1 };
        var before = await server.ChangesAsync();
        var answer = await server.PostAsync(ApiCalls.Mutation(mutation), new { input }, user);
        Assert.Contains("AUTH_NOT_AUTHORIZED", answer.Body);
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task Administrators_see_subjects_everybody_sees_their_own_and_the_rest_of_an_answer_stays()
    {
        var grace = ApiCalls.Id("User", TestDatabase.Grace);
        var linked = await server.DoAsync("linkSubject", new { userId = grace, issuer = Issuer, subject = "auth0|seen" });
        foreach (var user in new[] { TestServer.Ada, TestServer.Grace })
        {
            var seen = (await server.QueryAsync(Subjects, new { id = grace }, user)).GetProperty("user").GetProperty("subjects").GetProperty("nodes");
            Assert.Contains(seen.EnumerateArray(), subject => subject.Text("subject") == "auth0|seen");
        }

        var refused = await server.PostAsync(Subjects, new { id = grace }, TestServer.Linus);
        Assert.Contains("\"handle\":\"grace\",\"subjects\":null", refused.Body);
        Assert.Contains("AUTH_NOT_AUTHORIZED", refused.Body);
        const string History = "{ auditLog(first: 50) { nodes { recordType recordId changes { field after } } } }";
        var record = $"\"recordType\":\"user_subjects\",\"recordId\":\"{linked.Id()}\"";
        Assert.Contains(record, (await server.PostAsync(History)).Body);
        Assert.DoesNotContain("user_subjects", (await server.PostAsync(History, user: TestServer.Grace)).Body);
        Assert.DoesNotContain("auth0|seen", (await server.PostAsync("query($id: ID!) { node(id: $id) { ... on UserSubject { subject } } }", new { id = linked.Id() }, TestServer.Linus)).Body);
    }
}
