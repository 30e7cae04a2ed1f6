using System.Diagnostics;
using GraphBlog.Engine.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests.Http;

public sealed class ExecutionTests
{
    [Fact]
    public async Task A_document_asked_again_is_executed_anew()
    {
        await using var server = await TestServer.StartAsync();
        const string Query = "query($t: String) { echo(text: $t) echo(text: $t) item { ...F } }"
            + "fragment F on Item { name(as: $t) name(as: $t) }";
        for (var i = 0; i < 3; i++)
        {
            var answer = await server.QueryAsync(Query, new { t = $"t{i}" });
            Assert.Equal("""{"data":{"echo":"text=t#","item":{"name":"t#"}}}""".Replace("#", $"{i}"), answer.Body);
        }
    }

    [Fact]
    public async Task A_mutation_is_read_in_full_before_the_next_one_writes()
    {
        await using var server = await TestServer.StartAsync();
        var answer = await server.QueryAsync("mutation { a: step(name: \"a\") { loaded } b: step(name: \"b\") { loaded } }");
        Assert.Equal("write a, load a", answer.Data.GetProperty("a").GetProperty("loaded").GetString());
        Assert.Equal("write a, load a, write b, load b", answer.Data.GetProperty("b").GetProperty("loaded").GetString());
    }

