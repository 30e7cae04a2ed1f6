using System.Text.Json;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using Npgsql;

namespace GraphBlog.Tests.Operations;

/// <summary>What is degraded is said, by a code, and keeps nothing from being served.</summary>
public sealed class ReadinessTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_provider_that_is_gone_degrades_as_long_as_its_keys_are_known()
    {
        await using var provider = new IdentityProvider(Postmaster.FreePort());
        provider.Rotate(isEllipticCurve: true, kept: 0);
        await provider.StartAsync();
        await using var server = await TestServer.StartAsync(database, "Development", $"--Auth:Authority={provider.Authority}");
        Assert.Equal((200, "healthy", ""), await ReadyAsync(server, "identity"));
        await provider.DisposeAsync();
        provider.Rotate(isEllipticCurve: true, kept: 1);
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        await server.ViewerAsync(provider.Issue([]));      // its key is not known, so the provider is asked
        Assert.Equal((200, "degraded", "PROVIDER_UNREACHABLE"), await ReadyAsync(server, "identity"));
        server.Log.Errors.Clear();
    }

    [Fact]
    public async Task Maintenance_that_is_due_is_seen_in_what_it_left_undone()
    {
        await using var source = NpgsqlDataSource.Create(database.App);
        var well = await BlogMaintenance.StateAsync(source, TimeSpan.FromDays(365), CancellationToken.None);
        Assert.Equal(new(3, TimeSpan.Zero), well);
        var old = DateTime.UtcNow.AddMonths(-14);
        await PostgresServer.ExecuteAsync(database.Owner, $"set role gb_owner; select audit.add_month('{old:yyyy-MM-dd}')");
        var due = new DateTime(old.Year, old.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(1).AddDays(365);
        var overdue = await BlogMaintenance.StateAsync(source, TimeSpan.FromDays(365), CancellationToken.None);
        Assert.InRange((overdue.Age - (DateTime.UtcNow - due)).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));

        await using var server = await TestServer.StartAsync(database, "Development");
        for (var tries = 0; await ReadyAsync(server, "maintenance") is (200, "healthy", _); tries++)
        {
            Assert.True(tries < 100);
            await Task.Delay(100);      // it is asked in the background
        }

        Assert.Equal((200, "degraded", "MAINTENANCE_OVERDUE"), await ReadyAsync(server, "maintenance"));
        await server.QueryAsync("{ __typename }");
    }

    private static async Task<(int Status, string Word, string Reasons)> ReadyAsync(TestServer server, string check)
    {
        using var response = await server.Client.GetAsync($"{server.Url}/health/ready");
        var found = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("checks").GetProperty(check);
        return ((int)response.StatusCode, found.Text("status")!, string.Join(' ', found.GetProperty("reasons").EnumerateArray()));
    }
}
