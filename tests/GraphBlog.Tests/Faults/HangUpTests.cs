using System.Collections.Concurrent;
using System.Text.Json;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// Clients that hang up at random moments, so that statements are cancelled at random points, beside others who stay and know what they have
/// to be answered: a connection that is out of step would answer them what somebody else asked.
/// </summary>
[Collection(nameof(Alone))]
public sealed class HangUpTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    private const string List = "{ viewer { user { handle } } posts(first: 20) { nodes { title author { handle } auditHistory(first: 2) { nodes { version } } } } }";
    private const string One = "query($id: ID!) { post(id: $id) { id title version comments(first: 3) { nodes { body } } auditHistory(first: 3) { nodes { version requestId } } } }";

    private static int Requests => int.Parse(Environment.GetEnvironmentVariable("FAULT_HANGUPS") ?? "1500");

    [Fact]
    public async Task Those_who_stay_are_answered_what_they_asked()
    {
        var run = new FaultRun(output, 0);
        var posts = new List<(string Id, string User)>();
        foreach (var user in new[] { TestServer.Ada, TestServer.Margaret })
        {
            for (var i = 0; i < 20; i++)
            {
                posts.Add(((await server.CreateAsync($"{user} {i}", user: user)).Id(), user));
            }
        }

        using var http = new HttpClient();
        var clients = posts.Select(post => post.User).Distinct()
            .ToDictionary(user => user, user => new KeyedClient(http, () => server.Url, server.Token(user)));
        var (hungUp, answered, sent, codes) = (0, 0, 0, new ConcurrentDictionary<string, int>());
        var seeds = Enumerable.Range(0, 24).Select(_ => run.Random.Next()).ToList();
        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = seeds.Count }, async (seed, _) =>
        {
            var random = new Random(seed);
            while (Interlocked.Increment(ref sent) <= Requests)
            {
                var (id, user) = posts[random.Next(posts.Count)];
                using var end = new CancellationTokenSource();
                end.CancelAfter(random.Next(3) > 0 ? TimeSpan.FromMilliseconds(random.NextDouble() * 40) : Timeout.InfiniteTimeSpan);
                try
                {
                    var kind = random.Next(4);
                    var changes = new[] { new { publish = new { id, expectedVersion = random.Next(1, 3) } } };
                    var input = new { changes, idempotencyKey = Guid.NewGuid() };
                    var answer = await (kind switch
                    {
                        0 => clients[user].TryAsync(List, null, end.Token),
                        3 => clients[user].TryAsync(KeyedClient.ChangePosts, new { input }, end.Token),
                        _ => clients[user].TryAsync(One, new { id }, end.Token),
                    });
                    Check(kind, answer!, id, user);
                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref hungUp);
                }
            }
        });

        run.Say($"{sent} requests, {hungUp} hung up, {answered} answered; {string.Join(", ", codes.Select(code => $"{code.Value} {code.Key}"))}");
        run.Say(string.Join("\n", server.Log.Errors.Select(error => $"{error.Message} {error.Exception}").Distinct()));
        Assert.Empty(server.Log.Errors);
        Assert.Empty((await server.Database.ExamineAsync()).SelectMany(finding => finding.Problems));

        void Check(int kind, Answer answer, string id, string user)
        {
            if (answer.Json.TryGetProperty("errors", out var errors))
            {
                codes.AddOrUpdate($"{kind} {errors[0].GetProperty("extensions").Text("code")}", 1, (_, count) => count + 1);
                Assert.True(answer.Code != "UNEXPECTED", string.Join('\n', server.Log.Errors.Select(error => $"{error.Message} {error.Exception}")));
                return;
            }

            var handle = user.Split('/')[1];
            switch (kind)
            {
                case 0:
                    Assert.Equal(handle, answer.Data.GetProperty("viewer").GetProperty("user").Text("handle"));
                    Assert.All(
                        answer.Data.GetProperty("posts").GetProperty("nodes").EnumerateArray(),
                        node => Assert.Equal(handle, node.GetProperty("author").Text("handle")));
                    break;
                case 3:
                    var changed = answer.Data.GetProperty("changePosts").GetProperty("posts");
                    Assert.True(changed.ValueKind == JsonValueKind.Null || changed[0].GetProperty("post").Id() == id, answer.Body);
                    break;
                default:
                    Assert.Equal(id, answer.Data.GetProperty("post").Id());
                    Assert.StartsWith(user, answer.Data.GetProperty("post").Text("title"));
                    break;
            }
        }
    }
}
