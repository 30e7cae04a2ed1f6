using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>Somebody who looks after people is always left. Globex has one administrator, Margaret, when a test begins.</summary>
public sealed class LastAdministratorTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string s_margaret = ApiCalls.Id("User", TestDatabase.Margaret);

    [Fact]
    public async Task The_last_administrator_stays_one_until_there_is_another()
    {
        var version = await VersionAsync(s_margaret);
        var error = Assert.Single(await server.FailWithoutTraceAsync(
            "updateUser", new { id = s_margaret, expectedVersion = version, role = "EDITOR" }, TestServer.Margaret));
        Assert.Equal(("ValidationError", "role"), (error.Type(), error.Text("field")));
        Assert.Equal(version, (await server.DoAsync("updateUser", new { id = s_margaret, expectedVersion = version, role = "ADMIN" }, TestServer.Margaret)).Version());
        var stale = Assert.Single(await server.FailWithoutTraceAsync(
            "updateUser", new { id = s_margaret, expectedVersion = version + 1, role = "EDITOR" }, TestServer.Margaret));
        Assert.Equal("ConcurrencyError", stale.Type());
    }

    [Fact]
    public async Task Of_administrators_who_take_the_role_from_each_other_at_once_one_is_left()
    {
        var names = new[] { "one", "two", "three" };
        var ids = new List<string>();
        foreach (var name in names)
        {
            ids.Add((await server.DoAsync("createUser", new { handle = name, displayName = name, role = "ADMIN" }, TestServer.Margaret)).Id());
        }

        for (var round = 0; round < 3; round++)
        {
            await server.DoAsync("updateUser", new { id = s_margaret, expectedVersion = await VersionAsync(s_margaret), role = "EDITOR" }, "globex/one");
            var versions = await Task.WhenAll(ids.Select(VersionAsync));
            var answers = await Task.WhenAll(names.Select((_, i) => server.TryAsync(
                "updateUser", new { id = ids[(i + 1) % 3], expectedVersion = versions[(i + 1) % 3], role = "READER" }, $"globex/{names[i]}")));
            Assert.All(answers, answer => Assert.True(Fine(answer.Json), answer.Body));
            var left = await server.Database.OwnerScalarAsync("select handle from blog.users where org_id = 2 and role = 'ADMIN' limit 1");
            Assert.NotNull(left);
            await server.DoAsync("updateUser", new { id = s_margaret, expectedVersion = await VersionAsync(s_margaret), role = "ADMIN" }, $"globex/{left}");
            foreach (var id in ids)
            {
                await server.DoAsync("updateUser", new { id, expectedVersion = await VersionAsync(id), role = "ADMIN" }, TestServer.Margaret);
            }
        }

        foreach (var id in ids)
        {
            await server.DoAsync("updateUser", new { id, expectedVersion = await VersionAsync(id), role = "READER" }, TestServer.Margaret);
        }
    }

    // it was done, it was the last, or the request came after its sender had lost the role
    private static bool Fine(JsonElement answer) => answer.TryGetProperty("errors", out var errors)
        ? errors[0].GetProperty("extensions").Text("code") == "AUTH_NOT_AUTHORIZED"
        : answer.GetProperty("data").GetProperty("updateUser") is var payload
            && (payload.GetProperty("errors").ValueKind == JsonValueKind.Null || payload.GetProperty("errors")[0].Type() == "ValidationError");

    private async Task<int> VersionAsync(string id)
        => (await server.QueryAsync("query($id: ID!) { user(id: $id) { version } }", new { id }, "globex/ken")).GetProperty("user").Version();
}
