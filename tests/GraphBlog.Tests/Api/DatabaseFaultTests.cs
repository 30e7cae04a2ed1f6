using System.Diagnostics;
using System.Text.Json;
using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using GraphBlog.Tests.Fixtures;
using Npgsql;

namespace GraphBlog.Tests.Api;

/// <summary>A fault of the database has a code, a status and a word on trying again, whatever the client asked.</summary>
public sealed class DatabaseFaultTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const string Read = "{ posts(first: 1) { nodes { title } } }";
    private const string Accept = "application/json";

    [Fact]
    public async Task A_connection_that_answers_somebody_elses_question_gives_nothing_away_and_is_not_used_again()
    {
        await using var proxy = new DatabaseProxy(db.App);
        await using var server = await TestServer.StartOverAsync(proxy.ConnectionString, "Production");
        await server.QueryAsync(Read);
        foreach (var request in new[] { Read, "mutation { createPost(input: { title: \"Lost\", body: \"x\" }) { post { id } } }" })
        {
            proxy.Alters = ("request-of-this-one", "request-of-another");
            var answer = await server.PostAsync(request, null, TestServer.Ada, ("X-Request-Id", "request-of-this-one"));
            Assert.Equal("UNEXPECTED", answer.TheError().GetProperty("extensions").Text("code"));
            Assert.DoesNotContain("title", answer.Body);
            Assert.Contains("answered another question", Assert.Single(server.Log.Errors).Exception!.Message);
            server.Log.Errors.Clear();
            proxy.Alters = null;
            await server.QueryAsync(Read);
        }
    }

    [Fact]
    public async Task A_PostgreSQL_that_is_stopped_is_503_with_a_code_until_it_is_back()
    {
        var home = Directory.CreateTempSubdirectory("graphblog-faults-").FullName;
        var options = new EmbeddedPostgresOptions { Home = home, Durable = false };
        var postgres = await EmbeddedServer.StartAsync(options, CancellationToken.None);
        try
        {
            await BlogMigrations.MigrateAsync(postgres.OwnerConnectionString("blog"), PostgresServer.AppPassword, CancellationToken.None);
            await PostgresServer.ExecuteAsync(postgres.OwnerConnectionString("blog"), "select app.create_organisation('acme', 'Acme', 'ada', 'Ada')");
            await using var proxy = new DatabaseProxy(postgres.ConnectionString("blog", BlogMigrations.AppRole, PostgresServer.AppPassword));
            await using var server = await TestServer.StartOverAsync(proxy.ConnectionString, "Production");
            await server.QueryAsync(Read);

            await postgres.DisposeAsync();
            NpgsqlConnection.ClearAllPools();
            foreach (var accept in new[] { Accept, "application/graphql-response+json" })
            {
                for (var i = 0; i < 20; i++)
                {
                    AssertFault(await server.PostAsync(Read, null, TestServer.Ada, ("Accept", accept)), "DATABASE_UNAVAILABLE", 503);
                }
            }

            AssertFault(await server.TryAsync("createPost", new { title = "x", body = "x" }, TestServer.Ada), "DATABASE_UNAVAILABLE", 503);
            using (var ready = await server.Client.GetAsync($"{server.Url}/health/ready"))
            {
                Assert.Equal(503, (int)ready.StatusCode);
            }

            Assert.All(server.Log.Errors, error => Assert.Null(error.Exception));
            server.Log.Errors.Clear();

            postgres = await EmbeddedServer.StartAsync(options, CancellationToken.None);
            proxy.Port = new NpgsqlConnectionStringBuilder(postgres.OwnerConnectionString("blog")).Port;
            var clock = Stopwatch.StartNew();
            while ((await server.PostAsync(Read)).Status == 503 && clock.Elapsed < TimeSpan.FromSeconds(5))
            {
                await Task.Delay(100);      // a connection or two that died meanwhile
            }

            await server.QueryAsync(Read);
        }
        finally
        {
            await postgres.DisposeAsync();
            Directory.Delete(home, recursive: true);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_cut_between_commit_and_its_answer_is_an_outcome_unknown_that_a_key_makes_known(bool creates)
    {
        await using var proxy = new DatabaseProxy(db.App);
        await using var server = await TestServer.StartOverAsync(proxy.ConnectionString, "Production");
        var post = await server.CreateAsync("Cut");
        object Input(string? idempotencyKey) => creates
            ? new { title = $"Cut {idempotencyKey}", body = "x", idempotencyKey }
            : new { id = post.Id(), expectedVersion = idempotencyKey is null ? 1 : 2, title = $"Cut {idempotencyKey}", idempotencyKey };
        var field = creates ? "createPost" : "updatePost";

        foreach (var key in new[] { null, $"cut-{creates}" })
        {
            proxy.CutsAfterCommit = 1;
            var answer = await server.TryAsync(field, Input(key), TestServer.Ada);
            Assert.Equal(200, answer.Status);
            var extensions = Assert.Single(answer.Json.GetProperty("errors").EnumerateArray()).GetProperty("extensions");
            Assert.Equal("OUTCOME_UNKNOWN", extensions.Text("code"));
            Assert.Equal(key is not null, extensions.GetProperty("retryable").GetBoolean());
            Assert.False(answer.Headers.ContainsKey("Retry-After"));
        }

        var again = await server.DoAsync(field, Input($"cut-{creates}"));
        Assert.Equal($"Cut cut-{creates}", again.Text("title"));
        Assert.Equal(1L, await db.OwnerScalarAsync($"select count(*) from audit.audit_log where new_data ->> 'title' = 'Cut cut-{creates}'"));
        Assert.Equal(creates ? 1 : 3, again.Version());
    }

    [Theory]
    [InlineData("53100", "DISK_FULL")]
    [InlineData("53300", "DATABASE_BUSY")]
    [InlineData("53400", "DATABASE_BUSY")]
    [InlineData("55P03", "LOCK_TIMEOUT")]
    [InlineData("57014", "STATEMENT_TIMEOUT")]
    [InlineData("40P01", "DEADLOCK")]
    [InlineData("40001", "SERIALIZATION_FAILURE")]
    [InlineData("25006", "DATABASE_READ_ONLY")]
    [InlineData("57P01", "DATABASE_UNAVAILABLE")]
    [InlineData("42P05", "DATABASE_UNAVAILABLE")]
    public async Task What_PostgreSQL_refuses_has_a_code_of_its_own_nothing_is_written_and_reads_go_on(string state, string code)
    {
        await using var own = new TestServer();
        await own.InitializeAsync();
        await PostgresServer.ExecuteAsync(own.Database.Owner, $"""
            create function public.fail() returns trigger language plpgsql as $$ begin raise exception 'planted' using errcode = '{state}'; end $$;
            create trigger fail before insert on blog.posts_all for each row execute function public.fail()
            """);
        var before = await own.ChangesAsync();
        AssertFault(await own.TryAsync("createPost", new { title = "x", body = "x" }, TestServer.Ada), code, 503);
        Assert.Equal(before, await own.ChangesAsync());

        // A part of the answer stands: then the fault is that field's.
        var part = await own.PostAsync($"mutation {{ __typename createPost(input: {{ title: \"x\", body: \"x\" }}) {{ post {{ id }} }} }}");
        Assert.Contains(code, part.Body);
        await own.QueryAsync(Read);
    }

    [Fact]
    public async Task A_pool_without_a_free_connection_is_said_to_be_busy()
    {
        await using var server = await TestServer.StartOverAsync($"{db.App};Maximum Pool Size=1;Timeout=1", "Production");
        var post = await server.CreateAsync("Pool");
        await using var locking = await db.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
        await locking.ExecuteAsync($"update blog.posts_all set title = 'Mine' where id = {post.Key()}");
        var holding = server.TryAsync("updatePost", new { id = post.Id(), expectedVersion = 1, title = "Yours" }, TestServer.Ada);
        await Task.Delay(100);
        AssertFault(await server.PostAsync(Read, user: TestServer.Margaret), "DATABASE_BUSY", 503);      // another organisation's, with a place of its own
        AssertFault(await holding, "LOCK_TIMEOUT", 503);
    }

    internal static void AssertFault(Answer answer, string code, int status)
    {
        var error = answer.TheError();
        var extensions = error.GetProperty("extensions");
        Assert.Equal((code, status), (extensions.Text("code"), answer.Status));
        Assert.True(extensions.GetProperty("retryable").GetBoolean());
        Assert.Equal(extensions.GetProperty("retryAfter").GetInt32().ToString(), answer.Headers["Retry-After"]);
        Assert.Equal(JsonValueKind.String, extensions.GetProperty("correlationId").ValueKind);
        Assert.DoesNotContain("planted", answer.Body);
    }
}
