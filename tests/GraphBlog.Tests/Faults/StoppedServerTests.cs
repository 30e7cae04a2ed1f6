using System.Diagnostics;
using System.Text.Json;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using GraphBlog.Tests.Hosting;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Faults;

/// <summary>
/// A program that is asked to stop (SIGTERM) finishes what it has taken on, takes on nothing more, and tells its followers to come back.
/// </summary>
[Collection(nameof(Alone))]
public sealed class StoppedServerTests(TestDatabase db, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Clients = 60;

    [Fact]
    public async Task With_mutations_in_flight()
    {
        var port = Postmaster.FreePort();
        await using var run = ProgramRun.Start(
            $"serve --urls http://127.0.0.1:{port}", ("ConnectionStrings__GraphBlog", db.App), ("Auth__SigningKey", TestServer.SigningKey),
            ("ASPNETCORE_ENVIRONMENT", "Production"));
        var (url, token) = (await run.ReadyAsync(), ProgramRun.Token("acme", "ada"));
        var held = await db.AddPostAsync(TestDatabase.Acme, TestDatabase.Ada, "Held");
        await using var psql = await db.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
        await psql.ExecuteAsync($"select from blog.posts_all where id = {held} for update");
        await using var socket = await SocketClient.ConnectAsync(new($"{url}/graphql"), new { authorization = $"Bearer {token}" });
        await socket.SubscribeAsync("1", "subscription { postChanged { cursor } }");

        // A quarter of them waits for the row, all connections of the pool among them, so that what was taken on takes a while.
        using var http = new HttpClient();
        var client = new KeyedClient(http, () => url, token);
        var sent = Enumerable.Range(0, Clients).Select(i => client.TryAsync(
            ApiCalls.Mutation(i % 4 == 0 ? "updatePost" : "createPost"),
            new
            {
                input = i % 4 == 0
                    ? HeldRowTests.Merge(ApiCalls.PostId(held), $"t{i}")
                    : new() { ["title"] = $"Client {i}", ["body"] = "Text" },
            })).ToList();
        await Task.Delay(300);
        var clock = Stopwatch.StartNew();
        var stopping = run.StopAsync();
        while (await socket.NextAsync() is var message && !message.StartsWith("1001", StringComparison.Ordinal))
        {
            Assert.StartsWith("{", message);      // what was under way
        }

        var refused = await client.TryAsync("{ __typename }", null);
        Assert.Null(refused);
        await Task.Delay(2500);      // the row's waiters have been refused by now, and their places taken by others
        await psql.DisposeAsync();
        Assert.Equal(0, await stopping);
        var took = clock.Elapsed;
        var answers = await Task.WhenAll(sent);
        output.WriteLine($"ended after {took}; {string.Join(", ", answers.CountBy(Outcome))}");
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("no answer", answers.Select(Outcome));
        Assert.Empty(answers.Select(Outcome).Except(["made", "LOCK_TIMEOUT", "DATABASE_BUSY", "SERVER_BUSY"]));

        // What was said to be made is there, and nothing else.
        Assert.Equal(
            (long)answers.Count(answer => Outcome(answer) == "made"),
            await db.OwnerScalarAsync("select count(*) - 1 from audit.audit_log where table_name = 'posts'"));
        Assert.Equal(0L, await db.OwnerScalarAsync("select count(*) from pg_stat_activity where application_name = 'GraphBlog' and datname = current_database()"));
        Assert.Empty((await db.ExamineAsync()).SelectMany(finding => finding.Problems));
    }

    private static string Outcome(Answer? answer) => answer is null ? "no answer"
        : answer.Json.TryGetProperty("errors", out _) ? answer.Code!
        : answer.Data.EnumerateObject().Single().Value.GetProperty("errors") is { ValueKind: JsonValueKind.Null } ? "made" : answer.Body;
}
