using System.Diagnostics;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>A database that keeps a request waiting costs it the time that is set for that, and little more.</summary>
[Collection(nameof(Alone))]
public sealed class DeadlineTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Read = "{ posts(first: 1) { nodes { title } } }";

    [Fact]
    public async Task A_network_that_swallows_what_is_sent_ends_at_the_time_limit_and_readiness_in_two_seconds()
    {
        await using var proxy = new DatabaseProxy(db.App);
        await using var server = await TestServer.StartOverAsync(proxy.ConnectionString, "Production", "--GraphQL:ExecutionTimeout=00:00:03");
        await server.QueryAsync(Read);
        try
        {
            proxy.Swallows = true;
            var clock = Stopwatch.StartNew();
            var reads = Enumerable.Range(0, 4).Select(_ => server.PostAsync(Read)).ToList();
            var write = server.TryAsync("createPost", new { title = "Swallowed", body = "x" }, TestServer.Ada);
            using (var ready = await server.Client.GetAsync($"{server.Url}/health/ready"))
            {
                Assert.Equal(503, (int)ready.StatusCode);
                Assert.InRange(clock.Elapsed.TotalSeconds, 0, 3);
            }

            Assert.All(await Task.WhenAll(reads), answer => Assert.Equal((504, "TIMEOUT"), (answer.Status, answer.Code)));
            Assert.Equal((200, "TIMEOUT"), ((await write).Status, (await write).Code));
            Assert.Equal("""{"createPost":{"post":null,"errors":null}}""", (await write).Data.GetRawText());
            Assert.InRange(clock.Elapsed.TotalSeconds, 2.9, 5);
            proxy.Swallows = false;
            proxy.Cut();
            await Task.Delay(500);
            await server.QueryAsync(Read);
            while (!(await server.Client.GetAsync($"{server.Url}/health/ready")).IsSuccessStatusCode)
            {
                await Task.Delay(200);      // what asks by itself, for the metrics, has its answer too
            }

            await Task.Delay(200);
        }
        finally
        {
            server.Log.Errors.Clear();      // else what failed here would be hidden by what was logged
        }
    }

    [Fact]
    public async Task A_locked_row_is_told_after_one_wait_and_keeps_no_connection_longer()
    {
        await using var server = await TestServer.StartAsync(db, "Production");
        var post = await server.CreateAsync("Locked");
        await using var locking = await db.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
        await locking.ExecuteAsync($"update blog.posts_all set title = 'Mine' where id = {post.Key()}");
        var clock = Stopwatch.StartNew();
        DatabaseFaultTests.AssertFault(await server.TryAsync("updatePost", new { id = post.Id(), expectedVersion = 1, title = "Yours" }, TestServer.Ada), "LOCK_TIMEOUT", 503);
        Assert.InRange(clock.Elapsed.TotalSeconds, 1.5, 3.5);
    }
}
