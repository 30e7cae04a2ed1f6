using System.Net;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>By what name somebody's use is counted: by who they are, and never by what they send.</summary>
[Collection(nameof(Alone))]      // renderings in memory are the process's: other tests' would take their room
public sealed class RateLimitTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Page = "{ posts(first: 10) { nodes { id title } } }";      // 32, and once for its document

    [Fact]
    public async Task A_new_token_of_the_same_user_is_no_new_client_and_another_user_is()
    {
        await using var server = await TestServer.StartAsync(database, "Production", "--GraphQL:CostPerMinuteOfClient=60");
        Assert.Equal(200, (await server.PostAsync(Page)).Status);
        Assert.Equal((429, "RATE_LIMITED"), Told(await server.PostAsync(Page)));
        Assert.Equal(429, (await AskAsync(server, server.Token(TestServer.Ada, role: "reader"))).Status);
        Assert.Equal(429, (await AskAsync(server, server.Token($"{TestDatabase.Acme}/{TestDatabase.Ada}"))).Status);      // by ids, and the same
        Assert.Equal(429, (await server.PostAsync(Page, user: TestServer.Ada, headers: ("X-Forwarded-For", "203.0.113.9"))).Status);
        Assert.Equal(200, (await server.PostAsync(Page, user: TestServer.Grace)).Status);
        Assert.Equal(200, (await server.PostAsync(Page, user: TestServer.Margaret)).Status);
    }

    [Fact]
    public async Task A_rendering_is_paid_for_by_who_asked_first_and_what_is_in_memory_by_nobody()
    {
        await using var server = await TestServer.StartAsync(database, "Production", "--GraphQL:CostPerMinuteOfClient=3000");
        var body = $"{Guid.NewGuid()} {new string('x', 16 * 3200)}";
        await using var unlimited = await TestServer.StartAsync(database, "Production");
        var id = (await unlimited.DoAsync("createPost", new { title = "Long", body }, TestServer.Grace)).Id();
        var render = $$"""{ node(id: "{{id}}") { ... on Post { bodyHtml } } }""";
        Assert.Equal(200, (await server.PostAsync(render)).Status);
        const string Large = "{ posts(first: 100) { nodes { id title } } }";
        Assert.Equal((429, "RATE_LIMITED"), Told(await server.PostAsync(Large)));
        Assert.Equal(200, (await server.PostAsync(render, user: TestServer.Linus)).Status);
        Assert.Equal(200, (await server.PostAsync(Large, user: TestServer.Linus)).Status);
    }

    [Fact]
    public async Task An_organisation_has_a_limit_of_its_own_and_a_change_that_is_refused_writes_nothing()
    {
        await using var server = await TestServer.StartAsync(
            database, "Production", "--GraphQL:CostPerMinuteOfGroup=120", "--GraphQL:CostPerMinuteOfClient=0");
        const string Create = "mutation { createPost(input: { title: \"Refused\", body: \"x\" }) { post { id } } }";
        var answer = await server.PostAsync(Page);
        Assert.StartsWith("\"organisation\";r=", answer.Headers["RateLimit"], StringComparison.Ordinal);
        Assert.Equal("\"organisation\";q=120;w=60;qu=\"cost\"", answer.Headers["RateLimit-Policy"]);
        var before = await server.ChangesAsync();
        Assert.Equal((429, "RATE_LIMITED"), Told(await server.PostAsync(Create, user: TestServer.Grace)));
        Assert.Equal(before, await server.ChangesAsync());
        Assert.Equal(200, (await server.PostAsync(Page, user: TestServer.Margaret)).Status);
    }

    [Fact]
    public async Task Tokens_that_do_not_count_are_bounded_by_address_and_lock_nobody_out_who_is_known()
    {
        await using var server = await TestServer.StartAsync(database, "Production", "--Auth:RefusedPerMinute=5");
        var known = server.Token(TestServer.Ada);
        Assert.Equal(200, (await AskAsync(server, known)).Status);
        for (var number = 0; number < 4; number++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (HttpStatusCode)(await AskAsync(server, $"wrong{number}")).Status);
        }

        Assert.Equal(401, (await AskAsync(server, server.Token("acme/nobody"))).Status);
        Assert.Equal((429, "RATE_LIMITED"), Told(await AskAsync(server, "wrong")));
        Assert.Equal((429, "RATE_LIMITED"), Told(await AskAsync(server, server.Token(TestServer.Grace))));
        Assert.Equal(200, (await AskAsync(server, known)).Status);
        using var forwarded = Request(server, server.Token(TestServer.Margaret));
        forwarded.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.9");
        Assert.Equal(200, (await server.SendAsync(forwarded)).Status);      // by a proxy that nobody configured: its clients are many
    }

    [Fact]
    public async Task A_user_has_so_many_sockets_and_streams_whatever_their_tokens()
    {
        await using var server = await TestServer.StartAsync(database, "Production", "--GraphQL:MaxConnectionsOfClient=1");
        var url = new Uri($"{server.Url}/graphql");
        var socket = await SocketClient.ConnectAsync(url, new { authorization = $"Bearer {server.Token(TestServer.Ada)}" });
        await using (var second = await SocketClient.OpenAsync(url.ToString()))
        {
            var payload = new { authorization = $"Bearer {server.Token(TestServer.Ada, role: "reader")}" };
            await second.SendAsync(JsonSerializer.Serialize(new { type = "connection_init", payload }));
            Assert.StartsWith("4429 A client has at most 1 ", await second.NextAsync(), StringComparison.Ordinal);
        }

        var follow = new[] { ("Accept", "text/event-stream") };
        Assert.Equal(
            (429, "TOO_MANY_CONNECTIONS"), Told(await server.PostAsync("subscription { postChanged { cursor } }", headers: follow)));
        socket.Socket.Abort();
        socket.Socket.Dispose();
        for (var attempt = 0; ; attempt++)
        {
            using var request = Request(server, server.Token(TestServer.Ada), "subscription { postChanged { cursor } }");
            request.Headers.Accept.ParseAdd("text/event-stream");
            using var stream = await EventStreamClient.SendAsync(server.Client, request);
            if (stream.Response.StatusCode == HttpStatusCode.OK)
            {
                break;
            }

            Assert.True(attempt < 1000, "The connection that broke is counted still.");
        }
    }

    [Fact]
    public async Task An_organisation_whose_requests_wait_for_a_lock_leaves_connections_to_another()
    {
        await using var server = await TestServer.StartAsync(database, "Production");
        var id = (await server.DoAsync("createPost", new { title = "Locked", body = "x" })).Id();
        await server.QueryAsync("{ viewer { role } }", user: TestServer.Margaret);
        await using var locked = await Npgsql.NpgsqlDataSource.Create(database.Owner).OpenConnectionAsync();
        await using var transaction = await locked.BeginTransactionAsync();
        await using var take = new Npgsql.NpgsqlCommand("select 1 from blog.posts_all where title = 'Locked' for update", locked, transaction);
        await take.ExecuteNonQueryAsync();
        var waiting = Enumerable.Range(0, 3 * Environment.ProcessorCount + 20)
            .Select(_ => server.PostAsync($$"""mutation { updatePost(input: { id: "{{id}}", expectedVersion: 1, title: "x" }) { post { id } } }""")).ToList();
        await Task.Delay(200);
        var began = System.Diagnostics.Stopwatch.StartNew();
        await server.QueryAsync(Page, user: TestServer.Margaret);
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(1), $"The other organisation waited {began.Elapsed}.");
        await transaction.RollbackAsync();
        await Task.WhenAll(waiting);
    }

    private static (int, string?) Told(Answer answer) => (answer.Status, answer.Code);

    private static Task<Answer> AskAsync(TestServer server, string token) => server.SendAsync(JsonSerializer.Serialize(new { query = Page }), token);

    private static HttpRequestMessage Request(TestServer server, string token, string query = Page)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{server.Url}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query }), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return request;
    }
}
