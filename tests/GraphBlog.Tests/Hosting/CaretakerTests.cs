using System.Net;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.Tests.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Hosting;

/// <summary>Servers do the upkeep themselves: one of them, and when it is killed, another. `maintain` does the same now.</summary>
public sealed class CaretakerTests : IAsyncLifetime
{
    private const int Posts = 3000;
    private readonly TestDatabase _db = new();

    [Fact]
    public async Task One_does_it_another_takes_over_when_that_is_killed_and_nothing_is_done_twice()
    {
        await FillTrashAsync(Posts);
        object? first;
        TestServer other;
        await using (ProgramRun.Start(
            "serve --urls http://127.0.0.1:0", ("ConnectionStrings__GraphBlog", _db.App), ("Auth__SigningKey", TestServer.SigningKey),
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("Maintenance__Every", "00:00:01")))
        {
            await UntilAsync("select count(*) > 100 from audit.audit_log where action = 'PURGE'");
            first = await _db.OwnerScalarAsync("select leader from app.upkeep");
            other = await StartAsync();
            await Task.Delay(700);
            Assert.Equal(first, await _db.OwnerScalarAsync("select leader from app.upkeep"));
        }      // it is killed

        Assert.Equal(first, await _db.OwnerScalarAsync("select leader from app.upkeep"));
        var left = (long)(await _db.OwnerScalarAsync("select count(*) from blog.posts_all where deleted_at is not null"))!;
        Assert.InRange(left, 1, Posts - 100);
        await using var stopped = other;
        await UntilAsync("select not exists (select from blog.posts_all where deleted_at is not null)");
        await UntilAsync("select leader is null and ended_at > now() - interval '1 minute' from app.upkeep");
        Assert.Equal($"{Posts} {Posts} 0", await _db.OwnerScalarAsync(
            "select concat_ws(' ', count(*), count(distinct record_id), count(changed_by)) from audit.audit_log where action = 'PURGE' and table_name = 'posts'"));
        Assert.All(await _db.ExamineAsync(), finding => Assert.Empty(finding.Problems));
    }

    [Fact]
    public async Task Maintain_says_what_it_would_do_does_it_and_readiness_warns_when_nobody_does()
    {
        await FillTrashAsync(3);
        await _db.OwnerScalarAsync("update app.upkeep set ended_at = now() - interval '3 days'");
        await using (var server = await TestServer.StartAsync(_db, "Production"))
        {
            var ready = await server.Client.GetAsync($"{server.Url}/health/ready");
            Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
            Assert.Contains("\"maintenance\":{\"status\":\"degraded\",\"reasons\":[\"MAINTENANCE_OVERDUE\"]}", await ready.Content.ReadAsStringAsync());
        }

        (string, string)[] owner = [("ConnectionStrings__GraphBlogOwner", _db.Owner), ("ASPNETCORE_ENVIRONMENT", "Production")];
        var doctor = await ProgramRun.RunAsync("doctor", owner);
        Assert.Equal(0, doctor.ExitCode);
        Assert.Contains("warn    Somebody looks after the database", doctor.Output);
        var dry = await ProgramRun.RunAsync("maintain --dry-run", owner);
        Assert.Equal((0, "acme: 3 records of the trash; 0 entries of the log\nNothing was changed.\n"), (dry.ExitCode, dry.Output));
        Assert.Equal(3L, await _db.OwnerScalarAsync("select count(*) from blog.posts_all"));
        var done = await ProgramRun.RunAsync("maintain", [.. owner, ("Retention__AuditDays", "400")]);
        Assert.Equal(
            (0, "Organisation 1: purged 3 records of the trash.\nPurged 3 records of the trash; dropped no month of the audit log.\n"), (done.ExitCode, done.Output));
        Assert.Equal("0 400", await _db.OwnerScalarAsync("select concat_ws(' ', (select count(*) from blog.posts_all), audit_days) from app.upkeep"));
        await using var calm = await TestServer.StartAsync(_db, "Production");
        Assert.StartsWith("{\"status\":\"healthy\"", await calm.Client.GetStringAsync($"{calm.Url}/health/ready"));
    }

