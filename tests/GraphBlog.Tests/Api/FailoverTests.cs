using System.Diagnostics;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;
using Npgsql;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Api;

/// <summary>The primary is lost, and its standby promoted: servers find it by themselves, and clients are told the truth meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class FailoverTests(StandbyPair pair, ITestOutputHelper output) : IClassFixture<StandbyPair>
{
    private static readonly string[] s_expected = ["DATABASE_UNAVAILABLE", "DATABASE_BUSY", "DATABASE_READ_ONLY", "OUTCOME_UNKNOWN"];

    [Fact]
    public async Task Servers_find_the_promoted_standby_without_a_restart_and_what_was_acknowledged_and_received_there_is_there_once()
    {
        await using var server = await pair.ServeAsync();
        var read = await server.PublishAsync("Read meanwhile");
        await pair.CatchUpAsync();
        var cursor = await ChangeStream.CursorAsync(server);
        using var stream = await ChangeStream.OpenAsync(server, TestServer.Ada, cursor);
        await server.ViewerAsync(server.Token(TestServer.Grace));      // who is remembered may read on
        await Task.Delay(500);

        await pair.LosePrimaryAsync();
        var lost = Stopwatch.StartNew();
        var (made, codes, reads) = (new List<string>(), new List<string>(), new List<(int Status, string? Code)>());
        var writing = Enumerable.Range(0, 3).Select(writer => Task.Run(async () =>
        {
            for (var n = 0; n < 5; n++)
            {
                await MakeAsync(server, $"{writer}-{n}", made, codes);
            }
        })).ToList();
        while (lost.Elapsed < TimeSpan.FromSeconds(1))
        {
            var answer = await server.PostAsync("query($read: ID!) { post(id: $read) { title } }", new { read }, TestServer.Grace);
            reads.Add((answer.Status, answer.Json.TryGetProperty("errors", out _) ? answer.TheError().GetProperty("extensions").Text("code") : null));
        }

        Assert.Equal(true, await pair.Standby.OwnerScalarAsync("select pg_promote()"));
        var promoted = Stopwatch.StartNew();
        await Task.WhenAll(writing);
        var recovery = promoted.Elapsed;
        output.WriteLine($"{made.Count} writes acknowledged, the last {recovery.TotalSeconds:f1} s after the promotion; {codes.Count} retries ("
            + $"{string.Join(", ", codes.CountBy(code => code).Select(code => $"{code.Value} {code.Key}"))}); {reads.Count} reads meanwhile, "
            + $"{reads.Count(one => one.Code is not null)} of them refused.");
        Assert.True(recovery < TimeSpan.FromSeconds(5), $"It took {recovery}.");
        Assert.NotEmpty(codes);
        Assert.Empty(codes.Except(s_expected));
        Assert.DoesNotContain(reads, one => one.Code is not null);
        Assert.Equal(15L, await pair.Standby.OwnerScalarAsync("select count(*) from blog.posts_all where title like 'Failover %'"));
        Assert.Equal(15L, await pair.Standby.OwnerScalarAsync(
            "select count(distinct record_id) from audit.audit_log e join blog.posts_all p on p.id = e.record_id where table_name = 'posts' and p.title like 'Failover %'"));

        // what a cursor saw may be lost, so whoever followed begins anew
        Assert.Equal("CURSOR_FROM_ANOTHER_EPOCH", await CodeAsync(stream));
        using (var again = await ChangeStream.OpenAsync(server, TestServer.Ada, cursor))
        {
            Assert.Equal("CURSOR_FROM_ANOTHER_EPOCH", await again.CodeAsync());
        }

        using var anew = await ChangeStream.OpenAsync(server, TestServer.Ada, await ChangeStream.CursorAsync(server));
        var last = await server.PublishAsync("After it");
        Assert.Equal(last, (await anew.NextAsync()).PostId());
        using var ready = await server.Client.GetAsync($"{server.Url}/health/ready");
        Assert.Equal(200, (int)ready.StatusCode);
        Assert.Empty((await pair.Standby.ExamineAsync()).SelectMany(finding => finding.Problems));
        server.Log.Errors.Clear();
        NpgsqlConnection.ClearAllPools();
    }

    private static async Task MakeAsync(TestServer server, string name, List<string> made, List<string> codes)
    {
        while (true)
        {
            var answer = await server.TryAsync(
                "createPost", new { title = $"Failover {name}", body = "Text", idempotencyKey = $"failover-{name}" }, TestServer.Ada);
            if (!answer.Json.TryGetProperty("errors", out _))
            {
                lock (made)
                {
                    made.Add(answer.Data.GetProperty("createPost").GetProperty("post").Id());
                }

                return;
            }

            var extensions = answer.TheError().GetProperty("extensions");
            Assert.True(extensions.GetProperty("retryable").GetBoolean(), answer.Body);
            lock (codes)
            {
                codes.Add(extensions.Text("code")!);
            }

            await Task.Delay(50);
        }
    }

    // Events that came before are passed over.
    private static async Task<string?> CodeAsync(ChangeStream stream)
    {
        while (await stream.ResultAsync() is { } result)
        {
            if (result.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
            {
                return errors[0].GetProperty("extensions").Text("code");
            }
        }

        return null;
    }
}
