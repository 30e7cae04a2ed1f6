using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Who is deactivated comes in by no way, and stays on what they wrote.</summary>
public sealed class DeactivationTests(TestServer server, Xunit.Abstractions.ITestOutputHelper output) : IClassFixture<TestServer>
{
    [Fact]
    public async Task A_deactivated_person_is_refused_like_one_whom_nobody_knows_and_comes_back_as_they_were()
    {
        var id = await AddAsync("gone", "EDITOR");
        var post = await server.PublishAsync("By somebody who went", "acme/gone");
        await server.QueryAsync("{ viewer { role } }", user: "acme/gone");      // so that the server knows them
        var gone = await server.DoAsync("deactivateUser", new { id, expectedVersion = 1 });
        Assert.Equal(("gone", "EDITOR", 2), (gone.Text("handle"), gone.Text("role"), gone.Version()));
        Assert.NotNull(gone.Text("deactivatedAt"));

        var (refused, unknown) = (await server.PostAsync(ViewerQuery, user: "acme/gone"), await server.PostAsync(ViewerQuery, user: "acme/nobody"));
        Assert.Equal((401, unknown.Body.Replace(RequestId(unknown), "")), (refused.Status, refused.Body.Replace(RequestId(refused), "")));
        Assert.Equal("gone", (await server.FindAsync(post, "author { handle }", TestServer.Guest)).GetProperty("author").Text("handle"));
        Assert.DoesNotContain("gone", await HandlesAsync("users(first: 100)"));
        Assert.Contains("gone", await HandlesAsync("users(first: 100, deactivated: true)"));
        Assert.Equal(["TRASH", "CREATE"], (await UserAsync(id, "auditHistory { nodes { action } }")).GetProperty("auditHistory").GetProperty("nodes")
            .EnumerateArray().Select(entry => entry.Text("action")));

        Assert.Equal((JsonValueKind.Null, 3), await server.DoAsync("reactivateUser", new { id, expectedVersion = 2 }) is var back
            ? (back.GetProperty("deactivatedAt").ValueKind, back.Version()) : default);
        Assert.Equal("EDITOR", (await server.QueryAsync("{ viewer { role } }", user: "acme/gone")).GetProperty("viewer").Text("role"));
    }

    [Fact]
    public async Task Their_linked_names_and_addresses_let_nobody_in()
    {
        var id = await AddAsync("linked", "AUTHOR");
        await server.DoAsync("linkSubject", new { userId = id, issuer = "https://id.example", subject = "gone|1" });
        await server.DoAsync("linkSubject", new { userId = id, subject = "gone@example.org" });
        string[] ways =
        [
            "'acme', 'linked'", "'acme', null, 'https://id.example', 'gone|1'", "'acme', null, 'https://id.example', 'gone|2', 'gone@example.org'",
            "'acme', null, 'https://other.example', 'gone|3', 'gone@example.org', true", "'acme', 'linked', 'https://other.example', 'gone|3', null, true",
        ];
        Assert.All(await FoundAsync(), one => Assert.Equal(1L, one));
        await server.DoAsync("deactivateUser", new { id, expectedVersion = 1 });
        Assert.All(await FoundAsync(), one => Assert.Equal(0L, one));

        async Task<List<object?>> FoundAsync()
        {
            var found = new List<object?>();
            foreach (var way in ways)
            {
                found.Add(await server.Database.OwnerScalarAsync($"select count(*) from app.identify({way})"));
            }

            return found;
        }
    }

    [Fact]
    public async Task No_program_acts_for_them_and_none_that_is_deactivated_acts_for_others()
    {
        var (person, program) = (await AddAsync("principal", "AUTHOR"), await AddAsync("agent", "AUTHOR"));
        var token = server.Token("acme/principal", act: "agent");
        foreach (var id in new[] { person, program })
        {
            Assert.Equal(200, await StatusAsync());
            var version = (await UserAsync(id, "version")).Version();
            await server.DoAsync("deactivateUser", new { id, expectedVersion = version });
            Assert.Equal(401, await StatusAsync());
            await server.DoAsync("reactivateUser", new { id, expectedVersion = version + 1 });
        }

        async Task<int> StatusAsync() => (await server.SendAsync(JsonSerializer.Serialize(new { query = ViewerQuery }), token)).Status;
    }

