using System.Text.Json;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>Operations on a socket whose client was let in.</summary>
public sealed class SocketOperationTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private SocketClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(o =>
        {
            o.MaxSubscriptionsPerConnection = 3;
            o.MaxExecutingRequests = 2;
            o.MaxWait = TimeSpan.FromMilliseconds(50);
            o.ExecutionTimeout = TimeSpan.FromSeconds(1);
        });
        _client = await _server.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_subscription_sends_a_message_for_each_event_and_then_completes()
    {
        await _client.SubscribeAsync("a", "subscription($n: Int) { count(to: $n) }", new { n = 2 });
        Assert.Equal(
            [
                """{"id":"a","type":"next","payload":{"data":{"count":1}}}""",
                """{"id":"a","type":"next","payload":{"data":{"count":2}}}""",
                """{"id":"a","type":"complete"}""",
            ],
            await _client.AllAsync("a"));
        await _client.SubscribeAsync("a", "{ hello }");
        Assert.Equal(
            ["""{"id":"a","type":"next","payload":{"data":{"hello":"world"}}}""", """{"id":"a","type":"complete"}"""],
            await _client.AllAsync("a"));
    }

    [Fact]
    public async Task Queries_and_mutations_run_in_a_scope_of_their_own()
    {
        for (var id = 0; id < 2; id++)
        {
            await _client.SubscribeAsync($"{id}", "mutation { a: step(name: \"a\") { loaded } b: step(name: \"b\") { loaded } }");
            Assert.Contains("\"loaded\":\"write a, load a, write b, load b\"", (await _client.AllAsync($"{id}"))[0]);
        }
    }

    [Theory]
    [InlineData("{ unknown }", "VALIDATION_FAILED")]
    [InlineData("subscription {", "SYNTAX_ERROR")]
    [InlineData("subscription { count again: count }", "VALIDATION_FAILED")]
    [InlineData("subscription { unopened }", "FORBIDDEN")]
    [InlineData("{ slow }", "TIMEOUT")]
    public async Task What_does_not_execute_is_an_error_and_no_more(string query, string code)
    {
        await _client.SubscribeAsync("a", query);
        var json = JsonElement.Parse(Assert.Single(await _client.AllAsync("a")));
        Assert.Equal("error", json.GetProperty("type").GetString());
        Assert.Equal(code, json.GetProperty("payload")[0].GetProperty("extensions").GetProperty("code").GetString());
        await _client.SubscribeAsync("a", "{ hello }");
        Assert.Equal(2, (await _client.AllAsync("a")).Count);
        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task A_field_that_fails_is_part_of_a_result()
    {
        await _client.SubscribeAsync("a", "{ hello refuse }");
        Assert.StartsWith("""{"id":"a","type":"next","payload":{"errors":[{"message":"Not for you.",""", (await _client.AllAsync("a"))[0]);
    }

    [Theory]
    [InlineData("refused", "STREAM_OVER")]
    [InlineData("broken", "UNEXPECTED")]
    public async Task A_source_that_fails_is_an_error_after_its_events(string field, string code)
    {
        await _client.SubscribeAsync("a", $"subscription {{ {field} }}");
        var messages = await _client.AllAsync("a");
        Assert.Equal(2, messages.Count);
        Assert.StartsWith("""{"id":"a","type":"error","payload":[{""", messages[1]);
        Assert.Contains($"\"code\":\"{code}\"", messages[1]);
        Assert.DoesNotContain("secret", messages[1]);
        Assert.Equal(code == "UNEXPECTED" ? 1 : 0, _server.Log.Errors.Count);
    }

    [Fact]
    public async Task Several_operations_run_at_once_and_each_ends_for_itself()
    {
        await _client.SubscribeAsync("a", "subscription { never }");
        await StreamJournal.ReachAsync(_server.Streams.Opened);
        await _client.SubscribeAsync("b", "{ gate }");
        await _server.Gate.ArrivedAsync();
        await _client.SubscribeAsync("c", "subscription { count(to: 1) }");
        Assert.Equal(2, (await _client.AllAsync("c")).Count);
        _server.Gate.Open();
        Assert.Contains("passed", (await _client.AllAsync("b"))[0]);
        await _client.SendAsync("""{"type":"complete","id":"a"}""");
        await StreamJournal.ReachAsync(_server.Streams.Ended);
        await _client.SubscribeAsync("a", "{ hello }");      // the id is free again, and nothing more comes of the subscription
        Assert.Equal(2, (await _client.AllAsync("a")).Count);
    }

    [Fact]
    public async Task A_client_may_complete_a_query_that_is_executing()
    {
        await _client.SubscribeAsync("a", "{ gate }");
        await _server.Gate.ArrivedAsync();
        await _client.SendAsync("""{"type":"complete","id":"a"}""");
        await _client.SubscribeAsync("b", "{ hello }");
        Assert.Equal(2, (await _client.AllAsync("b")).Count);
        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task The_operations_of_a_socket_are_counted_and_places_come_free_again()
    {
        for (var i = 0; i < 3; i++)
        {
            await _client.SubscribeAsync($"{i}", "subscription { never }");
            await StreamJournal.ReachAsync(_server.Streams.Opened);
        }

        await _client.SubscribeAsync("over", "{ hello }");
        var refusal = JsonElement.Parse(await _client.NextAsync());
        Assert.Equal(("error", "over"), (refusal.GetProperty("type").GetString(), refusal.GetProperty("id").GetString()));
        Assert.Equal(
            """{"message":"This socket is running its limit of 3 operations.","extensions":{"code":"TOO_MANY_SUBSCRIPTIONS"}}""",
            refusal.GetProperty("payload")[0].GetRawText());
        await _client.SendAsync("""{"type":"complete","id":"0"}""");
        await _client.SubscribeAsync("over", "{ hello }");
        Assert.Equal(2, (await _client.AllAsync("over")).Count);
        await using var other = await _server.ConnectAsync();
        await other.SubscribeAsync("a", "{ hello }");
        Assert.Equal(2, (await other.AllAsync("a")).Count);
    }

    [Fact]
    public async Task Operations_take_the_places_of_executing_requests()
    {
        var waiting = new[] { _server.QueryAsync("{ gate }"), _server.QueryAsync("{ gate }") };
        await _server.Gate.ArrivedAsync();
        await _server.Gate.ArrivedAsync();
        await _client.SubscribeAsync("a", "{ hello }");
        Assert.Contains("SERVER_BUSY", Assert.Single(await _client.AllAsync("a")));
        await using var other = await _server.ConnectAsync();      // to be let in takes no place of theirs
        await other.SubscribeAsync("a", "{ hello }");
        Assert.Contains("SERVER_BUSY", Assert.Single(await other.AllAsync("a")));
        _server.Gate.Open();
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_subscription_outlives_the_time_limit()
    {
        await _client.SubscribeAsync("a", "subscription { never }");
        await StreamJournal.ReachAsync(_server.Streams.Opened);
        Assert.False(await _server.Streams.Ended.WaitAsync(TimeSpan.FromSeconds(1.5)));
    }

    [Fact]
    public async Task A_connection_that_is_torn_ends_its_operations()
    {
        await _client.SubscribeAsync("a", "subscription { never }");
        await StreamJournal.ReachAsync(_server.Streams.Opened);
        _client.Socket.Abort();
        await StreamJournal.ReachAsync(_server.Streams.Ended);
        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task A_client_that_does_not_answer_the_servers_ping_is_cut_off()
    {
        await using var server = await TestServer.StartAsync(o => o.KeepAliveInterval = TimeSpan.FromMilliseconds(200));
        await using var silent = await server.ConnectAsync();      // answers pings only while it receives
        await silent.SubscribeAsync("a", "subscription { never }");
        await StreamJournal.ReachAsync(server.Streams.Opened);
        await StreamJournal.ReachAsync(server.Streams.Ended);
        await using var lively = await server.ConnectAsync();
        var next = lively.NextAsync();
        await Task.Delay(1_000);
        await lively.SubscribeAsync("a", "{ hello }");
        Assert.StartsWith("""{"id":"a","type":"next",""", await next);
    }
}