    /// <summary>An exception that leaves a background service ends the server.</summary>
    [Fact]
    public async Task Whatever_goes_wrong_beside_the_requests_the_server_goes_on_serving()
    {
        await using var server = await TestServer.StartAsync(
            _db, "Production", "--Maintenance:InServer=true", "--Maintenance:ScheduleTick=00:00:00.1");
        await using var source = NpgsqlDataSource.Create(_db.App);
        var log = new TestLog();
        await _db.OwnerScalarAsync("alter function app.upkeep_age() rename to age_of_upkeep");
        await _db.OwnerScalarAsync("alter function app.settle_due() rename to settled_due");
        using var services = new ServiceCollection().AddMetrics().AddLogging(logging => logging.AddProvider(log)).BuildServiceProvider();
        using var watch = ActivatorUtilities.CreateInstance<MaintenanceWatch>(services, source, TimeProvider.System);
        await watch.StartAsync(CancellationToken.None);
        for (var i = 0; i < 200 && (log.Errors.Count == 0 || server.Log.Errors.Count == 0); i++)
        {
            await Task.Delay(50);
        }

        Assert.False(watch.ExecuteTask!.IsCompleted);
        await watch.StopAsync(CancellationToken.None);
        Assert.True(watch.ExecuteTask.IsCompletedSuccessfully);
        await server.QueryAsync("{ posts(first: 1) { nodes { id } } }");
        Assert.Contains("42883", Assert.Single(log.Errors).Exception!.Message);
        Assert.All(server.Log.Errors, error => Assert.Contains(" again", error.Message));
        await _db.OwnerScalarAsync("alter function app.settled_due() rename to settle_due");
        await _db.OwnerScalarAsync("alter function app.age_of_upkeep() rename to upkeep_age");
        await Task.Delay(300);
        server.Log.Errors.Clear();
    }

    public Task InitializeAsync() => _db.InitializeAsync();

    public Task DisposeAsync() => _db.DisposeAsync();

    private Task<TestServer> StartAsync() => TestServer.StartAsync(_db, "Production", "--Maintenance:InServer=true", "--Maintenance:Every=00:00:01");

    private async Task FillTrashAsync(int posts)
    {
        await _db.OwnerScalarAsync("set role gb_owner; select audit.add_month(now() - interval '40 days')");
        await _db.OwnerScalarAsync(
            $"""
            set app.current_user_id = '{Ada}';
            insert into blog.posts_all (org_id, author_id, title, slug, body) select {Acme}, {Ada}, 'x', 'old-' || n, '' from generate_series(1, {posts}) n;
            update blog.posts_all set deleted_at = now()
            """);
        await _db.ForgeAsync(
            """
            update blog.posts_all set deleted_at = deleted_at - interval '40 days', created_at = created_at - interval '40 days', updated_at = updated_at - interval '40 days';
            update audit.audit_log set changed_at = changed_at - interval '40 days', previous_at = previous_at - interval '40 days' where table_name = 'posts';
            update audit.audit_log e set new_data = new_data || jsonb_build_object('deleted_at', p.deleted_at) from blog.posts_all p where e.table_name = 'posts' and p.id = e.record_id and e.version = 2;
            update audit.audit_log e set new_data = new_data || jsonb_build_object('created_at', p.created_at, 'updated_at', e.changed_at)
              from blog.posts_all p where e.table_name = 'posts' and p.id = e.record_id and e.version = 1
            """);
    }

    private async Task UntilAsync(string sql)
    {
        for (var i = 0; i < 600 && await _db.OwnerScalarAsync(sql) is not true; i++)
        {
            await Task.Delay(50);
        }

        Assert.Equal(true, await _db.OwnerScalarAsync(sql));
    }
}
