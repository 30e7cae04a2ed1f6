using System.Diagnostics;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Backup;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;
using Npgsql;
using static GraphBlog.Tests.Hosting.RestoreTests;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Hosting;

/// <summary>Copies of a cluster's files answer retries as their original did, and refuse its cursors: by themselves, or once they are told.</summary>
public sealed class PhysicalCopyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Passable(Directory.CreateTempSubdirectory("graphblog-copies-"));

    [Fact]
    public async Task A_promoted_copy_refuses_the_originals_cursors_by_itself_and_one_taken_of_a_served_database_does_once_it_is_told()
    {
        var answers = new List<string>();
        string cursor;
        await using (var original = await StartAsync("original"))
        {
            await BlogMigrations.MigrateAsync(original.OwnerConnectionString("blog"), PostgresServer.AppPassword, CancellationToken.None);
            await PostgresServer.ExecuteAsync(original.OwnerConnectionString("blog"), "select app.create_organisation('acme', 'Acme', 'ada', 'Ada')");
            await using var at = await TestServer.StartAsync(DatabaseOf(original), "Development");
            for (var i = 0; i < Creations; i++)
            {
                answers.Add((await CreateAsync(at, i)).GetRawText());
            }

            cursor = (await at.QueryAsync("{ changeCursor }")).Text("changeCursor")!;
            await CopyServedAsync(original, "taken");
            await at.CreateAsync("After the copy");
            NpgsqlConnection.ClearAllPools();
        }

        await RunAsync("cp", "-a", Home("original"), Home("promoted"));
        await File.WriteAllTextAsync(Path.Combine(Data("promoted"), "recovery.signal"), "");
        await File.AppendAllTextAsync(Path.Combine(Data("promoted"), "postgresql.auto.conf"), "restore_command = 'false'\n");
        await using (var promoted = await StartAsync("promoted"))
        {
            await AssertKnowsAsync(promoted, answers, cursor);
        }

        await using var taken = await StartAsync("taken");
        await using (var at = await TestServer.StartAsync(DatabaseOf(taken), "Development"))
        {
            using var stream = await OpenAsync(at, cursor);
            var made = (await at.CreateAsync("Taken for the original")).Id();
            Assert.Contains(made, await EventAsync(stream));
        }

        var told = await ProgramRun.RunAsync("migrate --new-epoch", ("ConnectionStrings__GraphBlogOwner", taken.OwnerConnectionString("blog")));
        Assert.True(told.ExitCode == 0, told.ToString());
        await AssertKnowsAsync(taken, answers, cursor);
        Assert.Equal(Creations + 2L, await DatabaseOf(taken).OwnerScalarAsync("select count(*) from blog.posts_all"));
        Assert.Empty((await DatabaseOf(taken).ExamineAsync()).SelectMany(finding => finding.Problems));
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>As docs/deployment.md has it: a base backup, the archived log, and the moment before a mistake.</summary>
    [Fact]
    public async Task A_recovery_to_a_point_in_time_ends_before_the_mistake_and_answers_for_what_was_before()
    {
        var archive = _folder.CreateSubdirectory("archive");
        await RunAsync("chmod", "777", archive.FullName);
        var answers = new List<string>();
        string cursor, moment, post;
        await using (var original = await EmbeddedServer.StartAsync(
            new()
            {
                Home = Home("archived"),
                Durable = false,
                Settings = new Dictionary<string, string>
                {
                    ["archive_mode"] = "on",
                    ["archive_command"] = $"test ! -f {archive.FullName}/%f && cp %p {archive.FullName}/%f",
                },
            },
            CancellationToken.None))
        {
            var db = DatabaseOf(original);
            await BlogMigrations.MigrateAsync(db.Owner, PostgresServer.AppPassword, CancellationToken.None);
            await PostgresServer.ExecuteAsync(db.Owner, "select app.create_organisation('acme', 'Acme', 'ada', 'Ada')");
            await using var at = await TestServer.StartAsync(db, "Development");
            await CopyServedAsync(original, "recovered", "archived");
            for (var i = 0; i < Creations; i++)      // after the base backup, so that they come from the archived log
            {
                answers.Add((await CreateAsync(at, i)).GetRawText());
            }

            post = (await at.CreateAsync("Kept")).Id();
            cursor = (await at.QueryAsync("{ changeCursor }")).Text("changeCursor")!;
            moment = (string)(await db.OwnerScalarAsync("select clock_timestamp()::text"))!;
            await Task.Delay(50);
            await at.DoAsync("deletePost", new { id = post, expectedVersion = 1 });
            await CreateAsync(at, Creations);
            var segment = (string)(await db.OwnerScalarAsync("select pg_walfile_name(pg_switch_wal())"))!;
            for (var tries = 0; !File.Exists(Path.Combine(archive.FullName, segment)); tries++)
            {
                Assert.True(tries < 200, $"{segment} was not archived.");
                await Task.Delay(50);
            }

            NpgsqlConnection.ClearAllPools();
        }

        await File.WriteAllTextAsync(Path.Combine(Data("recovered"), "recovery.signal"), "");
        await File.AppendAllTextAsync(Path.Combine(Data("recovered"), "postgresql.auto.conf"), $"""

            restore_command = 'cp {archive.FullName}/%f %p'
            recovery_target_time = '{moment}'
            recovery_target_action = 'promote'

            """);
        await using var recovered = await StartAsync("recovered");
        await using (var at = await TestServer.StartAsync(DatabaseOf(recovered), "Development"))
        {
            Assert.Equal("Kept", (await at.FindAsync(post, "title")).Text("title"));
        }

        await AssertKnowsAsync(recovered, answers, cursor);
        var told = await ProgramRun.RunAsync("migrate --new-epoch", ("ConnectionStrings__GraphBlogOwner", recovered.OwnerConnectionString("blog")));
        Assert.True(told.ExitCode == 0, told.ToString());
        await AssertKnowsAsync(recovered, answers, cursor);
        await using (var at = await TestServer.StartAsync(DatabaseOf(recovered), "Development"))
        {
            await CreateAsync(at, Creations);      // what came after the moment is unknown, and is made again
            Assert.Equal(Creations + 4L, await DatabaseOf(recovered).OwnerScalarAsync("select count(*) from blog.posts_all"));
        }

        Assert.Empty((await DatabaseOf(recovered).ExamineAsync()).SelectMany(finding => finding.Problems));
        NpgsqlConnection.ClearAllPools();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    // It answers retries as they were, says whose the cursor is, and gives one that is its own.
    private static async Task AssertKnowsAsync(EmbeddedServer copy, IReadOnlyList<string> answers, string cursor)
    {
        await using var at = await TestServer.StartAsync(DatabaseOf(copy), "Development");
        var changes = await at.ChangesAsync();
        for (var i = 0; i < Creations; i++)
        {
            Assert.Equal(answers[i], (await CreateAsync(at, i)).GetRawText());
        }

        Assert.Equal(changes, await at.ChangesAsync());
        using (var foreign = await OpenAsync(at, cursor))
        {
            Assert.Contains("CURSOR_FROM_ANOTHER_EPOCH", await EventAsync(foreign));
        }

        var here = (await at.QueryAsync("{ changeCursor posts(first: 1) { nodes { id } } }")).Text("changeCursor")!;
        using var stream = await OpenAsync(at, here);
        var made = (await at.CreateAsync("Followed here")).Id();
        Assert.Contains(made, await EventAsync(stream));
        NpgsqlConnection.ClearAllPools();
    }

    // pg_basebackup, as an operator has it; then what this program keeps beside the data.
    private async Task CopyServedAsync(EmbeddedServer original, string copy, string from = "original")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Data(copy))!);
        await ClientPrograms.Find(original.OwnerConnectionString("postgres"))
            .RunAsync("pg_basebackup", ["--pgdata", Data(copy), "--checkpoint=fast", "--no-sync"], CancellationToken.None);
        await RunAsync("chown", "-R", $"--reference={Data(from)}", Data(copy));
        await RunAsync("cp", "-a", Path.Combine(Home(from), "postgres", "password"), Path.Combine(Home(copy), "postgres"));
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private string Home(string name) => Path.Combine(_folder.FullName, name);

    private string Data(string name) => Path.Combine(Home(name), "postgres", "data");

    private Task<EmbeddedServer> StartAsync(string name) => EmbeddedServer.StartAsync(new() { Home = Home(name), Durable = false },
        CancellationToken.None);

    private static TestDatabase DatabaseOf(EmbeddedServer cluster)
        => TestDatabase.At(cluster.OwnerConnectionString("blog"),
            cluster.ConnectionString("blog", BlogMigrations.AppRole, PostgresServer.AppPassword));
}