    [Fact]
    public async Task On_every_transport_what_they_had_open_ends_on_another_server_too()
    {
        await using var often = await TestServer.StartAsync(server.Database, "Development", "--GraphQL:RecheckInterval=00:00:00.2");
        await using var other = await TestServer.StartAsync(server.Database, "Development", "--GraphQL:RecheckInterval=00:00:00.2");
        var id = await AddAsync("following", "EDITOR");
        await using var socket = await SocketClient.OpenAsync($"{often.Url}/graphql");
        await socket.SendAsync(JsonSerializer.Serialize(
            new { type = "connection_init", payload = new { authorization = $"Bearer {often.Token("acme/following")}" } }));
        Assert.Equal(SocketClient.Ack, await socket.NextAsync());
        using var stream = await ChangeStream.OpenAsync(often, "acme/following", after: null);
        using var elsewhere = await ChangeStream.OpenAsync(other, "acme/following", after: null);
        var demoted = await AddAsync("demoted", "EDITOR");
        Assert.Equal("demoted EDITOR", await other.ViewerAsync(other.Token("acme/demoted")));
        var known = System.Diagnostics.Stopwatch.StartNew();
        await often.DoAsync("updateUser", new { id = demoted, expectedVersion = 1, role = "READER" });
        Assert.Equal("demoted READER", await often.ViewerAsync(often.Token("acme/demoted")));
        var demoting = DemotedAsync();
        await often.DoAsync("deactivateUser", new { id, expectedVersion = 1 });
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await stream.CodeAsync());
        Assert.Null(await stream.ResultAsync());
        Assert.StartsWith("4403 Forbidden: The token names nobody", await socket.NextAsync());
        Assert.Equal(401, (await often.PostAsync(ViewerQuery, user: "acme/following")).Status);
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await elsewhere.CodeAsync().WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(401, (await other.PostAsync(ViewerQuery, user: "acme/following")).Status);
        var old = await demoting;
        output.WriteLine($"Another server served with the old role for {old.TotalSeconds:f1} s.");
        Assert.InRange(old, TimeSpan.Zero, TimeSpan.FromSeconds(32));      // half a minute, as docs/deployment.md says

