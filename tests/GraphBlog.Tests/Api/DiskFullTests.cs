using System.Diagnostics;
using System.Security.Cryptography;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Tests.Fixtures;
using Npgsql;

namespace GraphBlog.Tests.Api;

/// <summary>Where there is no room left nothing acknowledged is lost, everybody is told what is wrong, and room is all that heals it.</summary>
public sealed class DiskFullTests
{
    private const string Read = "{ posts(first: 1) { nodes { title } } }";

    [SmallDiskFact]
    public async Task A_full_disk_under_the_posts_refuses_writes_by_a_code_answers_reads_and_heals_by_room()
    {
        using var disk = new SmallDisk(8);
        await using var server = new TestServer();
        await server.InitializeAsync();
        var db = server.Database;
        var data = (string)(await db.OwnerScalarAsync("show data_directory"))!;
        await db.OwnerScalarAsync($"create tablespace small location '{disk.FolderLike(data)}'");
        try
        {
            await db.OwnerScalarAsync("alter table blog.posts_all set tablespace small");
            await server.CreateAsync("Before");
            disk.Fill();
            var (acknowledged, refused) = await WriteUntilAsync(server, "DISK_FULL");
            var extensions = refused.TheError().GetProperty("extensions");
            Assert.Equal((503, "DISK_FULL", "60"), (refused.Status, refused.Code, refused.Headers["Retry-After"]));
            Assert.True(extensions.GetProperty("retryable").GetBoolean());
            await server.QueryAsync(Read);
            using (var ready = await server.Client.GetAsync($"{server.Url}/health/ready"))
            {
                Assert.Equal(200, (int)ready.StatusCode);      // it serves all who read
            }

            disk.MakeRoom();
            Assert.Equal(acknowledged.Count, await CountAsync(db, acknowledged));
            await server.DoAsync("createPost", Post(acknowledged.Count));
            Assert.Empty((await db.ExamineAsync()).SelectMany(finding => finding.Problems));
        }
        finally
        {
            await db.OwnerScalarAsync("alter table blog.posts_all set tablespace pg_default");
            await db.OwnerScalarAsync("drop tablespace small");
        }
    }

    [SmallDiskFact]
    public async Task A_full_disk_under_the_write_ahead_log_stops_PostgreSQL_is_told_for_what_it_is_and_loses_nothing()
    {
        using var disk = new SmallDisk(96);
        var home = Directory.CreateTempSubdirectory("graphblog-disk-full-").FullName;
        var options = new EmbeddedPostgresOptions { Home = home, Durable = false };
        var postgres = await EmbeddedServer.StartAsync(options, CancellationToken.None);
        try
        {
            await BlogMigrations.MigrateAsync(postgres.OwnerConnectionString("blog"), PostgresServer.AppPassword, CancellationToken.None);
            await PostgresServer.ExecuteAsync(postgres.OwnerConnectionString("blog"), "select app.create_organisation('acme', 'Acme', 'ada', 'Ada')");
            // What is acknowledged is in the log, which a process that dies leaves whole; to synchronise files, as only a machine that dies asks for, takes a minute.
            await PostgresServer.ExecuteAsync(postgres.OwnerConnectionString("blog"), "alter database blog set synchronous_commit = on; select app.seal()");
            await postgres.DisposeAsync();
            MoveLog(Path.Combine(home, "postgres", "data", "pg_wal"), disk);
            postgres = await EmbeddedServer.StartAsync(options, CancellationToken.None);
            var db = TestDatabase.At(postgres.OwnerConnectionString("blog"), postgres.ConnectionString("blog", BlogMigrations.AppRole, PostgresServer.AppPassword));
            await using var proxy = new DatabaseProxy(db.App);
            await using var server = await TestServer.StartOverAsync(proxy.ConnectionString, "Production");
            await server.CreateAsync("Before");

            disk.Fill();
            var (acknowledged, refused) = await WriteUntilAsync(server, "OUTCOME_UNKNOWN", "DATABASE_UNAVAILABLE", "DISK_FULL");
            Assert.True(refused.TheError().GetProperty("extensions").GetProperty("retryable").GetBoolean());
            await AnswersAsync(server, "DATABASE_UNAVAILABLE");
            using (var ready = await server.Client.GetAsync($"{server.Url}/health/ready"))
            {
                Assert.Equal(503, (int)ready.StatusCode);
            }

            Assert.Contains(server.Log.Errors, error => error.Message.StartsWith("Not ready: The database cannot be used: ", StringComparison.Ordinal));
            Assert.All(server.Log.Errors, error => Assert.Null(error.Exception));
            server.Log.Errors.Clear();

            // PostgreSQL ends when it cannot recover, and whatever looks after it starts it again.
            disk.MakeRoom();
            await postgres.DisposeAsync();
            postgres = await EmbeddedServer.StartAsync(options, CancellationToken.None);
            proxy.Port = new NpgsqlConnectionStringBuilder(postgres.OwnerConnectionString("blog")).Port;
            await AnswersAsync(server, null);

            // The last was refused or cut off: under its key it is there once in the end, as all others are.
            await server.DoAsync("createPost", Post(acknowledged.Count));
            db = TestDatabase.At(postgres.OwnerConnectionString("blog"), db.App);
            Assert.Equal(acknowledged.Count + 2L, await db.OwnerScalarAsync("select count(*) from blog.posts_all"));
            Assert.Equal(acknowledged.Count + 1L, await CountAsync(db, [.. acknowledged, acknowledged.Count]));
            NpgsqlConnection.ClearAllPools();
        }
        finally
        {
            await postgres.DisposeAsync();
            Directory.Delete(home, recursive: true);
        }
    }

