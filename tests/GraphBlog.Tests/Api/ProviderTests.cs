using System.Text;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.Tests.Fixtures;
using GraphBlog.Tests.Hosting;
using Microsoft.Extensions.Configuration;

namespace GraphBlog.Tests.Api;

/// <summary>Tokens of an OpenID Connect provider, as providers write them.</summary>
public sealed class ProviderTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Org = "https://blog.example/organisation";
    [Fact]
    public async Task Claims_are_found_by_path_or_by_a_name_with_dots_and_of_a_list_of_roles_the_least_counts()
    {
        await using var provider = new IdentityProvider(Postmaster.FreePort());
        await provider.StartAsync();
        provider.Rotate(isEllipticCurve: false, kept: 0);
        await using var server = await StartAsync(provider);
        Assert.Equal("ada AUTHOR", await server.ViewerAsync(provider.Issue(Claims("ada", "offline_access", "ADMIN", "author"))));
        Assert.Equal("grace EDITOR", await server.ViewerAsync(provider.Issue(Claims("grace", "ADMIN"))));
        var without = Claims("grace");
        without.Remove("realm_access");
        Assert.Equal("grace EDITOR", await server.ViewerAsync(provider.Issue(without)));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await server.ViewerAsync(provider.Issue(Claims("grace", "offline_access"))));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await server.ViewerAsync(provider.Issue(Claims("grace", "ADMIN"), new() { ["crit"] = new[] { "b64x" }, ["b64x"] = true })));
    }

    [Fact]
    public async Task A_program_is_told_by_its_client_id_by_a_claim_that_is_named_or_by_acting_for_somebody()
    {
        await using var provider = new IdentityProvider(Postmaster.FreePort());
        await provider.StartAsync();
        provider.Rotate(isEllipticCurve: false, kept: 0);
        await using var server = await StartAsync(provider, "--Auth:Claims:ActorKind=gty", "--Auth:ServiceKind=client-credentials", "--Auth:Claims:Scope=scp");
        Assert.Equal("USER grace for nobody", await WrittenByAsync(With("azp", "web")));
        Assert.Equal("USER grace for nobody", await WrittenByAsync(With("client_id", "web")));
        Assert.Equal("SERVICE grace for nobody", await WrittenByAsync(With("client_id", "subject of grace")));
        Assert.Equal("SERVICE grace for nobody", await WrittenByAsync(With("gty", "client-credentials")));
        Assert.Equal("USER grace for nobody", await WrittenByAsync(With("gty", "password")));
        Assert.Equal("SERVICE ada for grace", await WrittenByAsync(With("act", Acting("ada"))));
        Assert.Equal("USER ada for grace", await WrittenByAsync(With("act", Acting("ada", ("gty", "user")))));
        Assert.Equal("SERVICE ada for grace", await WrittenByAsync(With("act", Acting("ada", ("act", new Dictionary<string, object> { ["sub"] = "nobody at all" })))));
        const string Publish = """{"query":"mutation { createPost(input: { title: \"x\", body: \"\", status: PUBLISHED }) { post { id } } }"}""";
        Assert.Contains("AUTH_NOT_AUTHORIZED", (await server.SendAsync(Publish, provider.Issue(With("scp", new[] { "blog", "write:drafts" })))).Body);
        Assert.DoesNotContain("errors", (await server.SendAsync(Publish, provider.Issue(With("scp", new[] { "blog", "write" })))).Body);
        foreach (var nobody in new object[] { "ada", new Dictionary<string, object> { ["iss"] = "x" }, Acting("nobody"), new Dictionary<string, object> { ["sub"] = "1" } })
        {
            Assert.Equal("AUTH_NOT_AUTHENTICATED", await server.ViewerAsync(provider.Issue(With("act", nobody))));
        }

        Dictionary<string, object> With(string claim, object value) => new(Claims("grace", "ADMIN")) { ["sub"] = "subject of grace", [claim] = value };

        Dictionary<string, object> Acting(string handle, params (string Name, object Value)[] more)
            => new(more.Select(one => KeyValuePair.Create(one.Name, one.Value))) { ["sub"] = $"subject of {handle}", ["preferred_username"] = handle };

        async Task<string> WrittenByAsync(Dictionary<string, object> claims)
        {
            const string Query = "mutation { createPost(input: { title: \"x\", body: \"\" }) { post { auditHistory(first: 1) { nodes { actorKind changedBy { handle } onBehalfOf { handle } } } } } }";
            var answer = await server.SendAsync(System.Text.Json.JsonSerializer.Serialize(new { query = Query }), provider.Issue(claims));
            var entry = answer.Data.GetProperty("createPost").GetProperty("post").GetProperty("auditHistory").GetProperty("nodes")[0];
            return $"{entry.Text("actorKind")} {entry.GetProperty("changedBy").Text("handle")} for "
                + (entry.GetProperty("onBehalfOf") is { ValueKind: System.Text.Json.JsonValueKind.Object } person ? person.Text("handle") : "nobody");
        }
    }

    [Fact]
    public async Task Changing_keys_refuses_nobody_and_two_keys_overlap()
    {
        await using var provider = new IdentityProvider(Postmaster.FreePort());
        await provider.StartAsync();
        provider.Rotate(isEllipticCurve: false, kept: 0);
        await using var server = await StartAsync(provider);
        var old = provider.Issue(Claims("ada", "ADMIN"));
        Assert.Equal("ada ADMIN", await server.ViewerAsync(old));
        foreach (var isEllipticCurve in new[] { true, false })
        {
            provider.Rotate(isEllipticCurve, kept: 2);
            var tokens = Enumerable.Range(0, 8).Select(i => provider.Issue(Claims(i % 2 == 0 ? "ada" : "grace", "READER"))).ToList();
            Assert.All(await Task.WhenAll(tokens.Select(token => server.ViewerAsync(token))), viewer => Assert.EndsWith("READER", viewer));
        }

        var before = Claims("linus", "AUTHOR");
        Assert.Equal("ada ADMIN", await server.ViewerAsync(old));
        Assert.Equal("linus AUTHOR", await server.ViewerAsync(provider.Issue(before)));
        Assert.InRange(provider.Asked, 3, 4);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_not_the_tokens_fault()
    {
        await using var provider = new IdentityProvider(Postmaster.FreePort());
        provider.Rotate(isEllipticCurve: true, kept: 0);
        await using var server = await StartAsync(provider);
        var token = provider.Issue(Claims("ada", "ADMIN"));
        var answer = await server.SendAsync(ApiCalls.Viewer, token);
        Assert.Equal((503, "AUTH_PROVIDER_UNAVAILABLE"), (answer.Status, answer.TheError().GetProperty("extensions").Text("code")));
        using var ready = await server.Client.GetAsync($"{server.Url}/health/ready");
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Contains(server.Log.Errors, error => error.Message.Contains(provider.Authority));
        Assert.DoesNotContain(server.Log.Errors, error => error.Message.Contains(token));
        server.Log.Errors.Clear();

        await provider.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        Assert.Equal("ada ADMIN", await server.ViewerAsync(token));
    }

    [Theory]
    [InlineData("http://login.example", "https")]
    [InlineData("http://127.0.0.1:1", "https")]
    [InlineData("login.example", "address")]
    public async Task A_provider_that_would_be_asked_in_clear_text_is_refused_at_the_start(string authority, string says)
    {
        var run = await ProgramRun.RunAsync("serve --environment Production", ("ConnectionStrings__GraphBlog", database.App), ("Auth__Authority", authority));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Auth__Authority", run.Errors);
        Assert.Contains(says, run.Errors);
    }

    [Fact]
    public async Task Tokens_of_the_former_signing_key_count_while_it_is_configured()
    {
        const string Former = "a former key of the tests, of more than 32 bytes";
        await using var server = await TestServer.StartAsync(database, "Production", $"--Auth:FormerSigningKey={Former}");
        var token = Authentication.Issue(new ConfigurationBuilder().Build(), Encoding.UTF8.GetBytes(Former), new("acme", "grace"), TimeSpan.FromHours(1));
        Assert.Equal("grace EDITOR", await server.ViewerAsync(token));
        Assert.Equal("grace EDITOR", await server.ViewerAsync(server.Token(TestServer.Grace)));
        await using var later = await TestServer.StartAsync(database, "Production");
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await later.ViewerAsync(token));
    }

    private Task<TestServer> StartAsync(IdentityProvider provider, params string[] settings) => TestServer.StartAsync(
        database,
        "Development",
        [
            $"--Auth:Authority={provider.Authority}", $"--Auth:Claims:Organisation={Org}", "--Auth:Claims:User=preferred_username",
            "--Auth:Claims:Role=realm_access.roles", .. settings,
        ]);

    private static Dictionary<string, object> Claims(string user, params string[] roles) => new()
    {
        ["sub"] = Guid.NewGuid().ToString(),
        ["preferred_username"] = user,
        [Org] = "acme",
        ["realm_access"] = new Dictionary<string, object> { ["roles"] = roles },
    };
}
