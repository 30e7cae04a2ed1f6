using System.Net;
using System.Text;
using System.Text.Json;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Tests.Fixtures;
using GraphBlog.Tests.Hosting;
using Npgsql;
using Xunit.Abstractions;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>Whom a provider's token names, who is linked when they are first seen, and what the log says of those who are not.</summary>
public sealed class FirstSightTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_real_providers_tokens_count_through_rotation_linking_and_unlinking()
    {
        var port = Postmaster.FreePort();
        await database.OwnerScalarAsync($"select app.link_subject('acme', 'ada', 'http://127.0.0.1:{port}', 'auth0|ada')");
        await using var server = await TestServer.StartAsync(
            database, "Development", $"--Auth:Authority=http://127.0.0.1:{port}", "--Auth:Claims:Organisation=https://blog.example/organisation", "--Auth:Claims:Role=realm_access.roles");
        if (await NodeScript.RunAsync(output, "tests/identity-provider", "provider.mjs", $"{server.Url}/graphql", $"{port}") is { } report)
        {
            Assert.Contains("25 checks, 25 ok", report);
        }
    }

    [Fact]
    public async Task By_its_handle_somebody_is_linked_once_and_afterwards_only_what_is_linked_counts()
    {
        await using var provider = await StartProviderAsync();
        await using var server = await StartAsync(provider, "--Auth:LinkBy=Handle", "--Auth:Claims:User=preferred_username");
        Assert.Equal(["grace EDITOR", "grace EDITOR", "grace EDITOR"], await Task.WhenAll(
            Enumerable.Range(0, 3).Select(_ => ViewerAsync(server, provider, "handle|1", ("preferred_username", "grace")))));
        Assert.Equal("grace EDITOR", await ViewerAsync(server, provider, "handle|1", ("preferred_username", "renamed")));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "handle|2", ("preferred_username", "grace")));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "handle|3", ("preferred_username", "2")));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "handle|4"));

        // who is not there themselves is not linked, neither who acts nor for whom
        var linked = new Dictionary<string, object> { ["sub"] = "handle|1" };
        Assert.Equal("grace EDITOR", await ViewerAsync(server, provider, "handle|1", ("act", linked)));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "handle|5", ("preferred_username", "linus"), ("act", linked)));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(
            server, provider, "handle|1", ("act", new Dictionary<string, object> { ["sub"] = "handle|6", ["preferred_username"] = "ada" })));
        Assert.Equal("CREATE 2 handle|1", await database.OwnerScalarAsync(
            "select string_agg(concat_ws(' ', action, changed_by, new_data->>'subject'), '; ') from audit.audit_log where table_name = 'user_subjects' and new_data->>'subject' like 'handle|%'"));

        await PostgresServer.ExecuteAsync(database.Owner, "begin; set local role gb_owner; set local app.current_org_id = '1'; update blog.user_subjects set linked = false where subject = 'handle|1'; commit");
        await using var later = await StartAsync(provider, "--Auth:LinkBy=Handle", "--Auth:Claims:User=preferred_username");
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(later, provider, "handle|1", ("preferred_username", "grace")));
        Assert.Equal("grace EDITOR", await ViewerAsync(later, provider, "handle|2", ("preferred_username", "grace")));
    }

    [Fact]
    public async Task By_a_verified_address_that_an_administrator_entered_somebody_is_linked()
    {
        await using var provider = await StartProviderAsync();
        await database.OwnerScalarAsync("select app.link_subject('acme', 'linus', null, 'linus@example.org')");
        await using var server = await StartAsync(provider, "--Auth:LinkBy=VerifiedEmail");
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "mail|1", ("email", "linus@example.org")));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "mail|1", ("email", "linus@example.org"), ("email_verified", false)));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "mail|1", ("email", "nobody@example.org"), ("email_verified", true)));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "linus"));
        Assert.Equal("linus AUTHOR", await ViewerAsync(server, provider, "mail|1", ("email", "Linus@Example.org"), ("email_verified", "true")));
        Assert.Equal("linus AUTHOR", await ViewerAsync(server, provider, "mail|1"));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(server, provider, "mail|2", ("email", "linus@example.org"), ("email_verified", true)));

        await using var without = await StartAsync(provider);
        Assert.Equal("linus AUTHOR", await ViewerAsync(without, provider, "mail|1", ("email", "x@example.org")));
        Assert.Equal("AUTH_NOT_AUTHENTICATED", await ViewerAsync(without, provider, "mail|3", ("email", "linus@example.org"), ("email_verified", true)));
    }

    [Fact]
    public async Task The_database_lets_nobody_but_an_administrator_link_a_second_name_or_somebody_else()
    {
        await using var ken = await database.EnterAsync(TestDatabase.Globex, TestDatabase.Ken, role: GraphBlog.Persistence.Users.Role.Reader);
        const string Link = "insert into blog.user_subjects (org_id, user_id, issuer, subject) values (2, {0}, {1}, '{2}')";
        Assert.Equal(1, await ken.ExecuteAsync(string.Format(Link, 7, "'https://a'", "1")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await ken.RefusalAsync(string.Format(Link, 7, "'https://a'", "2")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await ken.RefusalAsync(string.Format(Link, 6, "'https://a'", "3")));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await ken.RefusalAsync(string.Format(Link, 7, "null", "ken@example.org")));
        Assert.Equal(1, await ken.ExecuteAsync(string.Format(Link, 7, "'https://b'", "1")));
        Assert.Equal(0, await ken.ExecuteAsync("update blog.user_subjects set linked = false"));
        Assert.Equal(2L, await ken.ScalarAsync("select count(*) from blog.user_subjects"));
    }

    [Fact]
    public async Task A_refused_token_is_logged_with_the_reason_and_without_any_of_it()
    {
        await using var provider = await StartProviderAsync();
        await using var run = ProgramRun.Start(
            "serve --urls http://127.0.0.1:0 --environment Development", ("ConnectionStrings__GraphBlog", database.App), ("Auth__Authority", provider.Authority),
            ("Auth__LinkBy", "Handle"), ("Auth__Claims__User", "preferred_username"), ("Logging__Console__FormatterName", "json"));
        var url = await run.ReadyAsync();
        var other = await StartProviderAsync();
        await other.DisposeAsync();
        var withdrawn = provider.Issue(Claims("secret|7"));
        provider.Rotate(isEllipticCurve: true, kept: 0);
        (string Token, string Reason)[] refusals =
        [
            ("nonsense", "It is no JSON Web Token."),
            (withdrawn, "It is signed with a key that is not known here."),
            (other.Issue(Claims("secret|1")), "Its issuer is another."),
            (provider.Issue(new() { ["sub"] = "secret|2" }), "It lacks `org`."),
            (provider.Issue(new() { ["org"] = "acme" }), "It lacks `sub`."),
            (provider.Issue(Claims("secret|3")), "Its subject is linked to nobody, and nothing in it may link"),
            (provider.Issue(Claims("secret|4", ("preferred_username", "nobody"))), "Its subject is linked to nobody, and its e-mail address or handle is nobody"),
            (provider.Issue(Claims("secret|5", ("role", "KING"))), "It names no role that this server knows."),
            (provider.Issue(Claims("secret|6"), new() { ["crit"] = new[] { "b64x" }, ["b64x"] = true }), "Its header demands extensions"),
        ];
        using var client = new HttpClient();
        foreach (var (token, _) in refusals)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{url}/graphql")
            {
                Content = new StringContent(ApiCalls.Viewer, Encoding.UTF8, "application/json"),
                Headers = { { "Authorization", $"Bearer {token}" } },
            };
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.SendAsync(request)).StatusCode);
        }

        await run.StopAsync();
        var said = run.Lines.Where(line => line.Contains("A token was refused")).Select(line => JsonElement.Parse(line).GetProperty("State").GetProperty("Reason").GetString()!).ToList();
        Assert.Equal(refusals.Length, said.Count);
        Assert.All(refusals.Zip(said), pair => Assert.StartsWith(pair.First.Reason, pair.Second));
        Assert.All(refusals.Select(refusal => refusal.Token).Append("secret|"), token => Assert.DoesNotContain(run.Lines, line => line.Contains(token)));
    }

    [Fact]
    public async Task Linking_needs_a_provider()
    {
        var run = await ProgramRun.RunAsync("serve", ("ConnectionStrings__GraphBlog", database.App), ("Auth__SigningKey", TestServer.SigningKey), ("Auth__LinkBy", "Handle"));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Auth__LinkBy needs Auth__Authority", run.Errors);
    }

    private static async Task<IdentityProvider> StartProviderAsync()
    {
        var provider = new IdentityProvider(Postmaster.FreePort());
        await provider.StartAsync();
        provider.Rotate(isEllipticCurve: true, kept: 0);
        return provider;
    }

    private Task<TestServer> StartAsync(IdentityProvider provider, params string[] settings)
        => TestServer.StartAsync(database, "Development", [$"--Auth:Authority={provider.Authority}", .. settings]);

    private static Dictionary<string, object> Claims(string subject, params (string Name, object Value)[] more)
        => more.Append(("org", "acme")).Append(("sub", subject)).ToDictionary(claim => claim.Item1, claim => claim.Item2);

    private static Task<string> ViewerAsync(TestServer server, IdentityProvider provider, string subject, params (string Name, object Value)[] claims)
        => server.ViewerAsync(provider.Issue(Claims(subject, claims)));
}