    // As PostgreSQL's manual has it, "WAL Internals": while it is stopped, with a link in the folder's place.
    private static void MoveLog(string folder, SmallDisk disk)
    {
        var moved = disk.FolderLike(folder);
        using var copying = Process.Start("cp", ["-a", $"{folder}/.", moved]);
        copying.WaitForExit();
        Directory.Delete(folder, recursive: true);
        Directory.CreateSymbolicLink(folder, moved);
    }

    // Until reads are answered so, which takes five seconds at most; null for answered well.
    private static async Task AnswersAsync(TestServer server, string? code)
    {
        var clock = Stopwatch.StartNew();
        for (Answer? answer = null; answer is null || (answer.Json.TryGetProperty("errors", out _) ? answer.Code : null) != code; await Task.Delay(50))
        {
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            answer = await server.PostAsync(Read);
        }
    }

    // The posts that were acknowledged, and the first answer with one of these codes.
    private static async Task<(IReadOnlyList<int> Acknowledged, Answer Refused)> WriteUntilAsync(TestServer server, params string[] codes)
    {
        var clock = Stopwatch.StartNew();
        var acknowledged = new List<int>();
        while (clock.Elapsed < TimeSpan.FromSeconds(30))
        {
            var answer = await server.TryAsync("createPost", Post(acknowledged.Count), TestServer.Ada);
            if (answer.Json.TryGetProperty("errors", out _))
            {
                Assert.Contains(answer.Code, codes);
                return (acknowledged, answer);
            }

            acknowledged.Add(acknowledged.Count);
        }

        throw new TimeoutException("The disk was not full.");
    }

    // A text that cannot be compressed.
    private static object Post(int number) => new
    {
        title = $"Number {number}",
        body = Convert.ToHexString(RandomNumberGenerator.GetBytes(400_000)),
        idempotencyKey = $"number-{number}",
    };

    private static async Task<long> CountAsync(TestDatabase db, IReadOnlyList<int> numbers)
        => (long)(await db.OwnerScalarAsync($"select count(*) from blog.posts_all where title = any ('{{{string.Join(',', numbers.Select(n => $"Number {n}"))}}}')"))!;
}
