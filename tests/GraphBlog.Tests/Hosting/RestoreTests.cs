using System.Text.Json;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Backup;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using Npgsql;
using static GraphBlog.Tests.Fixtures.TestDatabase;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Hosting;

/// <summary>A backup holds everything, and what was restored does not lie: transaction numbers of another cluster are never compared.</summary>
public sealed class RestoreTests(TestServer server) : IClassFixture<TestServer>, IDisposable
{
    internal const int Creations = 40;
    private const string BurnTransactions = """
        do $$ begin
          create temporary table burnt (n integer);
          for i in 1..{0} loop
            begin insert into burnt values (i); exception when division_by_zero then null; end;      -- a subtransaction has a number
          end loop;
        end $$
        """;

    private readonly DirectoryInfo _folder = Passable(Directory.CreateTempSubdirectory("graphblog-backup-"));

    [Fact]
    public async Task In_another_cluster_retries_are_answered_as_they_were_and_a_subscriber_is_told_nothing_old()
    {
        // More has happened here than in the new cluster, whichever tests have run before.
        await PostgresServer.ExecuteAsync(server.Database.Owner, BurnTransactions.Replace("{0}", "5000"));
        var first = new List<string>();
        for (var i = 0; i < Creations; i++)
        {
            first.Add((await CreateAsync(server, i)).GetRawText());
        }

        var cursor = (await server.QueryAsync("{ changeCursor posts(first: 1) { nodes { id } } }")).Text("changeCursor")!;
        await server.CreateAsync("After the cursor");
        await server.Database.OwnerScalarAsync(
            "set role gb_owner; insert into app.renamed_columns (table_name, old_name, new_name) values ('posts', 'headline', 'title')");
        var changes = await server.ChangesAsync();
        var file = Path.Combine(_folder.FullName, "blog.backup");
        var run = await ProgramRun.RunAsync($"backup {file}", ("ConnectionStrings__GraphBlog", server.Database.App),
            ("ConnectionStrings__GraphBlogOwner", server.Database.Owner));
        Assert.True(run.ExitCode == 0, run.ToString());

        await using var cluster = await EmbeddedServer.StartAsync(new() { Home = Path.Combine(_folder.FullName, "home"), Durable = false },
            CancellationToken.None);
        await PostgresServer.ExecuteAsync(
            cluster.OwnerConnectionString("postgres"), "create role blog_owner login createrole password 'x'");
        await PostgresServer.ExecuteAsync(cluster.OwnerConnectionString("postgres"), "create database bare owner blog_owner");
        await PostgresServer.ExecuteAsync(cluster.OwnerConnectionString("postgres"), "create database blog owner blog_owner");
        await PostgresServer.ExecuteAsync(cluster.ConnectionString("bare", "blog_owner", "x"),
            "create schema app; create table app.migrations (\"MigrationId\" text)");
        var missing = await Assert.ThrowsAsync<BackupException>(
            () => BlogMigrations.MigrateAsync(cluster.ConnectionString("bare", "blog_owner", "x"), null, CancellationToken.None));
        Assert.Contains("without the roles gb_app, gb_owner", missing.Message);

        var owner = cluster.ConnectionString("blog", "blog_owner", "x");
        await BlogBackup.RestoreAsync(owner, PostgresServer.AppPassword, file, CancellationToken.None);
        var again = await Assert.ThrowsAsync<BackupException>(() => BlogBackup.RestoreAsync(owner, null, file, CancellationToken.None));
        Assert.Contains("holds a blog already", again.Message);

        var database = At(cluster.OwnerConnectionString("blog"),
            cluster.ConnectionString("blog", BlogMigrations.AppRole, PostgresServer.AppPassword));
        var newest = long.Parse((string)(await database.OwnerScalarAsync("select max(tx)::text from audit.audit_log"))!);
        Assert.Equal(1L, await database.OwnerScalarAsync("select count(*) from app.renamed_columns where old_name = 'headline'"));
        var epochs = await database.OwnerScalarAsync("select count(*) from app.epochs");
        Assert.True(newest > long.Parse((string)(await database.OwnerScalarAsync("select pg_current_xact_id()::text"))!));
        await BlogMigrations.MigrateAsync(owner, null, CancellationToken.None);      // as each start of a private database does
        await BlogMigrations.MigrateAsync(owner, null, CancellationToken.None);
        Assert.Equal(epochs, await database.OwnerScalarAsync("select count(*) from app.epochs"));
        await using (var restored = await TestServer.StartAsync(database, "Development"))
        {
            Assert.Equal(changes, await restored.ChangesAsync());
            for (var i = 0; i < Creations; i++)
            {
                Assert.Equal(first[i], (await CreateAsync(restored, i)).GetRawText());
            }

            Assert.Equal(changes, await restored.ChangesAsync());
            using var foreign = await OpenAsync(restored, cursor);
            Assert.Contains("CURSOR_FROM_ANOTHER_EPOCH", await EventAsync(foreign));

            var here = (await restored.QueryAsync("{ changeCursor posts(first: 1) { nodes { id } } }")).Text("changeCursor")!;
            await PostgresServer.ExecuteAsync(database.Owner, BurnTransactions.Replace("{0}", $"{newest + 100}"));
            using var stream = await OpenAsync(restored, here);
            var made = (await restored.CreateAsync("New here")).Id();
            Assert.Contains(made, await EventAsync(stream));
        }

        Assert.Empty((await database.ExamineAsync()).SelectMany(finding => finding.Problems));

        // The documented owner backs up as well, all of both organisations.
        Assert.True(await BlogBackup.WriteAsync(owner, Path.Combine(_folder.FullName, "again.backup"), CancellationToken.None) > changes);
        NpgsqlConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_copy_is_not_served_before_migrate_has_given_it_an_epoch()
    {
        await using var original = new TestDatabaseLease();
        await original.Database.InitializeAsync();
        var shared = await PostgresServer.SharedAsync();
        var name = $"copy_{Guid.NewGuid():N}";
        try
        {
            NpgsqlConnection.ClearAllPools();
            await PostgresServer.ExecuteAsync(shared.Owner("postgres"),
                $"create database {name} template {new NpgsqlConnectionStringBuilder(original.Database.Owner).Database}");
            await PostgresServer.ExecuteAsync(shared.Owner(name), "select app.seal_database()");
            await using var serving = NpgsqlDataSource.Create(shared.App(name));
            Assert.Contains("run `migrate`", Assert.Single(await BlogHealth.ProblemsAsync(serving, CancellationToken.None)));
            await BlogMigrations.MigrateAsync(shared.Owner(name), null, CancellationToken.None);
            Assert.Empty(await BlogHealth.ProblemsAsync(serving, CancellationToken.None));
        }
        finally
        {
            await shared.DropAsync(name);
        }
    }

    [Fact]
    public async Task With_nothing_configured_a_new_private_database_is_filled_and_one_that_is_there_is_left_alone()
    {
        var title = $"Private {Guid.NewGuid():N}";
        await server.CreateAsync(title);
        var file = Path.Combine(_folder.FullName, "private.backup");
        await BlogBackup.WriteAsync(server.Database.Owner, file, CancellationToken.None);
        (string, string)[] settings = [("GRAPHBLOG_HOME", Path.Combine(_folder.FullName, "private")), ("Auth__SigningKey", TestServer.SigningKey)];
        var restored = await ProgramRun.RunAsync($"restore {file}", settings);
        Assert.True(restored.ExitCode == 0, restored.ToString());
        var again = await ProgramRun.RunAsync($"restore {file}", settings);
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("holds a blog already", again.Errors);

        await using var run = ProgramRun.Start("serve --urls http://127.0.0.1:0", settings);
        using var client = new HttpClient();
        using var answer = await client.GetAsync($"{await run.ReadyAsync()}/graphql?query=%7Bposts(first:1)%7Bnodes%7Btitle%7D%7D%7D");
        Assert.Contains(title, await answer.Content.ReadAsStringAsync());
        await run.StopAsync();
    }

    [Fact]
    public async Task A_backup_that_would_miss_rows_is_refused()
    {
        await using var lease = new TestDatabaseLease();
        await lease.Database.InitializeAsync();
        await lease.Database.AddPostAsync(Globex, Margaret, "Would be missed");
        await PostgresServer.ExecuteAsync(lease.Database.Owner, "alter policy backup on blog.posts_all using (org_id = 1)");
        var file = Path.Combine(_folder.FullName, "incomplete.backup");
        var refused = await Assert.ThrowsAsync<BackupException>(() => BlogBackup.WriteAsync(lease.Database.Owner, file, CancellationToken.None));
        Assert.Contains("blog.posts_all: 0 of 1 rows", refused.Message);
        Assert.False(File.Exists(file));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // As root PostgreSQL runs as another account, which has to get to its files.
    internal static DirectoryInfo Passable(DirectoryInfo folder)
    {
        if (!OperatingSystem.IsWindows())
        {
            folder.UnixFileMode |= UnixFileMode.OtherExecute;
        }

        return folder;
    }

    internal static Task<JsonElement> CreateAsync(TestServer at, int number)
        => at.DoAsync("createPost", new { title = $"Number {number}", body = "Text", idempotencyKey = $"number-{number}" });

    internal static Task<EventStreamClient> OpenAsync(TestServer at, string after)
    {
        var query = "subscription($after: String) { postChanged(after: $after) { postId version } }";
        var request = new HttpRequestMessage(HttpMethod.Post, $"{at.Url}/graphql")
        {
            Content = new StringContent(JsonSerializer.Serialize(new { query, variables = new { after } }), null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {at.Token(TestServer.Ada)}");
        return EventStreamClient.SendAsync(at.Client, request);
    }

    internal static async Task<string> EventAsync(EventStreamClient stream)
    {
        while (true)
        {
            if (await stream.NextAsync() is var text && text != ":")
            {
                return text ?? "";
            }
        }
    }

    private sealed class TestDatabaseLease : IAsyncDisposable
    {
        public TestDatabase Database { get; } = new();

        public async ValueTask DisposeAsync() => await Database.DisposeAsync();
    }
}