    [Theory]
    [InlineData("{ read hello }", 0)]
    [InlineData("{ read again: read }", 1)]
    [InlineData("{ read ...F } fragment F on Query { again: read }", 1)]
    [InlineData("{ read again: read __schema { types { name } } unknown }", 0)]
    [InlineData("mutation { a: step(name: \"a\") { loaded } b: step(name: \"b\") { loaded } }", 0)]
    public async Task A_query_that_may_read_twice_reads_one_snapshot(string query, int snapshots)
    {
        var (opened, closed) = (0, 0);
        await using var server = await TestServer.StartAsync(services: s => s.AddSnapshots((_, _) =>
        {
            opened++;
            return new(new Closing(() => closed++));
        }));
        for (var times = 1; times <= 2; times++)
        {
            await server.QueryAsync(query);
            Assert.Equal((snapshots * times, snapshots * times), (opened, closed));
        }
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_cancelled_and_told_so()
    {
        await using var server = await TestServer.StartAsync(o => o.ExecutionTimeout = TimeSpan.FromMilliseconds(200));
        var clock = Stopwatch.StartNew();
        var answer = await server.QueryAsync("{ hello slow }");
        Assert.Equal(504, answer.Status);
        Assert.Equal("TIMEOUT", answer.Code);
        Assert.Contains("0.2 s", answer.Message);
        Assert.False(answer.HasData);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5));
        Assert.Empty(server.Log.Errors);
        Assert.Equal(200, (await server.PostAsync("""{"query":"{ slow }"}""", "application/json")).Status);
    }

    [Fact]
    public async Task The_time_limit_is_one_for_the_whole_batch()
    {
        await using var server = await TestServer.StartAsync(o => o.ExecutionTimeout = TimeSpan.FromMilliseconds(200));
        var answer = await server.PostAsync("""[{"query":"{ hello }"},{"query":"{ slow }"},{"query":"{ hello }"}]""");
        var codes = answer.Json.EnumerateArray()
            .Select(r => r.TryGetProperty("errors", out var e) ? e[0].GetProperty("extensions").GetProperty("code").GetString() : "ok");
        Assert.Equal(["ok", "TIMEOUT", "TIMEOUT"], codes);
    }

    [Fact]
    public async Task Past_the_executing_requests_allowed_the_answer_is_503_and_places_come_free_again()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxExecutingRequests = 2);
        var waiting = new[] { server.QueryAsync("{ gate }"), server.QueryAsync("{ gate }") };
        await server.Gate.ArrivedAsync();
        await server.Gate.ArrivedAsync();
        var refused = await server.PostAsync("""{"query":"{ hello }"}""", "application/json");
        Assert.Equal(503, refused.Status);
        Assert.Equal("1", refused.Headers["Retry-After"]);
        Assert.Equal("SERVER_BUSY", refused.Code);
        Assert.Contains("2", refused.Message);
        server.Gate.Open();
        foreach (var answer in await Task.WhenAll(waiting))
        {
            Assert.Equal(200, answer.Status);
        }

        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(200, (await server.QueryAsync("{ hello }")).Status);
        }
    }

    [Fact]
    public async Task A_client_that_leaves_cancels_its_request_and_is_not_logged_as_an_error()
    {
        var journal = new InterceptorJournal();
        await using var server = await TestServer.StartAsync(services: s => s.AddSingleton(journal).AddHttpRequestInterceptor<Recorder>());
        using var leaving = new CancellationTokenSource();
        var request = server.Client.GetAsync(new Uri($"{server.Url}?query=%7Bgate%7D"), leaving.Token);
        await server.Gate.ArrivedAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await journal.CompletedAsync();
        Assert.Equal(200, (await server.QueryAsync("{ hello }")).Status);
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task The_interceptor_sees_each_http_request_once_and_before_anything_is_parsed()
    {
        var journal = new InterceptorJournal();
        await using var server = await TestServer.StartAsync(services: s => s.AddSingleton(journal).AddHttpRequestInterceptor<Recorder>());
        await server.PostAsync("""[{"query":"{ hello }"},{"query":"{ crash }"}]""");
        Assert.Equal(["create", "complete"], journal.Entries);
        await server.PostAsync("not JSON");
        Assert.Equal(["create", "complete", "create", "complete"], journal.Entries);
        await server.PostAsync("x", "text/html");
        Assert.Equal(4, journal.Entries.Count);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/graphql-response+json")]
    public async Task The_interceptor_may_refuse_with_its_own_status(string accept)
    {
        var journal = new InterceptorJournal { Refusal = new GraphQLRequestException("Sign in.", "UNAUTHENTICATED", 401) };
        await using var server = await TestServer.StartAsync(services: s => s.AddSingleton(journal).AddHttpRequestInterceptor<Recorder>());
        foreach (var body in new[] { """{"query":"{ hello }"}""", """[{"query":"{ hello }"}]""", "not JSON" })
        {
            var answer = await server.PostAsync(body, accept);
            Assert.Equal(401, answer.Status);
            Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
            Assert.Equal("""{"errors":[{"message":"Sign in.","extensions":{"code":"UNAUTHENTICATED"}}]}""", answer.Body);
        }

        Assert.DoesNotContain("complete", journal.Entries);
    }

    [Fact]
    public async Task What_was_not_completed_is_not_acknowledged()
    {
        var journal = new InterceptorJournal { Failure = new InvalidOperationException("commit of secret_table failed") };
        await using var server = await TestServer.StartAsync(services: s => s.AddSingleton(journal).AddHttpRequestInterceptor<Recorder>());
        var answer = await server.PostAsync("""{"query":"{ hello }"}""", "application/json");
        Assert.Equal(500, answer.Status);
        Assert.Equal("UNEXPECTED", answer.Code);
        Assert.False(answer.HasData);
        Assert.DoesNotContain("secret", answer.Body);
        Assert.Single(server.Log.Errors);
    }

    private sealed class Closing(Action close) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            close();
            return default;
        }
    }

    private sealed class InterceptorJournal
    {
        private readonly TaskCompletionSource _completed = new();

        public List<string> Entries { get; } = [];

        public Exception? Refusal { get; init; }

        public Exception? Failure { get; init; }

        public void Complete() => _completed.TrySetResult();

        public Task CompletedAsync() => _completed.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    private sealed class Recorder(InterceptorJournal journal) : HttpRequestInterceptor
    {
        public override ValueTask OnCreateAsync(HttpContext http, CancellationToken ct)
        {
            journal.Entries.Add("create");
            if (journal.Refusal is { } refusal)
            {
                http.Response.Headers.WWWAuthenticate = "Bearer";
                throw refusal;
            }

            return default;
        }

        public override ValueTask OnCompletedAsync(HttpContext http)
        {
            journal.Entries.Add("complete");
            journal.Complete();
            return journal.Failure is { } failure ? throw failure : default;
        }
    }
}
