using System.Diagnostics;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Faults;

/// <summary>What the database holds up, it holds up for a while: everybody is told so in time, and nothing is made twice or not at all.</summary>
[Collection(nameof(Alone))]
public sealed class HeldRowTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    private const int Clients = 500, Every = 25;      // a post takes twenty tags
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(5);

    private static TimeSpan Held => TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("FAULT_HELD_SECONDS") ?? "3"));

    /// <summary>As many as that have the pool's connections all wait for one row, and then for each other.</summary>
    [Fact]
    public async Task A_row_that_psql_locks_and_500_clients_that_exhaust_the_pool()
    {
        var row = await server.CreateAsync("Held");
        await using var psql = await server.Database.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
        await psql.ExecuteAsync("set idle_in_transaction_session_timeout = 0");      // else PostgreSQL ends who holds a row idly for 10 s
        await psql.ExecuteAsync($"select from blog.posts_all where id = {row.Key()} for update");
        using var http = new HttpClient();
        var client = new KeyedClient(http, () => server.Url, server.Token(TestServer.Ada));
        var clock = Stopwatch.StartNew();
        var (held, others) = (new List<Task>(), new List<Task>());
        for (var i = 0; i < Clients; i++)
        {
            if (i % Every == 0)
            {
                held.Add(client.SettleAsync("updatePost", Merge(row.Id(), $"Client {i}")));
            }
            else
            {
                others.Add(client.SettleAsync("createPost", new() { ["title"] = $"Client {i}", ["body"] = "Text" }));
            }
        }

        await Task.Delay(Held);
        output.WriteLine($"after {clock.Elapsed}: {others.Count(one => one.IsCompleted)} of {others.Count} others were served; {client.Report}");
        Assert.All(held, one => Assert.False(one.IsCompleted));
        clock.Restart();
        await psql.DisposeAsync();
        await server.QueryAsync("{ posts(first: 1) { nodes { title } } }");
        var read = clock.Elapsed;
        await Task.WhenAny(held);
        var first = clock.Elapsed;
        await Task.WhenAll([.. held, .. others]);
        output.WriteLine($"after the lock: read in {read}, first change of the row in {first}, all {Clients} in {clock.Elapsed}; {client.Report}");
        Assert.InRange(read, TimeSpan.Zero, s_recovery);
        Assert.InRange(first, TimeSpan.Zero, s_recovery);

        Assert.Equal(held.Count + 1, (await server.FindAsync(row.Id(), "version")).Version());
        Assert.Equal(
            (long)others.Count, await server.Database.OwnerScalarAsync("select count(*) from audit.audit_log where action = 'CREATE' and new_data ->> 'title' like 'Client %'"));
        Assert.Empty((await server.Database.ExamineAsync()).SelectMany(finding => finding.Problems));
        Assert.All(server.Log.Errors, error => Assert.Null(error.Exception));
        server.Log.Errors.Clear();
    }

    /// <summary>The input that adds a tag to the first version of a post, whatever was added since.</summary>
    internal static Dictionary<string, object?> Merge(string id, string tag)
        => new() { ["id"] = id, ["expectedVersion"] = 1, ["onConflict"] = "MERGE", ["tags"] = new[] { tag } };

    [Theory]
    [InlineData("statement_timeout", "STATEMENT_TIMEOUT")]
    [InlineData("lock_timeout", "LOCK_TIMEOUT")]
    public async Task A_statement_past_its_time_has_written_nothing_and_is_made_once_when_it_is_sent_again(string setting, string code)
    {
        await using var quick = await TestServer.StartOverAsync($"{server.Database.App};Options=-c {setting}=500", "Production");
        var post = await quick.CreateAsync(code);
        var input = new { postId = post.Id(), body = code, idempotencyKey = code };
        await using (var psql = await server.Database.EnterAsAsync("gb_owner", TestDatabase.Acme, TestDatabase.Ada))
        {
            await psql.ExecuteAsync("lock table blog.comments_all in exclusive mode");
            DatabaseFaultTests.AssertFault(await quick.TryAsync("addComment", input, TestServer.Ada), code, 503);
        }

        var clock = Stopwatch.StartNew();
        var made = await quick.DoAsync("addComment", input);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, s_recovery);
        Assert.Equal(made.GetRawText(), (await quick.DoAsync("addComment", input)).GetRawText());
        Assert.Equal(1L, await server.Database.OwnerScalarAsync($"select count(*) from audit.audit_log where table_name = 'comments' and new_data ->> 'body' = '{code}'"));
        quick.Log.Errors.Clear();
    }
}
