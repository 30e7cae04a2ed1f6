using GraphBlog.GraphApi.Hosting;
using GraphBlog.Tests.Fixtures;
using Npgsql;

namespace GraphBlog.Tests.Api;

/// <summary>Behind a pooler an answer is of one moment all the same, or the server refuses to serve.</summary>
public sealed class PoolerTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [PgBouncerTheory]
    [InlineData("session", "Session", "")]
    [InlineData("session", "Session", "ignore_startup_parameters = options")]
    [InlineData("transaction", "Transaction", "")]
    [InlineData("transaction", "Transaction", "ignore_startup_parameters = options")]
    public async Task No_answer_is_torn_and_every_kind_of_request_works(string mode, string setting, string more)
    {
        await using var pooler = await PgBouncer.StartAsync(mode, db.App, more);
        await using var server = await TestServer.StartOverAsync(pooler.ConnectionString, "Production", $"--Database:Pooler={setting}");
        var made = await server.CreateAsync("0");
        await server.DoAsync("updatePost", new { id = made.Id(), expectedVersion = 1, title = "1" });
        await server.FailAsync("updatePost", new { id = made.Id(), expectedVersion = 1, title = "2" });
        await server.DoAsync("deletePost", new { id = (await server.CreateAsync("gone")).Id(), expectedVersion = 1 });

        // A title and the history that a second statement of the same trip reads.
        using var writing = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var seen = new List<(int Version, int Newest)>();
            while (!writing.IsCancellationRequested)
            {
                var post = await server.FindAsync(made.Id(), "version auditHistory(first: 1) { nodes { version } }");
                seen.Add((post.Version(), post.GetProperty("auditHistory").GetProperty("nodes")[0].Version()));
            }

            return seen;
        })).ToList();
        for (var n = 1; n <= 600; n++)
        {
            await using var session = await db.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
            await session.ExecuteAsync($"update blog.posts_all set title = 'n{n}' where id = {made.Key()}");
            await session.CommitAsync();
        }

        await writing.CancelAsync();
        var answers = (await Task.WhenAll(readers)).SelectMany(seen => seen).ToList();
        Assert.DoesNotContain(answers, answer => answer.Version != answer.Newest);
        Assert.True(answers.Distinct().Count() > 5, $"Only {answers.Distinct().Count()} states were seen, so nothing is proved.");
        using var ready = await server.Client.GetAsync($"{server.Url}/health/ready");
        Assert.Equal(200, (int)ready.StatusCode);
    }

    [PgBouncerTheory]
    [InlineData("transaction", "", "Database__Pooler=Transaction")]
    [InlineData("session", ";Options=-c statement_timeout=3000", "statement_timeout")]
    public async Task What_a_pooler_takes_away_is_said_and_the_server_does_not_start(string mode, string more, string says)
    {
        await using var pooler = await PgBouncer.StartAsync(mode, db.App, "ignore_startup_parameters = options");
        var refused = await Assert.ThrowsAsync<SettingException>(() => TestServer.StartOverAsync(pooler.ConnectionString + more, "Production"));
        Assert.Contains(says, refused.Message);
    }

    [PgBouncerTheory]
    [InlineData("transaction")]
    public async Task Upkeep_is_done_where_each_transaction_has_another_session(string mode)
    {
        var post = await db.AddPostAsync(TestDatabase.Acme, TestDatabase.Ada, "Old trash");
        await db.TrashAsync(TestDatabase.Acme, TestDatabase.Ada, post);
        await db.ForgeAsync($"update blog.posts_all set deleted_at = now() - interval '31 days' where id = {post}");
        await using var pooler = await PgBouncer.StartAsync(mode, db.App);
        await using var connections = NpgsqlDataSource.Create($"{pooler.ConnectionString};No Reset On Close=true");
        var done = await new Persistence.Upkeep.BlogUpkeep(connections, null, TimeSpan.FromSeconds(20)).RunAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.Equal(1, done!.Purged);
    }

    [Fact]
    public async Task Options_that_arrive_are_no_problem_and_preparing_can_be_switched_off()
    {
        await using (var server = await TestServer.StartOverAsync($"{db.App};Options=-c statement_timeout=3000;Max Auto Prepare=0", "Production"))
        {
            for (var i = 0; i < 5; i++)
            {
                await server.QueryAsync("{ posts(first: 1) { nodes { title } } }");
            }
        }

        await using var blog = new ServedBlog($"{db.App};Maximum Pool Size=1;Max Auto Prepare=0");
        Assert.Equal(0, new NpgsqlConnectionStringBuilder(blog.Connections.ConnectionString).MaxAutoPrepare);
    }
}
