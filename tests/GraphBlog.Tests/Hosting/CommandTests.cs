using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Hosting;

/// <summary>The program as it is started, by its commands and settings.</summary>
public sealed class CommandTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Key = "Auth__SigningKey";

    [Fact]
    public async Task Token_prints_a_token_alone_on_standard_output()
    {
        var run = await ProgramRun.RunAsync("token --org acme --user grace --role AUTHOR --hours 0.5", (Key, TestServer.SigningKey));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        var lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var claims = JsonElement.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(Assert.Single(lines).Trim().Split('.')[1]));
        Assert.Equal(["acme", "grace", "AUTHOR"], new[] { "org", "sub", "role" }.Select(claim => claims.GetProperty(claim).GetString()));
        var now = DateTimeOffset.UtcNow;
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()), now.AddMinutes(20), now.AddMinutes(31));

        await using var server = await TestServer.StartAsync(database, "Production");
        var answer = await server.SendAsync("""{"query":"{ viewer { role user { handle } } }"}""", lines[0].Trim());
        Assert.Equal("""{"data":{"viewer":{"role":"AUTHOR","user":{"handle":"grace"}}}}""", answer.Body);
    }

    [Fact]
    public async Task Token_says_who_acts_for_whom_and_how_far()
    {
        var run = await ProgramRun.RunAsync("token --org acme --user linus --act grace --kind service --scope write:drafts",
            (Key, TestServer.SigningKey));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        await using var server = await TestServer.StartAsync(database, "Production");
        var token = run.Output.Trim();
        Assert.Equal("grace AUTHOR", await Api.ApiCalls.ViewerAsync(server, token));
        const string Create =
            "mutation { createPost(input: { title: \"x\", body: \"\", status: STATUS }) { post { version auditHistory(first: 1) { nodes { actorKind onBehalfOf { handle } } } } } }";
        var refused = await server.SendAsync(JsonSerializer.Serialize(new { query = Create.Replace("STATUS", "PUBLISHED") }), token);
        Assert.Contains("AUTH_NOT_AUTHORIZED", refused.Body);
        var created = await server.SendAsync(JsonSerializer.Serialize(new { query = Create.Replace("STATUS", "DRAFT") }), token);
        Assert.Contains("""{"actorKind":"SERVICE","onBehalfOf":{"handle":"linus"}}""", created.Body);

        var wrong = await ProgramRun.RunAsync("token --org acme --user linus --act nobody", (Key, TestServer.SigningKey),
            ("ConnectionStrings__GraphBlog", database.App));
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("There is no user 'nobody' in an organisation 'acme'.", wrong.Errors);
    }

    [Fact]
    public async Task Schema_prints_the_schema_without_any_setting()
    {
        var run = await ProgramRun.RunAsync("schema");
        Assert.Equal((0, SourceTree.Read("schema.graphql")), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task An_empty_database_is_migrated_and_then_served()
    {
        var server = await PostgresServer.SharedAsync();
        var name = $"commands_{Guid.NewGuid():N}";
        (string, string)[] settings =
        [
            ("ConnectionStrings__GraphBlog", server.App(name)),
            ("ConnectionStrings__GraphBlogOwner", server.Owner(name)),
            (Key, TestServer.SigningKey),
        ];
        try
        {
            var early = await ProgramRun.RunAsync("serve", [.. settings.Where(setting => !setting.Item1.EndsWith("Owner"))]);
            Assert.Equal(1, early.ExitCode);
            Assert.Contains("ConnectionStrings__GraphBlog", early.Errors);

            var migrated = await ProgramRun.RunAsync("migrate", settings);
            Assert.True(migrated.ExitCode == 0, migrated.ToString());
            Assert.Contains("Applied", migrated.Output);
            Assert.Contains("up to date", (await ProgramRun.RunAsync("migrate", settings)).Output);

            await using var serving = ProgramRun.Start("serve --urls http://127.0.0.1:0 --environment Production", settings);
            var url = await serving.ReadyAsync();
            using var client = new HttpClient();
            Assert.Equal("Healthy", await client.GetStringAsync($"{url}/health/live"));
            Assert.StartsWith("{\"status\":\"healthy\"", await client.GetStringAsync($"{url}/health/ready"));
            using var query = new StringContent("""{"query":"{ viewer { role } }"}""", Encoding.UTF8, "application/json");
            using var refused = await client.PostAsync($"{url}/graphql", query);
            Assert.Contains("AUTH_NOT_AUTHENTICATED", await refused.Content.ReadAsStringAsync());
            using var page = await client.GetAsync($"{url}/graphql/ui");
            Assert.Equal(404, (int)page.StatusCode);

            Assert.Equal(0, await serving.StopAsync());
        }
        finally
        {
            await server.DropAsync(name);
        }
    }

    [Theory]
    [InlineData("serve", "a superuser", "connects as", "gb_app")]
    [InlineData("serve", "a missing database", "ConnectionStrings__GraphBlog", "does not exist")]
    [InlineData("serve", "bad syntax", "ConnectionStrings__GraphBlog", "no connection string")]
    [InlineData("serve", "nothing in Production", "ConnectionStrings__GraphBlog", "GRAPHBLOG_HOME")]
    [InlineData("serve", "a short key", "Auth__SigningKey", "32")]
    [InlineData("serve", "no key", "Auth__SigningKey", "Auth__Authority")]
    [InlineData("migrate", "no owner", "ConnectionStrings__GraphBlogOwner", "roles")]
    [InlineData("migrate", "an owner that may not", "ConnectionStrings__GraphBlogOwner", "privilege")]
    public async Task A_wrong_setting_is_named_with_what_to_do_and_the_exit_code_is_1(
        string command, string wrong, string names, string says)
    {
        var serving = ("ConnectionStrings__GraphBlog", database.App);
        var key = (Key, TestServer.SigningKey);
        var missing = database.App.Replace("Database=test_", "Database=missing_");
        Assert.NotEqual(database.App, missing);
        (string, string)[] settings = wrong switch
        {
            "a superuser" => [("ConnectionStrings__GraphBlog", database.Owner), key],
            "a missing database" => [("ConnectionStrings__GraphBlog", missing), key],
            "bad syntax" => [("ConnectionStrings__GraphBlog", "postgres://somewhere"), key],
            "nothing in Production" => [("ASPNETCORE_ENVIRONMENT", "Production"), key],
            "a short key" => [serving, (Key, "too short")],
            "no key" => [serving],
            "no owner" => [serving, key],
            "an owner that may not" => [serving, ("ConnectionStrings__GraphBlogOwner", database.App), key],
            _ => throw new ArgumentException(wrong),
        };
        var run = await ProgramRun.RunAsync(command, settings);
        Assert.True(run.ExitCode == 1, run.ToString());
        Assert.Contains(names, run.Errors);
        Assert.Contains(says, run.Errors);
        Assert.DoesNotContain("   at ", run.Errors);
        Assert.DoesNotContain(PostgresServer.AppPassword, run.Output + run.Errors);
    }

    [Fact]
    public async Task An_address_that_is_in_use_is_said_to_be()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var run = await ProgramRun.RunAsync(
            $"serve --urls http://{taken.LocalEndpoint}", ("ConnectionStrings__GraphBlog", database.App), (Key, TestServer.SigningKey));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--urls", run.Errors);
        Assert.DoesNotContain("   at ", run.Errors + run.Output);
        Assert.Equal("", run.Output);      // no service that was stopped is said to have failed
    }

    [Fact]
    public async Task A_server_whose_rules_are_broken_is_alive_and_not_ready()
    {
        await using var broken = new TestServer();
        await broken.InitializeAsync();
        await PostgresServer.ExecuteAsync(broken.Database.Owner, "alter table blog.posts_all no force row level security");

        using var live = await broken.Client.GetAsync($"{broken.Url}/health/live");
        Assert.Equal(200, (int)live.StatusCode);
        using var ready = await broken.Client.GetAsync($"{broken.Url}/health/ready");
        var body = await ready.Content.ReadAsStringAsync();
        Assert.Equal(503, (int)ready.StatusCode);
        Assert.Contains("""{"status":"unhealthy","checks":{"database":{"status":"unhealthy","reasons":["RULE_BROKEN","SEAL_BROKEN"]}""", body);
        Assert.DoesNotContain("posts_all", body);
        Assert.Contains(broken.Log.Errors, error => error.Message.Contains("row-level security not forced: blog.posts_all"));
        broken.Log.Errors.Clear();

        var run = await ProgramRun.RunAsync("serve", ("ConnectionStrings__GraphBlog", broken.Database.App), (Key, TestServer.SigningKey));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("row-level security not forced: blog.posts_all", run.Errors);
    }
}
