using System.Text.Json;
using GraphBlog.Engine.Http;
using GraphBlog.Engine.Limits;
using Microsoft.AspNetCore.Http;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>What a client and its organisation may use: the cost of what is asked for, whichever way it comes.</summary>
public sealed class RateLimitTests
{
    private const string CostsTen = "{ a: hello b: hello c: hello d: hello e: hello f: hello g: hello h: hello i: hello j: hello }";
    private const string Stream = "text/event-stream";

    [Fact]
    public async Task What_is_asked_for_is_paid_by_its_cost_until_nothing_is_left_and_then_refused_with_the_time_to_come_back()
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 60);
        var first = await AskAsync(server, CostsTen, "1/1");
        Assert.Equal((200, "\"client\";q=60;w=60;qu=\"cost\""), (first.Status, first.Headers["RateLimit-Policy"]));
        Assert.Equal("\"client\";r=44;t=1", first.Headers["RateLimit"]);      // the document is new, which costs 6
        for (var left = 34; left > 0; left -= 10)
        {
            var answer = await AskAsync(server, CostsTen, "1/1");
            Assert.Equal(200, answer.Status);
            Assert.InRange(int.Parse(answer.Headers["RateLimit"].Split('=', ';')[2]), left, left + 2);      // a second may have gone by
        }

        var refused = await AskAsync(server, CostsTen, "1/1");
        Assert.Equal((429, "RATE_LIMITED"), (refused.Status, refused.Code));
        var extensions = refused.Error.GetProperty("extensions");
        Assert.True(extensions.GetProperty("retryable").GetBoolean());
        var wait = extensions.GetProperty("retryAfter").GetInt32();
        Assert.Equal($"{wait}", refused.Headers["Retry-After"]);
        Assert.InRange(wait, 5, 9);
        Assert.Equal(200, (await AskAsync(server, CostsTen, "1/2")).Status);      // it is somebody else

        const string Known = "{ hello }";
        await AskAsync(server, Known, "1/2");
        Answer little;
        do
        {
            little = await AskAsync(server, Known, "1/1");
        }
        while (little.Status == 200);
        await Task.Delay(TimeSpan.FromSeconds(int.Parse(little.Headers["Retry-After"])));
        Assert.Equal(200, (await AskAsync(server, Known, "1/1")).Status);
    }

    [Fact]
    public async Task Clients_of_an_organisation_share_what_it_may_use_and_others_do_not()
    {
        await using var server = await StartAsync(o => (o.CostPerMinuteOfClient, o.CostPerMinuteOfGroup) = (30, 40));
        Assert.Equal("\"client\";r=14;t=1, \"organisation\";r=24;t=1", (await AskAsync(server, CostsTen, "1/1")).Headers["RateLimit"]);
        Assert.Equal(200, (await AskAsync(server, CostsTen, "1/2")).Status);
        Assert.Equal(200, (await AskAsync(server, CostsTen, "1/3")).Status);
        var refused = await AskAsync(server, CostsTen, "1/4");
        Assert.Equal((429, "RATE_LIMITED"), (refused.Status, refused.Code));
        Assert.Contains("organisation", refused.Message, StringComparison.Ordinal);
        Assert.Equal(200, (await AskAsync(server, CostsTen, "2/1")).Status);
    }

    [Fact]
    public async Task A_mutation_costs_more_than_its_fields_and_one_that_is_refused_did_nothing()
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 150);
        const string Write = "mutation { step(name: \"a\") { __typename } }";
        Assert.Equal("\"client\";r=45;t=1", (await AskAsync(server, Write, "1/1")).Headers["RateLimit"]);
        var refused = await AskAsync(server, Write, "1/1");
        Assert.Equal((429, "RATE_LIMITED", false), (refused.Status, refused.Code, refused.HasData));
    }

    [Fact]
    public async Task What_cannot_be_parsed_or_is_not_valid_is_paid_for_by_its_length()
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 120);
        var wrong = "{ nonsense } #" + new string('x', 16 * 50);
        Assert.Equal((400, "VALIDATION_FAILED"), Told(await AskAsync(server, wrong, "1/1")));
        Assert.Equal((400, "SYNTAX_ERROR"), Told(await AskAsync(server, wrong[2..], "1/1")));
        Assert.Equal((429, "RATE_LIMITED"), Told(await AskAsync(server, wrong, "1/1")));
    }

    [Fact]
    public void What_could_not_be_foreseen_takes_what_is_left_and_it_is_the_next_that_is_refused()
    {
        using var limits = new RateLimits(Microsoft.Extensions.Options.Options.Create(
            new GraphQLServerOptions { CostPerMinuteOfClient = 100, CostPerMinuteOfGroup = 1000 }));
        var payer = new Payer(1, 1);
        limits.Spend(payer, 60);
        limits.Spend(payer, 60);
        limits.Spend(payer, 5000);
        Assert.Equal(ErrorCodes.RateLimited, Assert.Throws<GraphQLRequestException>(() => limits.Charge(payer, 10)).Code);
        Assert.Throws<GraphQLRequestException>(() => limits.Charge(new(1, 2), 100));      // all that the organisation had went, too
        limits.Charge(new(2, 1), 100);
    }

    [Fact]
    public async Task Each_operation_of_a_batch_pays_for_itself_and_what_is_dearer_than_a_minute_may_be_asked_for_by_who_has_all_of_it()
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 20);
        var one = $$"""{"query":"{{CostsTen}}"}""";
        var batch = await server.PostAsync($"[{one},{one}]", "application/graphql-response+json", ("Authorization", "1/1"));
        Assert.Equal(200, batch.Status);
        Assert.True(batch.Json[0].TryGetProperty("data", out _));
        Assert.Equal("RATE_LIMITED", batch.Json[1].GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());
        Assert.Equal(429, (await AskAsync(server, "{ items(first: 10) { id name } }", "1/2")).Status);      // having paid for the parsing
        Assert.Equal(200, (await AskAsync(server, "{ items(first: 10) { id name } }", "1/3")).Status);
        Assert.Equal(429, (await AskAsync(server, "{ hello }", "1/3")).Status);
    }

    [Theory]
    [InlineData(Stream)]
    [InlineData("application/json")]
    public async Task The_status_is_told_to_clients_of_every_media_type(string accept)
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 5);
        Assert.Equal(200, (await server.PostAsync("""{"query":"{ hello }"}""", accept, ("Authorization", "1/1"))).Status);
        await server.PostAsync("""{"query":"{ hello }"}""", accept, ("Authorization", "1/1"));
        await server.PostAsync("""{"query":"{ hello }"}""", accept, ("Authorization", "1/1"));
        var refused = await server.PostAsync("""{"query":"{ hello hi: hello }"}""", accept, ("Authorization", "1/1"));
        Assert.Equal((429, "RATE_LIMITED"), Told(refused));
    }

    [Fact]
    public async Task Operations_on_a_socket_pay_and_the_events_of_a_subscription_do_not()
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 27);
        await using var client = await server.ConnectAsync(new { authorization = "1/1" });
        await client.SubscribeAsync("1", "subscription { count(to: 100) }");
        Assert.Equal(101, (await client.AllAsync("1")).Count);
        await client.SubscribeAsync("2", CostsTen);
        Assert.Equal(2, (await client.AllAsync("2")).Count);
        await client.SubscribeAsync("3", CostsTen);
        Assert.Contains(
            "\"code\":\"RATE_LIMITED\",\"retryable\":true,\"retryAfter\":", Assert.Single(await client.AllAsync("3")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_has_so_many_sockets_and_streams_and_one_that_dies_makes_room()
    {
        await using var server = await StartAsync(o => (o.MaxConnectionsOfClient, o.MaxConnectionsOfGroup) = (2, 3));
        await using var first = await server.ConnectAsync(new { authorization = "1/1" });
        using var stream = await server.StreamAsync("subscription { never }", headers: ("Authorization", "1/1"));
        Assert.Equal(200, (int)stream.Response.StatusCode);
        await using (var refused = await SocketClient.OpenAsync(server.Url.ToString()))
        {
            await refused.SendAsync("""{"type":"connection_init","payload":{"authorization":"1/1"}}""");
            Assert.StartsWith("4429 A client has at most 2 sockets", await refused.NextAsync(), StringComparison.Ordinal);
        }

        Assert.Equal((429, "TOO_MANY_CONNECTIONS"), Told(await AskAsync(server, "subscription { never }", "1/1", Stream)));
        await using var other = await server.ConnectAsync(new { authorization = "1/2" });
        Assert.Equal((429, "TOO_MANY_CONNECTIONS"), Told(await AskAsync(server, "subscription { never }", "1/2", Stream)));
        await using var elsewhere = await server.ConnectAsync(new { authorization = "2/1" });

        first.Socket.Abort();
        Answer again;
        do
        {
            again = await AskAsync(server, "subscription { count(to: 1) }", "1/1", Stream);
        }
        while (again.Status == 429);
        Assert.Equal(200, again.Status);
        Assert.Equal(200, (await AskAsync(server, "{ hello }", "1/1", Stream)).Status);      // what ends at once is no connection that stays
    }

    [Fact]
    public async Task Whoever_pays_nothing_and_limits_that_are_off_are_without_limit_and_without_headers()
    {
        await using var server = await StartAsync(o => (o.CostPerMinuteOfClient, o.MaxConnectionsOfClient) = (0, 0));
        var answer = await AskAsync(server, CostsTen, "1/1");
        Assert.Equal(200, answer.Status);
        Assert.False(answer.Headers.ContainsKey("RateLimit"));
        Assert.False(answer.Headers.ContainsKey("RateLimit-Policy"));
        await using var open = await TestServer.StartAsync(o => o.CostPerMinuteOfClient = 1);
        Assert.Equal(200, (await open.QueryAsync(CostsTen)).Status);
        Assert.Equal(200, (await open.QueryAsync(CostsTen)).Status);
    }

    internal static (int, string?) Told(Answer answer) => (answer.Status, answer.Code);

    internal static Task<TestServer> StartAsync(Action<GraphQLServerOptions> configure) => TestServer.StartAsync(
        options =>
        {
            options.CostPerMinuteOfGroup = 0;
            configure(options);
        },
        services => services.AddHttpRequestInterceptor<ByName>());

    internal static Task<Answer> AskAsync(TestServer server, string query, string who, string accept = "application/graphql-response+json")
        => server.PostAsync(JsonSerializer.Serialize(new { query }), accept, ("Authorization", who));

    /// <summary>Lets everybody in by "organisation/client", 0 for a moment, and nobody by that name.</summary>
    private sealed class ByName : HttpRequestInterceptor
    {
        public override ValueTask OnCreateAsync(HttpContext http, CancellationToken ct) => http.Request.Headers.Authorization == "nobody"
            ? throw new GraphQLRequestException("Who is that?", ErrorCodes.NotAuthenticated, StatusCodes.Status401Unauthorized) : default;

        public override ValueTask<DateTimeOffset?> RecheckAsync(HttpContext http, CancellationToken ct) => http.Request.Headers.Authorization == "1/0"
            ? throw new GraphQLRequestException("No more.", ErrorCodes.RightsChanged, StatusCodes.Status403Forbidden) : default;

        public override Payer? PayerOf(HttpContext http)
            => http.Request.Headers.Authorization.ToString().Split('/') is [var organisation, var client]
                ? new(long.Parse(organisation), long.Parse(client)) : null;
    }
}
