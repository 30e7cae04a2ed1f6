using System.Net;
using GraphBlog.Engine.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests.Http;

public sealed class EventStreamTests : IAsyncLifetime
{
    private const string Complete = "event: complete\ndata:";
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_subscription_answers_an_event_for_each_item_and_then_completes()
    {
        using var stream = await _server.StreamAsync("subscription($n: Int) { count(to: $n) }", new { n = 2 });
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        Assert.Equal("text/event-stream; charset=utf-8", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-cache", stream.Response.Headers.CacheControl!.ToString());
        Assert.Equal("no", stream.Response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Null(stream.Response.Content.Headers.ContentLength);
        Assert.Equal([Next("""{"data":{"count":1}}"""), Next("""{"data":{"count":2}}"""), Complete], await stream.RestAsync());
    }

    [Theory]
    [InlineData("subscription { count(to: 1) }", """{"data":{"count":1}}""")]
    [InlineData("{ hello }", """{"data":{"hello":"world"}}""")]
    public async Task A_subscription_or_query_may_come_by_get(string query, string data)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{_server.Url}?query={Uri.EscapeDataString(query)}"));
        using var stream = await EventStreamClient.SendAsync(_server.Client, request);
        Assert.Equal([Next(data), Complete], await stream.RestAsync());
    }

    [Theory]
    [InlineData("{ hello }", """{"data":{"hello":"world"}}""")]
    [InlineData("mutation { step(name: \"a\") { loaded } }", """{"data":{"step":{"loaded":"write a, load a"}}}""")]
    public async Task A_query_or_mutation_answers_one_event(string query, string data)
    {
        using var stream = await _server.StreamAsync(query);
        Assert.Equal([Next(data), Complete], await stream.RestAsync());
    }

    [Theory]
    [InlineData("subscription {", "SYNTAX_ERROR")]
    [InlineData("subscription { unknown }", "VALIDATION_FAILED")]
    [InlineData("subscription { count again: count }", "VALIDATION_FAILED")]
    [InlineData("subscription { __typename }", "VALIDATION_FAILED")]
    [InlineData("subscription($n: Boolean = true) { count @skip(if: $n) }", "VALIDATION_FAILED")]
    [InlineData("subscription($n: Int!) { count(to: $n) }", "INVALID_VARIABLE")]
    [InlineData("subscription A { count } subscription B { count }", "OPERATION_NOT_FOUND")]
    [InlineData("subscription { unopened }", "FORBIDDEN")]
    [InlineData("{ unknown }", "VALIDATION_FAILED")]
    public async Task What_does_not_begin_says_why_in_an_event(string query, string code)
    {
        using var stream = await _server.StreamAsync(query);
        Assert.Equal(HttpStatusCode.OK, stream.Response.StatusCode);
        var events = await stream.RestAsync();
        Assert.Equal(2, events.Count);
        Assert.StartsWith("event: next\ndata: {\"errors\":", events[0]);
        Assert.Contains($"\"code\":\"{code}\"", events[0]);
        Assert.DoesNotContain("\"data\"", events[0].Replace("\ndata", ""));
        Assert.Equal(Complete, events[1]);
        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task What_is_not_well_formed_or_not_allowed_is_refused_with_its_status()
    {
        Assert.Equal(400, (await _server.PostAsync("not JSON", "text/event-stream")).Status);
        Assert.Equal(400, (await _server.PostAsync("""[{"query":"{ hello }"}]""", "text/event-stream")).Status);
        var mutation = await _server.GetAsync("mutation { step(name: \"a\") { loaded } }", "text/event-stream");
        Assert.Equal((405, "POST", "METHOD_NOT_ALLOWED"), (mutation.Status, mutation.Headers["Allow"], mutation.Code));
        Assert.Equal("application/json; charset=utf-8", mutation.ContentType);
        Assert.Equal(405, (await _server.SendAsync(HttpMethod.Put, _server.Url, null, "text/event-stream")).Status);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    [InlineData("*/*")]
    [InlineData("application/json, text/event-stream;q=0")]
    [InlineData("application/json, text/*")]
    public async Task One_json_answer_holds_no_subscription_and_names_the_two_ways(string accept)
    {
        var answer = await _server.PostAsync("""{"query":"subscription { count }"}""", accept);
        Assert.Equal(accept == "application/graphql-response+json" ? 400 : 200, answer.Status);
        Assert.Equal("OPERATION_NOT_FOUND", answer.Code);
        Assert.Contains("text/event-stream", answer.Message);
        Assert.Contains("graphql-transport-ws", answer.Message);
    }

    private const string EveryType = "application/graphql-response+json, application/json, text/event-stream";

    [Theory]
    [InlineData(EveryType)]      // Hot Chocolate's .NET client sends it on every request
    [InlineData("application/json, text/event-stream;q=0.5")]
    [InlineData("*/*, text/event-stream")]
    public async Task The_kind_of_operation_chooses_where_both_a_stream_and_JSON_are_accepted(string accept)
    {
        using var stream = await _server.StreamAsync("subscription { count(to: 1) }", headers: ("Accept", accept));
        Assert.Equal("text/event-stream; charset=utf-8", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal([Next("""{"data":{"count":1}}"""), Complete], await stream.RestAsync());
        foreach (var query in new[] { "{ hello }", "mutation { step(name: \"a\") { loaded } }", "subscription { unknown }" })
        {
            var answer = await _server.PostAsync(System.Text.Json.JsonSerializer.Serialize(new { query }), accept);
            Assert.Contains("json", answer.ContentType);
        }
    }

    [Fact]
    public async Task A_batch_takes_no_stream_where_JSON_is_accepted_too()
    {
        var answer = await _server.PostAsync("""[{"query":"{ hello }"},{"query":"subscription { count }"}]""", EveryType);
        Assert.Equal(200, answer.Status);
        Assert.Contains("json", answer.ContentType);
        Assert.Contains("OPERATION_NOT_FOUND", answer.Body);
        Assert.Contains("world", answer.Body);
    }

    [Theory]
    [InlineData("subscription { ...a ...b } fragment a on Subscription { count(to: 1) } fragment b on Subscription { count(to: 1) }")]
    [InlineData("subscription { count(to: 1) ... on Subscription { count(to: 1) } }")]
    [InlineData("subscription { ... { count(to: 1) } ... { count(to: 1) } }")]
    public async Task What_several_selections_collect_into_one_field_is_one(string query)
    {
        using var stream = await _server.StreamAsync(query);
        Assert.Equal([Next("""{"data":{"count":1}}"""), Complete], await stream.RestAsync());
    }

    [Theory]
    [InlineData("subscription { ...a } fragment a on Subscription { count @include(if: true) }")]
    [InlineData("subscription { ...a @skip(if: false) } fragment a on Subscription { count }")]
    [InlineData("subscription { ... @include(if: true) { count } }")]
    [InlineData("subscription { ...a again: count } fragment a on Subscription { count }")]
    [InlineData("subscription { ...a } fragment a on Subscription { __typename }")]
    public async Task A_subscription_has_one_field_without_a_condition(string query)
    {
        var answer = await _server.PostAsync(System.Text.Json.JsonSerializer.Serialize(new { query }), EveryType);
        Assert.Equal("VALIDATION_FAILED", answer.Code);
    }

    [Theory]
    [InlineData("refused", "STREAM_OVER", "The stream is over.")]
    [InlineData("broken", "UNEXPECTED", "Unexpected execution error.")]
    public async Task A_source_that_fails_says_so_and_ends(string field, string code, string message)
    {
        using var stream = await _server.StreamAsync(
            $"subscription Named {{ {field} }}", headers: ("X-Request-Id", "id-1"));
        var id = code == "UNEXPECTED" ? ",\"correlationId\":\"id-1\"" : "";
        Assert.Equal(
            [
                Next($$$"""{"data":{"{{{field}}}":1}}"""),
                Next($$$"""{"errors":[{"message":"{{{message}}}","extensions":{"code":"{{{code}}}"{{{id}}}}}]}"""),
                Complete,
            ],
            await stream.RestAsync());
        Assert.Equal(code == "UNEXPECTED" ? 1 : 0, _server.Log.Errors.Count);
    }

    [Fact]
    public async Task A_field_that_fails_fails_its_event_alone()
    {
        using var stream = await _server.StreamAsync("subscription { ticks { number crash } }");
        var events = await stream.RestAsync();
        Assert.Equal(3, events.Count);
        Assert.All(events[..2], text => Assert.Contains("\"path\":[\"ticks\",\"crash\"],\"extensions\":{\"code\":\"UNEXPECTED\"", text));
        Assert.EndsWith("\"data\":{\"ticks\":{\"number\":2,\"crash\":null}}}", events[1]);
        Assert.DoesNotContain("secret", string.Concat(events));
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_source()
    {
        using var leaving = new CancellationTokenSource();
        using (var stream = await _server.StreamAsync("subscription { never }", ct: leaving.Token))
        {
            await StreamJournal.ReachAsync(_server.Streams.Opened);
            Assert.Equal(":", await stream.NextAsync());
        }

        await StreamJournal.ReachAsync(_server.Streams.Ended);
        Assert.Empty(_server.Log.Errors);
    }

    [Fact]
    public async Task Silence_is_broken_by_comments()
    {
        await using var server = await TestServer.StartAsync(o => o.KeepAliveInterval = TimeSpan.FromMilliseconds(50));
        using var stream = await server.StreamAsync("subscription { never }");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(":", await stream.NextAsync());
        }
    }

    [Fact]
    public async Task A_server_that_stops_cuts_the_stream_short_so_that_the_client_comes_back()
    {
        using var stream = await _server.StreamAsync("subscription { never }");
        await StreamJournal.ReachAsync(_server.Streams.Opened);
        await _server.StopAsync();
        Assert.Empty(await stream.RestAsync());
        await StreamJournal.ReachAsync(_server.Streams.Ended);
    }

    [Fact]
    public async Task The_interceptor_refuses_with_its_status_and_completes_with_the_stream()
    {
        var calls = new List<string>();
        await using var server = await TestServer.StartAsync(
            services: s => s.AddSingleton(calls).AddHttpRequestInterceptor<OnlyAda>());
        var refused = await server.PostAsync("""{"query":"subscription { count }"}""", "text/event-stream");
        Assert.Equal((401, "Bearer"), (refused.Status, refused.Headers["WWW-Authenticate"]));
        using var stream = await server.StreamAsync("subscription { ticks { viewer } }", headers: ("Authorization", "ada"));
        Assert.Equal(Next("""{"data":{"ticks":{"viewer":"ada"}}}"""), (await stream.RestAsync())[0]);
        Assert.Equal(["create", "create", "complete"], calls);
    }

    private static string Next(string data) => $"event: next\ndata: {data}";

    private sealed class OnlyAda(List<string> calls, Seat seat) : HttpRequestInterceptor
    {
        public override ValueTask OnCreateAsync(HttpContext http, CancellationToken ct)
        {
            calls.Add("create");
            http.Response.Headers.WWWAuthenticate = "Bearer";
            seat.Viewer = http.Request.Headers.Authorization;
            return seat.Viewer == "ada" ? default : throw new GraphQLRequestException("Sign in.", "UNAUTHENTICATED", 401);
        }

        public override ValueTask OnCompletedAsync(HttpContext http)
        {
            calls.Add("complete");
            return default;
        }
    }
}
