using System.Diagnostics;
using System.Globalization;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.Tests.Fixtures;
using GraphBlog.Tests.Hosting;
using Npgsql;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Api;

/// <summary>Several hosts in a connection string: what fails on a standby, and what looks for the primary.</summary>
[Collection(nameof(StandbyPair))]
public sealed class StandbyHostsTests(StandbyPair pair, ITestOutputHelper output)
{
    [Fact]
    public async Task An_answer_of_a_standby_is_of_one_moment_and_one_that_is_ended_there_is_the_primarys()
    {
        await using var server = await pair.ServeAsync();
        var id = await server.PublishAsync("torn");
        await server.CommentAsync(id);
        await pair.CatchUpAsync();
        const string Conflicts = "select sum(confl_lock + confl_snapshot) from pg_stat_database_conflicts";
        using var writing = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var seen = new List<(int Version, int Newest)>();
            while (!writing.IsCancellationRequested)
            {
                var post = await server.FindAsync(
                    id, "version comments { nodes { author { handle } } } auditHistory(first: 1) { nodes { version changedBy { handle } } }",
                    TestServer.Grace);
                seen.Add((post.Version(), post.GetProperty("auditHistory").GetProperty("nodes")[0].Version()));
            }

            return seen;
        })).ToList();
        var (ended, began) = (0L, Stopwatch.StartNew());
        for (var n = 1; (began.Elapsed < TimeSpan.FromSeconds(3) || ended == 0) && !writing.IsCancellationRequested; n++)
        {
            // Replayed, the lock ends whatever reads this table there.
            await PostgresServer.ExecuteAsync(pair.Primary.Owner,
                $"begin; lock table blog.comments_all in access exclusive mode; update blog.posts_all set title = 'm{n}' where slug = 'torn'; commit");
            ended = Convert.ToInt64(await pair.Standby.OwnerScalarAsync(Conflicts), CultureInfo.InvariantCulture);
        }

        await writing.CancelAsync();
        var answers = (await Task.WhenAll(readers)).SelectMany(seen => seen).ToList();
        output.WriteLine($"{answers.Count} answers, {answers.Distinct().Count()} moments, {ended} statements ended by what was replayed.");
        Assert.DoesNotContain(answers, answer => answer.Version != answer.Newest);
        Assert.True(answers.Distinct().Count() > 2 && ended > 0, "Nothing is proved.");
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_and_readiness_asks_the_primary()
    {
        await using var server = await pair.ServeAsync();
        for (var n = 0; n < 7; n++)
        {
            await server.CreateAsync($"Page {n}", user: TestServer.Margaret);
        }

        await pair.CatchUpAsync();
        var titles = new List<string?>();
        for (string? after = null; titles.Count == 0 || after is not null;)
        {
            var page = (await server.QueryAsync(
                "query($after: String) { posts(first: 2, after: $after) { nodes { title } pageInfo { hasNextPage endCursor } } }", new { after },
                TestServer.Margaret)).GetProperty("posts");
            titles.AddRange(page.GetProperty("nodes").EnumerateArray().Select(post => post.Text("title")));
            after = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("pageInfo").Text("endCursor") : null;
            await server.CreateAsync($"Meanwhile {titles.Count}", user: "globex/dennis");      // sends Margaret to the primary, and back
            await Task.Delay(titles.Count % 3 * 200);
        }

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(n => $"Page {n}"), titles.Where(title => title!.StartsWith("Page", StringComparison.Ordinal)));
        using var ready = await server.Client.GetAsync($"{server.Url}/health/ready");
        Assert.Equal(200, (int)ready.StatusCode);
    }

    [Fact]
    public async Task With_several_hosts_a_pool_without_a_free_connection_is_said_to_be_busy_too()
    {
        await using var server = await TestServer.StartOverAsync($"{pair.Both};Maximum Pool Size=1;Timeout=1", "Production");
        var post = await server.CreateAsync("Pool");
        await using var locking = await pair.Primary.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
        await locking.ExecuteAsync($"update blog.posts_all set title = 'Mine' where id = {post.Key()}");
        var holding = server.TryAsync("updatePost", new { id = post.Id(), expectedVersion = 1, title = "Yours" }, TestServer.Ada);
        await Task.Delay(100);
        var other = await server.PostAsync("{ posts(first: 1) { nodes { title } } }", user: TestServer.Margaret);      // with a place of its own
        Assert.Equal("DATABASE_BUSY", other.TheError().GetProperty("extensions").Text("code"));
        await holding;
    }

    [Fact]
    public async Task The_owners_commands_find_the_primary_among_the_hosts()
    {
        var owner = new NpgsqlConnectionStringBuilder(pair.Primary.Owner) { Host = new NpgsqlConnectionStringBuilder(pair.Both).Host }.ConnectionString;
        (string, string)[] settings = [("ConnectionStrings__GraphBlogOwner", owner), ("ConnectionStrings__GraphBlog", pair.Both)];
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.backup");
        foreach (var command in new[] { "migrate", "maintain", "doctor", $"backup {file}" })
        {
            var run = await ProgramRun.RunAsync(command, settings);
            Assert.True(run.ExitCode == 0, run.ToString());
        }

        File.Delete(file);
    }

    [Fact]
    public async Task One_host_has_no_standby_to_read_from()
        => Assert.Contains("needs several hosts", (await Assert.ThrowsAsync<SettingException>(()
            => TestServer.StartOverAsync(pair.Primary.App, "Production", "--Database:ReadStandbys=true"))).Message);
}