        async Task<TimeSpan> DemotedAsync()
        {
            while (await other.ViewerAsync(other.Token("acme/demoted")) != "demoted READER")
            {
                await Task.Delay(100);
            }

            return known.Elapsed;
        }
    }

    [Fact]
    public async Task Only_administrators_deactivate_let_in_and_give_roles_back_and_only_their_own_people()
    {
        var id = await AddAsync("target", "AUTHOR");
        await server.DoAsync("updateUser", new { id, expectedVersion = 1, role = "EDITOR" });
        await server.DoAsync("updateUser", new { id, expectedVersion = 2, displayName = "Renamed", role = "AUTHOR" });
        var before = await server.ChangesAsync();
        foreach (var user in new[] { TestServer.Guest, TestServer.Linus, TestServer.Grace, "acme/target" })
        {
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync("deactivateUser", new { id, expectedVersion = 3 }, user)).Code);
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync("reactivateUser", new { id, expectedVersion = 3 }, user)).Code);
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync("revertUser", new { id, expectedVersion = 3, toVersion = 2 }, user)).Code);
        }

        Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync(
            "revertUser", new { id, expectedVersion = 3, toVersion = 2, fields = new[] { "displayName" } }, TestServer.Grace)).Code);
        foreach (var mutation in new[] { "deactivateUser", "reactivateUser" })
        {
            Assert.Equal("UserNotFoundError", Assert.Single(await server.FailAsync(mutation, new { id, expectedVersion = 3 }, TestServer.Margaret)).Type());
            Assert.Equal("ConcurrencyError", Assert.Single(await server.FailAsync(mutation, new { id, expectedVersion = 2 })).Type());
        }

        Assert.Equal("UserNotFoundError", Assert.Single(await server.FailAsync("reactivateUser", new { id, expectedVersion = 3 })).Type());
        Assert.Equal(before, await server.ChangesAsync());
        var own = await server.DoAsync("revertUser", new { id, expectedVersion = 3, toVersion = 2, fields = new[] { "displayName" } }, "acme/target");
        Assert.Equal(("Before", "AUTHOR", 4), (own.Text("displayName"), own.Text("role"), own.Version()));
        Assert.Equal("EDITOR", (await server.DoAsync("revertUser", new { id, expectedVersion = 4, toVersion = 2 })).Text("role"));
        Assert.Equal("EDITOR", (await server.QueryAsync("{ viewer { role } }", user: "acme/target")).GetProperty("viewer").Text("role"));
    }

    [Fact]
    public async Task A_deactivated_person_is_not_changed_and_a_key_makes_it_harmless_to_repeat()
    {
        var id = await AddAsync("still", "AUTHOR");
        await server.DoAsync("updateUser", new { id, expectedVersion = 1, displayName = "After" });
        var input = new { id, expectedVersion = 2, idempotencyKey = "deactivate once" };
        var first = await server.DoAsync("deactivateUser", input);
        var before = await server.ChangesAsync();
        Assert.Equal(first.GetRawText(), (await server.DoAsync("deactivateUser", input)).GetRawText());
        Assert.Equal("UserNotFoundError", Assert.Single(await server.FailAsync("updateUser", new { id, expectedVersion = 3, displayName = "x" })).Type());
        Assert.Equal("UserNotFoundError", Assert.Single(await server.FailAsync("deactivateUser", new { id, expectedVersion = 3 })).Type());
        Assert.Equal("UserNotFoundError", Assert.Single(await server.FailAsync("revertUser", new { id, expectedVersion = 3, toVersion = 1 })).Type());
        Assert.Equal("HandleTakenError", Assert.Single(await server.FailAsync("createUser", new { handle = "still", displayName = "x", role = "READER" })).Type());
        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task The_last_administrator_stays_by_every_way_also_by_hand()
    {
        var margaret = ApiCalls.Id("User", TestDatabase.Margaret);
        var error = Assert.Single(await server.FailWithoutTraceAsync("deactivateUser", new { id = margaret, expectedVersion = 1 }, TestServer.Margaret));
        Assert.Equal(("ValidationError", "id"), (error.Type(), error.Text("field")));
        await using (var session = await server.Database.EnterAsync(TestDatabase.Globex, TestDatabase.Margaret))
        {
            Assert.Equal("GB010", await session.RefusalAsync("update blog.users set deleted_at = now() where role = 'ADMIN'"));
            Assert.Equal("GB010", await session.RefusalAsync($"update blog.users set role = 'EDITOR' where id = {TestDatabase.Margaret}"));
            await session.ExecuteAsync("select set_config('app.current_role', 'EDITOR', true)");
            Assert.Equal("42501", await session.RefusalAsync($"update blog.users set deleted_at = now() where id = {TestDatabase.Margaret}"));
        }

        var second = (await server.DoAsync("createUser", new { handle = "second", displayName = "Second", role = "ADMIN" }, TestServer.Margaret)).Id();
        await server.DoAsync("deactivateUser", new { id = second, expectedVersion = 1 }, TestServer.Margaret);
        Assert.Equal("ValidationError", Assert.Single(
            await server.FailWithoutTraceAsync("updateUser", new { id = margaret, expectedVersion = 1, role = "EDITOR" }, TestServer.Margaret)).Type());

        // two who deactivate each other at once: one is left
        await server.DoAsync("reactivateUser", new { id = second, expectedVersion = 2 }, TestServer.Margaret);
        var answers = await Task.WhenAll(
            server.TryAsync("deactivateUser", new { id = second, expectedVersion = 3 }, TestServer.Margaret),
            server.TryAsync("deactivateUser", new { id = margaret, expectedVersion = 1 }, "globex/second"));
        Assert.Equal(1L, await server.Database.OwnerScalarAsync("select count(*) from blog.users where org_id = 2 and role = 'ADMIN' and deleted_at is null"));
        Assert.All(answers, answer => Assert.NotEqual(500, answer.Status));
    }

    [Fact]
    public async Task Retention_purges_nobody()
    {
        var id = await AddAsync("kept", "AUTHOR");
        await server.DoAsync("deactivateUser", new { id, expectedVersion = 1 });
        await server.Database.ForgeAsync("update blog.users set deleted_at = now() - interval '1 year' where handle = 'kept'");
        await server.Database.UpkeepAsync();
        Assert.Equal(1L, await server.Database.OwnerScalarAsync("select count(*) from blog.users where handle = 'kept'"));
        await using var session = await server.Database.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
        Assert.NotNull(await session.RefusalAsync("select app.purge('blog.users', id, version) from blog.users where handle = 'kept'"));
        Assert.Equal("42501", await session.RefusalAsync("delete from blog.users where handle = 'kept'"));
    }

    private const string ViewerQuery = "{ viewer { role } }";

    private static string RequestId(Answer answer) => answer.Headers["X-Request-Id"];

    private async Task<string> AddAsync(string handle, string role)
        => (await server.DoAsync("createUser", new { handle, displayName = "Before", role })).Id();

    private async Task<JsonElement> UserAsync(string id, string selection)
        => (await server.QueryAsync($"query($id: ID!) {{ user(id: $id) {{ {selection} }} }}", new { id })).GetProperty("user");

    private async Task<List<string?>> HandlesAsync(string field)
        => [.. (await server.QueryAsync($"{{ {field} {{ nodes {{ handle }} }} }}")).GetProperty(field.Split('(')[0]).GetProperty("nodes")
            .EnumerateArray().Select(user => user.Text("handle"))];
}
