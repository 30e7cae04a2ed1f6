using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Api;

public sealed class UserTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("READER")]
    [InlineData("AUTHOR")]
    [InlineData("EDITOR")]
    [InlineData("ADMIN")]
    public async Task A_person_is_added_with_the_role_given_and_can_ask_at_once(string role)
    {
        var handle = $"new.{role.ToLowerInvariant()}";
        Assert.Equal(401, (await server.PostAsync("{ viewer { role } }", user: $"acme/{handle}")).Status);
        var user = await server.DoAsync("createUser", new { handle, displayName = "Grace Brewster Murray", role });
        Assert.Equal((handle, "Grace Brewster Murray", role, 1), (user.Text("handle"), user.Text("displayName"), user.Text("role"), user.Version()));
        var viewer = (await server.QueryAsync("{ viewer { role user { id } } }", user: $"acme/{handle}")).GetProperty("viewer");
        Assert.Equal((role, user.Id()), (viewer.Text("role"), viewer.GetProperty("user").Id()));
    }

    [Fact]
    public async Task A_handle_that_is_taken_is_an_error_and_another_organisations_is_free()
    {
        var error = Assert.Single(await server.FailWithoutTraceAsync("createUser", new { handle = "grace", displayName = "Grace", role = "READER" }));
        Assert.Equal(("HandleTakenError", "grace"), (error.Type(), error.Text("handle")));
        Assert.Equal("dennis", (await server.DoAsync("createUser", new { handle = "dennis", displayName = "Dennis", role = "READER" })).Text("handle"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Upper")]
    [InlineData("1digit")]
    [InlineData("with space")]
    [InlineData("line\n")]
    [InlineData("nul\0")]
    [InlineData("ümlaut")]
    [InlineData("sixty-four-characters-are-one-too-many-for-a-handle-in-this-blog")]
    public async Task A_handle_is_what_the_database_takes_for_one(string handle)
    {
        var error = Assert.Single(await server.FailWithoutTraceAsync("createUser", new { handle, displayName = "Somebody", role = "READER" }));
        Assert.Equal(("ValidationError", "handle"), (error.Type(), error.Text("field")));
    }

    [Fact]
    public async Task Every_wrong_field_is_named_at_once()
    {
        var created = await server.FailWithoutTraceAsync("createUser", new { handle = "No", displayName = "two\nlines", role = "READER" });
        Assert.Equal(["handle", "displayName"], created.Select(error => error.Text("field")));
        var updated = await server.FailWithoutTraceAsync(
            "updateUser", new { id = ApiCalls.Id("User", TestDatabase.Linus), expectedVersion = 1, displayName = new string('x', 201), role = (string?)null });
        Assert.Equal(["displayName", "role"], updated.Select(error => error.Text("field")));
    }

    [Fact]
    public async Task A_stale_change_learns_what_happened_to_the_person()
    {
        var id = await AddAsync("stale", "AUTHOR");
        await server.DoAsync("updateUser", new { id, expectedVersion = 1, displayName = "Theirs", role = "EDITOR" });
        Snapshot.Match(Normalised.Text(await server.FailWithoutTraceAsync("updateUser", new { id, expectedVersion = 1, displayName = "Mine", role = "READER" }))
            .Replace(id, "<id>"));
        var nobody = Assert.Single(await server.FailWithoutTraceAsync("updateUser", new { id = ApiCalls.Id("User", 4_000_000), expectedVersion = 1, displayName = "x" }));
        Assert.Equal(("UserNotFoundError", ApiCalls.Id("User", 4_000_000)), (nobody.Type(), nobody.Text("userId")));
    }

    [Theory]
    [InlineData("READER")]
    [InlineData("AUTHOR")]
    [InlineData("EDITOR")]
    public async Task Everybody_renames_themselves_and_only_administrators_do_more(string role)
    {
        var handle = $"self-{role.ToLowerInvariant()}";
        var (id, me) = (await AddAsync(handle, role), $"acme/{handle}");
        Assert.Equal("Renamed", (await server.DoAsync("updateUser", new { id, expectedVersion = 1, displayName = "Renamed" }, me)).Text("displayName"));
        var stale = Assert.Single(await server.FailWithoutTraceAsync("updateUser", new { id, expectedVersion = 1, displayName = "Again" }, me));
        Assert.Equal("displayName", Assert.Single(stale.GetProperty("conflicts").EnumerateArray()).Text("field"));

        var others = ApiCalls.Id("User", TestDatabase.Guest);
        var before = await server.ChangesAsync();
        foreach (var (mutation, input) in new (string, object)[]
        {
            ("createUser", new { handle = "by-nobody", displayName = "x", role = "READER" }),
            ("updateUser", new { id, expectedVersion = 2, role = "ADMIN" }),
            ("updateUser", new { id, expectedVersion = 2, role }),
            ("updateUser", new { id = others, expectedVersion = 1, displayName = "x" }),
            ("updateUser", new { id = others, expectedVersion = 7, displayName = "x" }),
            ("updateUser", new { id = others, expectedVersion = 1 }),
        })
        {
            Assert.Equal("AUTH_NOT_AUTHORIZED", (await server.TryAsync(mutation, input, me)).Code);
        }

        Assert.Equal(before, await server.ChangesAsync());
    }

    [Fact]
    public async Task An_administrator_whose_token_says_less_does_less()
    {
        var variables = new { input = new { id = ApiCalls.Id("User", TestDatabase.Linus), expectedVersion = 1, role = "ADMIN" } };
        var answer = await server.SendAsync(
            JsonSerializer.Serialize(new { query = ApiCalls.Mutation("updateUser"), variables }), server.Token(TestServer.Ada, "EDITOR"));
        Assert.Equal("AUTH_NOT_AUTHORIZED", answer.Code);
    }

    [Fact]
    public async Task A_new_role_counts_from_the_next_request_on()
    {
        var id = await AddAsync("promoted", "READER");
        foreach (var (version, role) in new[] { (1, "AUTHOR"), (2, "ADMIN"), (3, "READER"), (4, "EDITOR") })
        {
            await RoleOfAsync("acme/promoted");      // so that the server knows the old one
            await RoleOfAsync($"1/{GlobalKey(id)}");
            await server.DoAsync("updateUser", new { id, expectedVersion = version, role });
            Assert.Equal((role, role), (await RoleOfAsync("acme/promoted"), await RoleOfAsync($"1/{GlobalKey(id)}")));
        }
    }

    private async Task<string?> RoleOfAsync(string user)
        => (await server.QueryAsync("{ viewer { role } }", user: user)).GetProperty("viewer").Text("role");

    private async Task<string> AddAsync(string handle, string role)
        => (await server.DoAsync("createUser", new { handle, displayName = "Before", role })).Id();

    private static string GlobalKey(string id)
        => GraphBlog.Engine.Relay.GlobalId.TryParse(id, out var parsed) ? parsed.Key : throw new FormatException(id);
}
