using GraphBlog.Persistence;
using GraphBlog.Persistence.Upkeep;
using GraphBlog.Tests.Fixtures;
using Npgsql;
using static GraphBlog.Tests.Fixtures.TestDatabase;

namespace GraphBlog.Tests.Database;

/// <summary>The clean-up beside people at work, and a server beside a database that is being changed.</summary>
public sealed class MaintenanceTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task A_long_reader_is_waited_for_and_named_when_the_patience_ends()
    {
        await db.OwnerScalarAsync("set role gb_owner; select audit.add_month('2020-01-01Z')");
        await using var reader = await db.EnterAsync(Acme, Ada);
        var session = await reader.ScalarAsync("select pg_backend_pid() from audit.audit_log limit 1");
        var first = await db.UpkeepAsync(TimeSpan.Zero);
        Assert.Empty(first.Dropped);
        Assert.True(first.IsHeldUp);
        Assert.Contains($"session {session} (gb_app", await LogReaders.FindAsync(db.Owner, CancellationToken.None));

        var second = db.UpkeepAsync(TimeSpan.FromMinutes(1));
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(second.IsCompleted);
        await reader.CommitAsync();
        var done = await second;
        Assert.Equal(["audit_log_202001"], done.Dropped);
        Assert.False(done.IsHeldUp);
    }

    [Fact]
    public async Task Entries_outside_of_all_months_go_when_their_month_would_and_younger_ones_stay()
    {
        const string Entry = "insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action) values ({0}, {1}, 'outside', 1, 1, 'UPDATE');";
        await db.ForgeAsync(string.Format(Entry, 1, "'2019-05-05Z'") + string.Format(Entry, 2, "'2019-06-05Z'") + string.Format(Entry, 1, "now() - interval '60 days'"));
        await using var reader = await db.EnterAsync(Acme, Ada);
        await reader.ScalarAsync("select 1 from audit.audit_log limit 1");      // is in nobody's way
        Assert.Equal(2, (await db.UpkeepAsync(TimeSpan.Zero)).Deleted);
        Assert.Equal(0, (await db.UpkeepAsync(TimeSpan.Zero)).Deleted);
        Assert.Equal(1L, await db.OwnerScalarAsync("select count(*) from audit.audit_log_default"));
        await using var app = await db.EnterAsync(Acme, Ada);
        Assert.Empty(await app.LintAsync());
        Assert.Single(await app.ColumnAsync<string>("select problem from app.warnings() where problem like 'entries of % have no partition: 1'"));
    }

    [Fact]
    public async Task A_server_that_is_older_than_its_database_is_outdated_and_says_so()
    {
        await using var serving = NpgsqlDataSource.Create(db.App);
        await using var server = await TestServer.StartAsync(db, "Development");
        try
        {
            await db.OwnerScalarAsync("insert into app.migrations values ('29990101000000_Later', '10.0.0')");
            Assert.Contains("This server is outdated: the database is of a newer release, with 29990101000000_Later", Assert.Single(await BlogHealth.ProblemsAsync(serving, CancellationToken.None)));
            using var ready = await server.Client.GetAsync($"{server.Url}/health/ready");
            Assert.Equal(503, (int)ready.StatusCode);
            Assert.Contains(server.Log.Errors, error => error.Message.Contains("outdated"));
            server.Log.Errors.Clear();
        }
        finally
        {
            await db.OwnerScalarAsync("delete from app.migrations where \"MigrationId\" like '2999%'");
        }
    }
}
