using System.Text.Json;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence.Upkeep;
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
        for (var tries = 0; await ReadyAsync(server, "identity") is not (200, "healthy", ""); tries++)
        {
            Assert.True(tries < 30);
            await Task.Delay(TimeSpan.FromSeconds(1));      // a machine that is busy takes longer than readiness waits
        }

        await provider.DisposeAsync();
        provider.Rotate(isEllipticCurve: true, kept: 1);
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        await server.ViewerAsync(provider.Issue([]));      // its key is not known, so the provider is asked
        var (_, word, reasons) = await ReadyAsync(server, "identity");
        Assert.Equal(("degraded", "PROVIDER_UNREACHABLE"), (word, reasons));
        server.Log.Errors.Clear();
    }

    [Fact]
    public async Task How_far_the_upkeep_is_the_serving_role_can_tell()
    {
        await using var source = NpgsqlDataSource.Create(database.App);
        await PostgresServer.ExecuteAsync(database.Owner, "update app.upkeep set ended_at = now() - interval '1 hour'");
        var state = await UpkeepState.FindAsync(source, CancellationToken.None);
        Assert.Equal(3, state.MonthsAhead);
        Assert.InRange(state.Age, TimeSpan.FromHours(1), TimeSpan.FromHours(1.1));
        await PostgresServer.ExecuteAsync(database.Owner, "update app.upkeep set ended_at = '-infinity'");
        Assert.Equal(TimeSpan.FromDays(36525), (await UpkeepState.FindAsync(source, CancellationToken.None)).Age);
        await PostgresServer.ExecuteAsync(database.Owner, "update app.upkeep set ended_at = 'infinity'");
        Assert.Equal(TimeSpan.Zero, (await UpkeepState.FindAsync(source, CancellationToken.None)).Age);
        await PostgresServer.ExecuteAsync(database.Owner, "update app.upkeep set ended_at = now()");
    }

    private static async Task<(int Status, string Word, string Reasons)> ReadyAsync(TestServer server, string check)
    {
        using var response = await server.Client.GetAsync($"{server.Url}/health/ready");
        var found = JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("checks").GetProperty(check);
        return ((int)response.StatusCode, found.Text("status")!, string.Join(' ', found.GetProperty("reasons").EnumerateArray()));
    }
}
