using System.Diagnostics;
using System.Text.Json;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

/// <summary>
/// One client of one organisation, which writes, reads and follows until its time is over, tries again what may be tried again, and keeps book of
/// what was acknowledged. What it reads that is not its own organisation's ends the test.
/// </summary>
internal sealed class PooledTenant(TestServer server, string org, int seed)
{
    private readonly Random _random = new(seed);
    private readonly string _token = server.Token($"{org}/writer");
    private readonly List<(string Id, int Version)> _posts = [];
    private int _requests;

    /// <summary>Each acknowledged write: the post, the version that it made, and the request.</summary>
    public List<(string Id, int Version, string Request)> Written { get; } = [];

    /// <summary>What its subscription told.</summary>
    public List<(string Id, int Version)> Heard { get; } = [];

    /// <summary>The codes of what was tried again.</summary>
    public List<string> Retried { get; } = [];

    /// <summary>How many answers were checked to be its organisation's.</summary>
    public int Reads { get; private set; }

    /// <summary>How long the longest request took until it was answered well, attempts that failed included.</summary>
    public TimeSpan Longest { get; private set; }

    public async Task RunAsync(CancellationToken end)
    {
        var hearing = HearAsync((await AskAsync("{ changeCursor }", new { })).Text("changeCursor"), end);
        while (!end.IsCancellationRequested)
        {
            await (_random.Next(4) switch
            {
                0 => CreateAsync(),
                1 when _posts.Count > 0 => UpdateAsync(),
                2 when _posts.Count > 0 => ReadOneAsync(),
                _ => ReadListAsync(),
            });
        }

        await hearing.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private async Task CreateAsync()
    {
        var request = NextRequest();
        var post = await WriteAsync("createPost", new { title = $"{org} {request}", body = "Text", idempotencyKey = request }, request);
        _posts.Add((post.Id(), 1));
        Wrote(post.Id(), 1, request);
    }

    private async Task UpdateAsync()
    {
        var (at, request) = (_random.Next(_posts.Count), NextRequest());
        var (id, version) = _posts[at];
        var input = new { id, expectedVersion = version, title = $"{org} {request}", idempotencyKey = request };
        Assert.Equal(version + 1, (await WriteAsync("updatePost", input, request)).Version());
        _posts[at] = (id, version + 1);
        Wrote(id, version + 1, request);
    }

    private async Task ReadOneAsync()
    {
        var (id, version) = _posts[_random.Next(_posts.Count)];
        var post = (await AskAsync(
            "query($id: ID!) { post(id: $id) { title version author { handle } auditHistory(first: 50) { nodes { version changedBy { handle } } } } }",
            new { id })).GetProperty("post");
        var history = post.GetProperty("auditHistory").GetProperty("nodes").EnumerateArray().Select(entry => entry.Version());
        Assert.StartsWith($"{org} ", post.Text("title"), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, version).Reverse().Take(50), history);
        Reads++;
    }

    private async Task ReadListAsync()
    {
        var posts = (await AskAsync("{ posts(first: 20) { totalCount nodes { id title author { handle } } } }", new { })).GetProperty("posts");
        Assert.Equal(_posts.Count, posts.GetProperty("totalCount").GetInt32());
        Assert.All(posts.GetProperty("nodes").EnumerateArray(), post => Assert.StartsWith($"{org} ", post.Text("title"), StringComparison.Ordinal));
        Assert.Equal(
            _posts.AsEnumerable().Reverse().Take(20).Select(post => post.Id), posts.GetProperty("nodes").EnumerateArray().Select(post => post.Id()));
        Reads++;
    }

    private string NextRequest() => $"{org}-{_requests++}";

    private void Wrote(string id, int version, string request)
    {
        lock (Written)
        {
            Written.Add((id, version, request));
        }
    }

    private async Task<JsonElement> WriteAsync(string mutation, object input, string request)
    {
        var payload = (await AskAsync(ApiCalls.Mutation(mutation), new { input }, ("X-Request-Id", request))).GetProperty(mutation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.GetRawText());
        return payload.EnumerateObject().First().Value;
    }

    private async Task<JsonElement> AskAsync(string query, object variables, params (string Name, string Value)[] headers)
    {
        for (var began = Stopwatch.StartNew(); ;)
        {
            var answer = await server.SendAsync(JsonSerializer.Serialize(new { query, variables }), _token, headers);
            if (!answer.Json.TryGetProperty("errors", out var errors))
            {
                Longest = began.Elapsed > Longest ? began.Elapsed : Longest;
                return answer.Data;
            }

            var extensions = errors[0].GetProperty("extensions");
            Assert.True(extensions.TryGetProperty("retryable", out var may) && may.GetBoolean() && began.Elapsed < TimeSpan.FromMinutes(2), answer.Body);
            Retried.Add(extensions.Text("code")!);
            await Task.Delay(answer.Headers.ContainsKey("Retry-After") ? 1000 : 50);
        }
    }

    /// <summary>Follows until all that was written has been heard, and the time is over; where it ends it goes on behind the last event.</summary>
    private async Task HearAsync(string? cursor, CancellationToken end)
    {
        while (!IsAllHeard())
        {
            using var stream = await ChangeStream.OpenAsync(server, $"{org}/writer", cursor);
            for (var next = stream.ResultAsync(); !IsAllHeard(); next = stream.ResultAsync())
            {
                while (!next.IsCompleted && !IsAllHeard())
                {
                    await Task.WhenAny(next, Task.Delay(200, CancellationToken.None));
                }

                if (!next.IsCompleted || await next is not { } result || !result.TryGetProperty("data", out var data))
                {
                    break;
                }

                var change = data.GetProperty("postChanged");
                Heard.Add((change.PostId(), change.Version()));
                cursor = change.Text("cursor");
            }

            await Task.Delay(200, CancellationToken.None);
        }

        bool IsAllHeard()
        {
            lock (Written)
            {
                return end.IsCancellationRequested && Heard.Count >= Written.Count;
            }
        }
    }
}
